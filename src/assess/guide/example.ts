import type { Catalogue } from '../../contract/catalogue.js';
import { schemaPlace } from '../../contract/catalogue.js';
import type { OperationContract, Schema } from '../../contract/model.js';
import type { Schemas } from '../../contract/schemas.js';
import { type Json, type JsonObject, segmentsOf } from '../../domain/json.js';
import { formsOf } from './forms.js';
import type { GuidedChange } from './guided-change.js';
import { invent } from './invent.js';
import type { GuideNote } from './notes.js';
import { completeSchema, type Level, pathTo } from './path-to.js';

type Contracts = Pick<Catalogue, 'operations' | 'schemas'>;

/** A response or a request before and after a change. Both are unset if an example would not show the difference. */
export interface Example {
  before?: Json;
  after?: Json;
}

/** Properties that are shown next to the changed one. */
const mostNeighbors = 2;

/** An example of a change: small, and with invented values. @param known the forms that the schemas do not show */
export function exampleOf(
  catalogue: Contracts,
  change: GuidedChange,
  known: Pick<GuideNote, 'before' | 'after'> = {},
): Example {
  const { schemas } = catalogue;
  if (change.part === 'status' || change.part === 'operation') return exampleOfStatus(catalogue, change);
  if (change.pointer.startsWith('?')) return exampleOfQuery(catalogue, change);
  if (change.pointer.startsWith('header ')) return exampleOfHeader(change);
  const path = pathOf(catalogue, change);
  const last = path?.at(-1);
  if (!path || !last || !('key' in last.next)) return {};
  const { key } = last.next;
  const property = schemas.at(change.contract);
  const show = (value: Json | undefined) => bodyWith(schemas, path, value, change.part);
  const after = known.after ?? invent(schemas, property, key);
  if (change.kind === 'removed') return { before: show(known.before ?? after), after: show(undefined) };
  if (change.kind !== 'changed') return { before: show(undefined), after: show(after) };
  const { was, now } = formsOf(completeSchema(schemas, property), after, change.was);
  const before = known.before ?? was;
  return JSON.stringify(before) === JSON.stringify(now) ? {} : { before: show(before), after: show(now) };
}

/** The path in the first operation whose request or response leads to the place of the change. */
function pathOf(
  { schemas, operations }: Contracts,
  { part, pointer, contract, operations: affected }: GuidedChange,
): Level[] | undefined {
  for (const { operation } of affected) {
    const found = operations.get(operation);
    for (const root of found ? rootsOf(found, part) : []) {
      const path = pathTo(schemas, schemas.at(root), segmentsTo(pointer, contract), contract);
      if (path) return path;
    }
  }
  return undefined;
}

/** The segments of a pointer. The group of several properties of an object has the pointer of one and the place of another. */
function segmentsTo(pointer: string, contract: string): string[] {
  const name = segmentsOf(contract.slice(contract.indexOf('#') + 1)).at(-1) ?? '';
  return [...segmentsOf(pointer).slice(0, -1), name];
}

function rootsOf(operation: OperationContract, part: GuidedChange['part']): string[] {
  const named =
    part === 'request' ? [operation.request] : Object.values(operation.answers).map((answer) => answer.schema);
  return named.flatMap((schema) => (schema === undefined ? [] : [schemaPlace(operation, schema)]));
}

/** The body that a path leads through, with the value at its end or without it. */
function bodyWith(schemas: Schemas, path: readonly Level[], value: Json | undefined, part: GuidedChange['part']): Json {
  const [level, ...below] = path as [Level, ...Level[]];
  const { next, fixed } = level;
  const isEnd = below.length === 0;
  if (!('key' in next)) {
    const inner = bodyWith(schemas, below, value, part);
    return next.each === 'items' ? [inner] : { example: inner };
  }
  const inner = isEnd ? value : bodyWith(schemas, below, value, part);
  return {
    ...(isEnd ? neighborsOf(schemas, level, next.key, part) : {}),
    ...fixed,
    ...(inner === undefined ? {} : { [next.key]: inner }),
  };
}

/** Simple properties next to a property, the required ones first. Both editions have them. */
function neighborsOf(schemas: Schemas, level: Level, key: string, part: GuidedChange['part']): JsonObject {
  const required = new Set(level.schemas.flatMap((schema) => schema.required ?? []));
  const properties = new Map(level.schemas.flatMap((schema) => Object.entries(schema.properties ?? {})));
  const all = [...properties]
    .filter(([name, schema]) => name !== key && !isMarked(schema) && !(part === 'request' && schema.readOnly))
    .sort(([a], [b]) => Number(required.has(b)) - Number(required.has(a)));
  const simple = all
    .map(([name, schema]) => [name, invent(schemas, schema, name)] as const)
    .filter(([, value]) => typeof value !== 'object');
  return Object.fromEntries(simple.slice(0, mostNeighbors));
}

function isMarked({ addedIn, removedIn, changedIn, requiredIn, addedLater, removedBefore }: Schema): boolean {
  return [addedIn, removedIn, changedIn, requiredIn, addedLater, removedBefore].some((mark) => mark !== undefined);
}

/** The request line and the status. */
function exampleOfStatus({ operations }: Contracts, { kind, contract, operations: affected }: GuidedChange): Example {
  const operation = operations.get(affected[0]?.operation as never);
  if (!operation) return {};
  const { answers, addedErrors = {}, id: request } = operation;
  const successes = Object.entries(answers);
  const statusOf = (mark: 'addedIn' | 'removedIn') => Number(successes.find(([, answer]) => answer[mark])?.[0]);
  const kept = Number(successes.find(([, answer]) => !answer.addedIn && !answer.removedIn)?.[0]);
  const own = Number(/\/(?:answers|addedErrors)\/(\d+)$/.exec(contract)?.[1]);
  const before = statusOf('removedIn') || kept;
  const after = own in addedErrors ? own : kind === 'new status' ? own : statusOf('addedIn') || kept;
  const show = (status: number): Json => ({ request, ...(status ? { status } : {}) });
  return kind === 'new operation'
    ? { after: show(kept || statusOf('addedIn')) }
    : { before: show(before), after: show(after) };
}

function exampleOfHeader({ kind, pointer, operations: [first] }: GuidedChange): Example {
  if (!first || kind === 'changed') return {};
  const without = { request: first.operation };
  const withHeader = { request: `${first.operation}, ${pointer.replace('header ', '')}: …` };
  return kind === 'removed' ? { before: withHeader, after: without } : { before: without, after: withHeader };
}

function exampleOfQuery(
  { operations }: Contracts,
  { kind, pointer, was, operations: affected }: GuidedChange,
): Example {
  const [first] = affected;
  const name = pointer.slice(1);
  const schema = first && operations.get(first.operation)?.query?.[name];
  if (!first || !schema) return {};
  const values = schema.enum ?? schema.openEnum ?? [];
  const past = /^one of (.+)$/.exec(was ?? '')?.[1]?.split(', ') ?? [];
  const value = String(values.find((one) => !past.includes(String(one))) ?? values[0] ?? 'example');
  const without = { request: first.operation };
  const withValue = { request: `${first.operation}?${name}=${value}` };
  if (kind === 'removed') return { before: withValue, after: without };
  if (kind === 'changed')
    return past.length > 0 ? { before: { request: `${first.operation}?${name}=${past[0]}` }, after: withValue } : {};
  return { before: without, after: withValue };
}
