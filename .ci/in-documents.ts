// Marks changes that Okta's documents of the two editions do not show: the property is in both documents or in neither.
// Usage: OKTA_CONTRACTS_SHARED=FOLDER npm run in-documents [-- --check]; the folder holds okta-specs/EDITION.yaml.gz.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { loadCatalogue } from '../src/contract/catalogue.js';
import { markedPlaces, operationChanges } from '../src/contract/changes.js';
import type { OperationContract } from '../src/contract/model.js';
import type { Change } from '../src/domain/change.js';
import { ownContractsFolder } from '../src/io/package-root.js';

type JsonObject = { [key: string]: JsonObject } & { $ref?: string } & Record<string, unknown>;

/** Okta's document of an edition. */
class Document {
  readonly #root: JsonObject;

  constructor(file: string) {
    this.#root = parse(gunzipSync(readFileSync(file)).toString('utf8'), { maxAliasCount: -1 });
  }

  /** The description of an operation, whatever its parameters are called. */
  operation({ method, template }: OperationContract): JsonObject | undefined {
    const path = Object.keys(this.#root.paths as JsonObject).find((name) => blank(name) === blank(template));
    return path === undefined ? undefined : this.#root.paths?.[path]?.[method.toLowerCase()];
  }

  /** What the document says of a property of an answer: a text for each alternative that has it. */
  property(operation: OperationContract, status: string, pointer: string): string[] {
    const responses = this.operation(operation)?.responses as JsonObject | undefined;
    const successes = Object.keys(responses ?? {}).filter((code) => code.startsWith('2'));
    const response = this.#resolve(responses?.[status] ?? responses?.[successes[0] ?? '']);
    const content = response?.content as JsonObject | undefined;
    let schemas = this.#alternatives(content?.['application/json']?.schema as JsonObject | undefined);
    for (const raw of pointer.split('/').slice(1)) {
      const key = raw.replace(/~1/g, '/').replace(/~0/g, '~');
      schemas = schemas.flatMap((schema) => {
        const next =
          key === '*'
            ? [schema.items, schema.additionalProperties as JsonObject | undefined]
            : [(schema.properties as JsonObject | undefined)?.[key] as JsonObject | undefined];
        return next.flatMap((one) => (typeof one === 'object' ? this.#alternatives(one) : []));
      });
    }
    return schemas.map(({ type, format, nullable, enum: values }) => JSON.stringify([type, format, nullable, values]));
  }

  #resolve(thing: JsonObject | undefined): JsonObject | undefined {
    let found = thing;
    while (typeof found?.$ref === 'string')
      found = found.$ref
        .slice(2)
        .split('/')
        .reduce((node: JsonObject | undefined, key) => node?.[key.replace(/~1/g, '/').replace(/~0/g, '~')], this.#root);
    return found;
  }

  /** A schema and everything that it may be instead, or is as well: `allOf`, `oneOf`, `anyOf` and the types of a discriminator. */
  #alternatives(schema: JsonObject | undefined, seen = new Set<JsonObject>()): JsonObject[] {
    const own = this.#resolve(schema);
    if (own === undefined || seen.has(own)) return [];
    seen.add(own);
    const mapping = Object.values((own.discriminator?.mapping as Record<string, string> | undefined) ?? {});
    const parts = [own.allOf, own.oneOf, own.anyOf].flatMap((list) => (list as JsonObject[] | undefined) ?? []);
    const types = mapping.map(($ref) => ({ $ref }) as JsonObject);
    return [own, ...[...parts, ...types].flatMap((part) => this.#alternatives(part, seen))];
  }
}

function blank(path: string): string {
  return path.replace(/\{[^}]+\}/g, '{}');
}

const folder = process.env.OKTA_CONTRACTS_SHARED;
if (!folder) {
  console.error('No documents: OKTA_CONTRACTS_SHARED must name the folder that holds okta-specs/.');
  process.exit(2);
}
const isCheck = process.argv.includes('--check');
const catalogue = loadCatalogue();
const { edition, previous } = catalogue.edition;
const [before, after] = [previous, edition].map((name) => new Document(join(folder, `okta-specs/${name}.yaml.gz`))) as [
  Document,
  Document,
];

/** Whether the two documents differ in what a change is about. */
function differs(operation: OperationContract, change: Change, status: string): boolean {
  const [old, now] = [before.operation(operation), after.operation(operation)];
  if (change.kind === 'new operation') return (old === undefined) !== (now === undefined);
  if (change.kind === 'deprecated') return old?.deprecated !== now?.deprecated || now === undefined;
  if (change.pointer === '')
    return status in ((old?.responses as JsonObject) ?? {}) !== status in ((now?.responses as JsonObject) ?? {});
  const [was, is] = [before, after].map((document) => document.property(operation, status, change.pointer));
  return JSON.stringify(was) !== JSON.stringify(is);
}

/** A place in a file below contracts/, and whether the documents show its change. */
interface Place {
  file: string;
  keys: string[];
  isIn: boolean;
}

/** The place of a change of the whole operation has the operation's ID as a key; other places are JSON pointers. */
function placeOf({ id, resource }: OperationContract, change: Change): Omit<Place, 'isIn'> {
  if (change.pointer === '') {
    const answer = change.status === undefined ? [] : ['answers', String(change.status)];
    return { file: `${resource}/operations.json`, keys: ['operations', id, ...answer] };
  }
  const [file = '', pointer = ''] = change.contract.split('#');
  const keys = pointer.split('/').slice(1);
  return { file, keys: keys.map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~')) };
}

// A place that several operations share is in the documents if one of them shows it.
const places = new Map<string, Place>();
for (const operation of catalogue.operations.values()) {
  const changes = [
    ...markedPlaces(catalogue, operation).map(({ change, status }) => ({ change, status })),
    ...operationChanges(operation).map((change) => ({ change, status: String(change.status ?? '') })),
  ];
  for (const { change, status } of changes) {
    if (change.kind === 'deprecated') continue;
    const place = placeOf(operation, change);
    const key = JSON.stringify(place);
    const isIn = places.get(key)?.isIn || differs(operation, change, status);
    places.set(key, { ...place, isIn });
  }
}

const files = new Map<string, JsonObject>();
const contracts = ownContractsFolder();
const stale = new Set<string>();
for (const { file, keys, isIn } of places.values()) {
  const data = files.get(file) ?? (JSON.parse(readFileSync(join(contracts, file), 'utf8')) as JsonObject);
  files.set(file, data);
  const node = keys.reduce<JsonObject>((at, key) => at[key] as JsonObject, data) as Record<string, unknown>;
  if ((node.inDocuments === false) === !isIn) continue;
  stale.add(file);
  if (isIn) delete node.inDocuments;
  else node.inDocuments = false;
}
const notIn = [...places.values()].filter(({ isIn }) => !isIn).length;
console.log(`${places.size} places with a change; the documents do not show ${notIn} of them.`);
if (isCheck && stale.size > 0) {
  console.error(`${[...stale].join(', ')} is not what the documents show: run npm run in-documents.`);
  process.exit(1);
}
if (!isCheck && stale.size > 0) {
  for (const file of stale) writeFileSync(join(contracts, file), `${JSON.stringify(files.get(file), null, 2)}\n`);
  spawnSync('npx', ['biome', 'format', '--write', 'contracts'], { stdio: 'inherit' });
}
if (process.argv.includes('--list'))
  for (const { file, keys, isIn } of places.values()) console.log(isIn ? 'in ' : 'NOT', file, keys.join(' '));
