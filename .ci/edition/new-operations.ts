import { defaultErrors } from '../../src/contract/errors.js';
import type { AnswerContract } from '../../src/contract/model.js';
import { blank, type NamedOperation, type OktaDocument } from '../document.js';
import type { RequestSchema } from '../request-contract.js';
import { formOf } from '../request-forms.js';
import type { ContractFiles, WrittenEntry } from './contract-files.js';
import { addDefs } from './defs.js';
import type { DocumentedSchemas } from './documented.js';
import { isParameter } from './locations.js';
import type { KnownComponents } from './reuse.js';
import type { Step } from './step.js';

/** What all operations that are written together have. */
export interface NewOperations {
  operations: readonly NamedOperation[];
  marks: Pick<WrittenEntry, 'category' | 'addedIn'>;
  /** Schemas that other contracts have already. With them, requests are left to `npm run requests`. */
  known?: KnownComponents;
}

/** Writes contracts for the operations that a step adds and contracts/ does not have. Returns them. */
export function addOperations(
  { added, to }: Step,
  files: ContractFiles,
  schemas: DocumentedSchemas,
  document: OktaDocument,
): NamedOperation[] {
  const missing = added.filter(({ id }) => !files.operations.has(blank(id)));
  writeOperations({ operations: missing, marks: { category: 'new', addedIn: to } }, files, schemas, document);
  return missing;
}

/** Writes contracts for operations that contracts/ does not have. */
export function writeOperations(
  { operations: missing, marks, known }: NewOperations,
  files: ContractFiles,
  schemas: DocumentedSchemas,
  document: OktaDocument,
): void {
  const resources = new Map<string, NamedOperation[]>();
  for (const operation of missing) {
    const resource = resourceOf(operation, document, files);
    resources.set(resource, [...(resources.get(resource) ?? []), operation]);
  }
  for (const [resource, operations] of resources) {
    const file = `${resource}/operations.json`;
    if (!files.has(file)) files.change(file, emptyFile(operations[0] as NamedOperation, document));
    const places = writeSchemas(resource, operations, files, schemas, document, known);
    for (const operation of operations) {
      const entry = { ...marks, ...entryOf(operation, places, schemas, document) };
      files.operationsFile(resource).operations[operation.id] = entry;
      files.operations.set(blank(operation.id), { id: operation.id, resource, entry });
    }
    files.change(file);
  }
}

/** The resource of the operations with the same tag, or else one with the name of the tag. */
function resourceOf(operation: NamedOperation, document: OktaDocument, files: ContractFiles): string {
  const tag = tagOf(operation, document);
  for (const { id, resource } of files.operations.values()) {
    const [method = '', template = ''] = id.split(' ');
    if (tagOf({ id, method, template } as NamedOperation, document) === tag) return resource;
  }
  return tag
    .replace(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3-$2')
    .toLowerCase()
    .replace(/[^a-z]+/g, '-');
}

function tagOf(operation: NamedOperation, document: OktaDocument): string {
  const tags = document.operation(operation)?.tags as string[] | undefined;
  return tags?.[0] ?? operation.template.split('/').find((part) => !/^(|api|v\d+)$/.test(part)) ?? 'other';
}

function emptyFile(operation: NamedOperation, document: OktaDocument): object {
  const tag = tagOf(operation, document);
  return { $schema: '../meta/operations.schema.json', title: document.tags.get(tag) ?? tag, operations: {} };
}

/** Writes the schemas of all bodies into one file. Returns the place of each, by operation and part. */
function writeSchemas(
  resource: string,
  operations: readonly NamedOperation[],
  files: ContractFiles,
  schemas: DocumentedSchemas,
  document: OktaDocument,
  known: KnownComponents | undefined,
): Map<string, string> {
  const bodies = new Map<string, RequestSchema>();
  const found = new Map<string, string>();
  for (const operation of operations)
    for (const part of [...(known ? [] : ['request']), ...successes(operation, document)]) {
      const place = part === 'request' ? undefined : known?.placeOf(operation, part, resource);
      if (place && isJson(operation, part, document)) {
        found.set(`${operation.id} ${part}`, place);
        continue;
      }
      const body = schemas.body(operation, part);
      if (body && isJson(operation, part, document)) bodies.set(`${operation.id} ${part}`, body);
    }
  const { names, defs } = schemas.share(bodies);
  if (names.size === 0) return found;
  const places = addDefs(files, resource, defs);
  return new Map([...found, ...[...names].map(([key, name]) => [key, places.get(name) as string] as const)]);
}

function successes(operation: NamedOperation, document: OktaDocument): string[] {
  return document.statuses(operation).filter((status) => /^[23]\d\d$/.test(status));
}

/** A status without a schema of its own has that of another success, but no body. */
function isJson(operation: NamedOperation, part: string, document: OktaDocument): boolean {
  return part === 'request' || (document.mediaTypes(operation, part) ?? []).some((type) => /\bjson\b/.test(type));
}

function entryOf(
  operation: NamedOperation,
  places: ReadonlyMap<string, string>,
  schemas: DocumentedSchemas,
  document: OktaDocument,
): Omit<WrittenEntry, 'category' | 'addedIn'> {
  const answers: Record<string, AnswerContract> = {};
  for (const status of successes(operation, document)) {
    const schema = places.get(`${operation.id} ${status}`);
    const isEmpty = (document.mediaTypes(operation, status) ?? []).length === 0;
    answers[status] = schema ? { schema } : { body: isEmpty ? 'empty' : 'any' };
  }
  if (Object.keys(answers).length === 0) answers['200'] = { body: 'any' };
  const request = places.get(`${operation.id} request`);
  const oauthScopes = scopesOf(operation, document);
  const hasBody = document.requestSchema(operation) !== undefined;
  const usual = defaultErrors({ template: operation.template, oauthScopes, ...(hasBody && { request: 'a body' }) });
  const errors = document
    .statuses(operation)
    .map(Number)
    .filter((status) => status >= 400 && !usual.includes(status));
  return {
    oauthScopes,
    ...(request && { request }),
    ...parametersOf(operation, schemas, document),
    answers,
    ...(errors.length > 0 && { errors }),
  };
}

/** The OAuth 2.0 scopes that a document names for an operation. */
function scopesOf(operation: NamedOperation, document: OktaDocument): string[] {
  const security = (document.operation(operation)?.security ?? []) as unknown as Record<string, string[]>[];
  return [...new Set(security.flatMap((one) => Object.values(one).flat()))];
}

/** The query parameters and headers of an operation. */
function parametersOf(
  operation: NamedOperation,
  { writer }: DocumentedSchemas,
  document: OktaDocument,
): Pick<WrittenEntry, 'query' | 'requiredQuery' | 'headers' | 'requiredHeaders'> {
  const all = document
    .parameters(operation)
    .flatMap((reference) => document.resolve(reference) ?? [])
    .filter(isParameter);
  const partsOf = (place: string) => {
    const found = all.filter((one) => (one.in as unknown) === place);
    const accepted = found.map((one) => [
      String(one.name),
      writer.parameter(undefined, formOf(document, one.schema ?? ({} as never))),
    ]);
    const required = found.filter((one) => (one.required as unknown) === true).map((one) => String(one.name));
    return [accepted.length > 0 && Object.fromEntries(accepted), required.length > 0 && required];
  };
  const [query, requiredQuery] = partsOf('query');
  const [headers, requiredHeaders] = partsOf('header');
  return {
    ...(query && { query }),
    ...(requiredQuery && { requiredQuery }),
    ...(headers && { headers }),
    ...(requiredHeaders && { requiredHeaders }),
  };
}
