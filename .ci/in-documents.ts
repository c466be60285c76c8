// Marks changes that Okta's documents of the two editions do not show: the property is in both documents or in neither.
// Usage: OKTA_CONTRACTS_SHARED=FOLDER npm run in-documents [-- [--check] [--list]]; the folder contains okta-specs/EDITION.yaml.gz.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { loadCatalogue } from '../src/contract/catalogue.js';
import { markedPlaces } from '../src/contract/changes.js';
import type { OperationContract } from '../src/contract/model.js';
import { partsOfPlace } from '../src/contract/schemas.js';
import { segmentsOf } from '../src/domain/json.js';
import { ownContractsFolder } from '../src/io/package-root.js';

type JsonObject = { [key: string]: JsonObject } & { $ref?: string } & Record<string, unknown>;

/** Okta's OpenAPI document of an edition. */
class Document {
  readonly #root: JsonObject;

  constructor(file: string) {
    this.#root = parse(gunzipSync(readFileSync(file)).toString('utf8'), { maxAliasCount: -1 });
  }

  /** The description of an operation. The names of path parameters may differ. */
  operation({ method, template }: OperationContract): JsonObject | undefined {
    const path = Object.keys(this.#root.paths as JsonObject).find((name) => blank(name) === blank(template));
    return path === undefined ? undefined : this.#root.paths?.[path]?.[method.toLowerCase()];
  }

  /** The documented forms of a property of a response, one text for each alternative that has the property. */
  property(operation: OperationContract, status: string, pointer: string): string[] {
    const responses = this.operation(operation)?.responses as JsonObject | undefined;
    const successes = Object.keys(responses ?? {}).filter((code) => code.startsWith('2'));
    const response = this.#resolve(responses?.[status] ?? responses?.[successes[0] ?? '']);
    const content = response?.content as JsonObject | undefined;
    let schemas = this.#alternatives(content?.['application/json']?.schema as JsonObject | undefined);
    for (const key of segmentsOf(pointer)) {
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

  #resolve(schema: JsonObject | undefined): JsonObject | undefined {
    let found = schema;
    while (typeof found?.$ref === 'string')
      found = segmentsOf(found.$ref).reduce((node: JsonObject | undefined, key) => node?.[key], this.#root);
    return found;
  }

  /** A schema and its parts and alternatives: `allOf`, `oneOf`, `anyOf` and the types of a discriminator. */
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
  console.error('No documents: set OKTA_CONTRACTS_SHARED to the folder that contains okta-specs/.');
  process.exit(2);
}
const isCheck = process.argv.includes('--check');
const contracts = ownContractsFolder();
const catalogue = loadCatalogue();
const { edition, previous } = catalogue.edition;
const [before, after] = [previous, edition].map((name) => new Document(join(folder, `okta-specs/${name}.yaml.gz`))) as [
  Document,
  Document,
];

/** An annotated object in a file of contracts/. */
interface Place {
  file: string;
  keys: string[];
  /** Whether the documents show the change. */
  isShown: boolean;
}
const places = new Map<string, Place>();
for (const operation of catalogue.operations.values()) addPlaces(operation);

const files = new Map<string, JsonObject>();
const stale = new Set([...places.values()].filter(mark).map(({ file }) => file));
const hidden = [...places.values()].filter(({ isShown }) => !isShown).length;
console.log(`${places.size} places with a change. The documents do not show ${hidden} of them.`);
if (process.argv.includes('--list'))
  for (const { file, keys, isShown } of places.values())
    console.log(isShown ? 'shown    ' : 'not shown', file, keys.join(' '));
if (isCheck && stale.size > 0) {
  console.error(`${[...stale].join(', ')}: not up to date with the documents. Run npm run in-documents.`);
  process.exit(1);
}
if (!isCheck && stale.size > 0) {
  for (const file of stale) writeFileSync(join(contracts, file), `${JSON.stringify(files.get(file), null, 2)}\n`);
  spawnSync('npx', ['biome', 'format', '--write', 'contracts'], { stdio: 'inherit' });
}

/** Adds the places where contracts/ annotates a change of an operation. */
function addPlaces(operation: OperationContract): void {
  const [old, now] = [before.operation(operation), after.operation(operation)];
  const file = `${operation.resource}/operations.json`;
  if (operation.category === 'new')
    add(file, ['operations', operation.id], (old === undefined) !== (now === undefined));
  for (const [status, { addedIn, removedIn }] of Object.entries(operation.answers)) {
    const [was, is] = [old, now].map((described) => status in ((described?.responses as JsonObject) ?? {}));
    if (addedIn || removedIn) add(file, ['operations', operation.id, 'answers', status], was !== is);
  }
  for (const { change, status } of markedPlaces(catalogue, operation)) {
    const { file: schema, fragment: pointer } = partsOfPlace(change.contract);
    const [was, is] = [before, after].map((document) => document.property(operation, status, change.pointer));
    add(schema, segmentsOf(pointer), JSON.stringify(was) !== JSON.stringify(is));
  }
}

/** Adds a place. Operations share schemas: the documents show a change if they show it in one of them. */
function add(file: string, keys: string[], isShown: boolean): void {
  const id = JSON.stringify([file, keys]);
  places.set(id, { file, keys, isShown: isShown || places.get(id)?.isShown === true });
}

/** Sets or removes `inDocuments` at a place of a file in memory, and returns whether the file changed. */
function mark({ file, keys, isShown }: Place): boolean {
  const data = files.get(file) ?? (JSON.parse(readFileSync(join(contracts, file), 'utf8')) as JsonObject);
  files.set(file, data);
  const node = keys.reduce((at, key) => at[key] as JsonObject, data) as Record<string, unknown>;
  if ((node.inDocuments === false) !== isShown) return false;
  if (isShown) delete node.inDocuments;
  else node.inDocuments = false;
  return true;
}
