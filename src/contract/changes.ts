import { type Change, type ChangeKind, changeId } from '../domain/change.js';
import { escapeSegment, isObject, type Json } from '../domain/json.js';
import type { Catalogue } from './catalogue.js';
import { schemaPlace } from './catalogue.js';
import type { OperationContract, Schema } from './model.js';
import { previousText } from './previous-values.js';
import type { Schemas } from './schemas.js';

/** One step on the path from a body to a marked property. */
export type Step = { key: string; removed?: true } | { each: 'items' | 'values' } | { when: Schema; holds: boolean };

/** A change with the path to the objects that have, or should have, the marked property. */
export interface MarkedPlace {
  change: Change;
  status: string;
  steps: Step[];
  property: string;
}

/** In how many objects of a response the marked property is present, and in how many it is absent. */
export interface Observation {
  present: number;
  absent: number;
}

/** Cache: the marked places of an operation, and those of each status, are needed for each of its responses. */
const knownPlaces = new WeakMap<OperationContract, MarkedPlace[]>();
const knownByStatus = new WeakMap<OperationContract, Map<number, MarkedPlace[]>>();

/**
 * The changes inside the response schemas of an operation. A change inside an alternative has the condition of the
 * alternative as a step, so it is looked for only in objects to which the alternative applies.
 */
export function markedPlaces(catalogue: Catalogue, operation: OperationContract): MarkedPlace[] {
  const known = knownPlaces.get(operation);
  if (known) return known;
  const places: MarkedPlace[] = [];
  for (const [status, answer] of Object.entries(operation.answers)) {
    if (!answer.schema) continue;
    const root = catalogue.schemas.at(schemaPlace(operation, answer.schema));
    walk(catalogue.schemas, root, [], '', [], (kind, pointer, steps, property, schema) => {
      places.push({
        change: changeAt(operation, kind, pointer, schema, catalogue.schemas.placeOf(schema)),
        status,
        steps,
        property,
      });
    });
  }
  knownPlaces.set(operation, places);
  return places;
}

/** The marked places of one status. */
export function markedPlacesOf(catalogue: Catalogue, operation: OperationContract, status: number): MarkedPlace[] {
  const known = knownByStatus.get(operation) ?? new Map<number, MarkedPlace[]>();
  knownByStatus.set(operation, known);
  let places = known.get(status);
  if (!places) {
    places = markedPlaces(catalogue, operation).filter((place) => place.status === String(status));
    known.set(status, places);
  }
  return places;
}

/** The changes of an operation, each once: first those inside its responses, then those of the operation as a whole. */
export function changesOf(catalogue: Catalogue, operation: OperationContract): Change[] {
  const changes = new Map<string, Change>();
  for (const { change } of markedPlaces(catalogue, operation))
    if (!changes.has(change.id)) changes.set(change.id, change);
  for (const change of operationChanges(operation)) changes.set(change.id, change);
  return [...changes.values()];
}

/** Changes of the operation as a whole: new, deprecated, a status that came or went. */
export function operationChanges(operation: OperationContract): Change[] {
  const place = `${operation.resource}/operations.json`;
  const make = (kind: ChangeKind, at: Marked, status?: string, list = 'answers'): Change => ({
    id: changeId(operation.id, kind, status),
    operation: operation.id,
    kind,
    pointer: '',
    ...(status === undefined ? {} : { status: Number(status) }),
    contract: `${place}#${operation.id}${status === undefined ? '' : `/${list}/${status}`}`,
    ...withEdition(at),
    ...(at.inDocuments === false ? { inDocuments: false } : {}),
  });
  const changes: Change[] = [];
  const { removedIn: _, ...added } = operation;
  if (operation.category === 'new') changes.push(make('new operation', added));
  if (operation.category === 'deprecated') changes.push(make('deprecated', operation));
  for (const [status, answer] of Object.entries(operation.answers)) {
    if (answer.addedIn) changes.push(make('new status', answer, status));
    if (answer.removedIn) changes.push(make('removed status', answer, status));
  }
  for (const [status, addedIn] of Object.entries(operation.addedErrors ?? {}))
    changes.push(make('new status', { addedIn }, status, 'addedErrors'));
  return changes;
}

type Marked = Pick<Schema, 'addedIn' | 'removedIn' | 'changedIn' | 'requiredIn' | 'inDocuments'>;

/** The edition of a mark, in the order in which `markOf` reads them. */
function withEdition({ removedIn, changedIn, requiredIn, addedIn }: Marked): Pick<Change, 'edition'> {
  const edition = removedIn ?? changedIn ?? requiredIn ?? addedIn;
  return edition === undefined ? {} : { edition };
}

/** The values of a property at a place in the body of a response. */
export function valuesOf(
  { steps, property }: Pick<MarkedPlace, 'steps' | 'property'>,
  body: Json | undefined,
  holds: (condition: Schema, value: Json) => boolean,
): Json[] {
  let nodes: Json[] = body === undefined ? [] : [body];
  for (const step of steps) nodes = stepInto(nodes, step, holds);
  return stepInto(nodes, { key: property }, holds);
}

/** Looks for a marked place in an answer's body. `holds` tells whether a condition of the contract is met. */
export function observe(
  place: MarkedPlace,
  body: Json | undefined,
  holds: (condition: Schema, value: Json) => boolean,
): Observation {
  let nodes: Json[] = body === undefined ? [] : [body];
  let goneWithParent = 0;
  for (const step of place.steps) {
    if (nodes.length === 0) break;
    const before = nodes;
    nodes = stepInto(before, step, holds);
    // Without the removed property, everything inside it is absent, too.
    if ('key' in step && step.removed && place.change.kind === 'removed')
      goneWithParent += before.filter(isObject).length - nodes.length;
  }
  let present = 0;
  let absent = goneWithParent;
  for (const node of nodes)
    if (isObject(node)) {
      if (place.property in node) present += 1;
      else absent += 1;
    }
  // A property that is returned only under a condition may be absent in either edition.
  return { present, absent: place.change.when ? 0 : absent };
}

/** The values that one step leads to. */
export function stepInto(
  nodes: readonly Json[],
  step: Step,
  holds: (condition: Schema, value: Json) => boolean,
): Json[] {
  if ('when' in step) return nodes.filter((node) => holds(step.when, node) === step.holds);
  // A loop: `flatMap` takes several times as long.
  const next: Json[] = [];
  for (const node of nodes)
    if ('key' in step) {
      if (isObject(node) && step.key in node) next.push(node[step.key] as Json);
    } else if (step.each === 'items') {
      if (Array.isArray(node)) for (const item of node) next.push(item);
    } else if (isObject(node)) for (const value of Object.values(node)) next.push(value);
  return next;
}

type Visit = (
  kind: 'added' | 'removed' | 'changed' | 'required',
  pointer: string,
  steps: Step[],
  property: string,
  schema: Schema,
) => void;

/** Visits the marked properties of a schema, at any depth. */
export function walk(
  schemas: Schemas,
  schema: Schema,
  steps: Step[],
  pointer: string,
  trail: Schema[],
  visit: Visit,
): void {
  walkAll(schemas, schema, { steps, pointer, trail }, (at, on, property, child) => {
    const kind = markOf(child);
    if (kind) visit(kind, at, on, property, child);
  });
}

/** Visits all properties of a schema, at any depth. */
export function walkAll(
  schemas: Schemas,
  schema: Schema,
  { steps, pointer, trail }: { steps: Step[]; pointer: string; trail: Schema[] },
  visit: (pointer: string, steps: Step[], property: string, schema: Schema) => void,
): void {
  if (trail.includes(schema)) return;
  const on = [...trail, schema];
  const down = (next: Schema, more: Step[], deeper: string) =>
    walkAll(schemas, next, { steps: [...steps, ...more], pointer: pointer + deeper, trail: on }, visit);
  if (schema.$ref) down(schemas.follow(schema, schema.$ref), [], '');
  for (const [key, child] of Object.entries(schema.properties ?? {})) {
    const deeper = `/${escapeSegment(key)}`;
    visit(pointer + deeper, steps, key, child);
    down(child, [child.removedIn ? { key, removed: true } : { key }], deeper);
  }
  if (schema.items) down(schema.items, [{ each: 'items' }], '/*');
  if (typeof schema.additionalProperties === 'object') down(schema.additionalProperties, [{ each: 'values' }], '/*');
  for (const part of schema.allOf ?? []) down(part, [], '');
  if (schema.if) {
    if (schema.then) down(schema.then, [{ when: schema.if, holds: true }], '');
    if (schema.else) down(schema.else, [{ when: schema.if, holds: false }], '');
  }
}

/** The kind of change that a property or parameter is marked with. */
export function markOf(schema: Schema): 'added' | 'removed' | 'changed' | 'required' | undefined {
  if (schema.removedIn) return 'removed';
  if (schema.changedIn) return 'changed';
  if (schema.requiredIn) return 'required';
  return schema.addedIn ? 'added' : undefined;
}

/** The change that a schema marks. */
export function changeAt(
  operation: OperationContract,
  kind: ChangeKind,
  pointer: string,
  schema: Schema,
  place: string,
): Change {
  const change: Change = {
    id: changeId(operation.id, kind, pointer),
    operation: operation.id,
    kind,
    pointer,
    ...withEdition(schema),
    contract: place,
  };
  if (schema.when) change.when = schema.when;
  const was = previousText(schema);
  if (was !== undefined) change.was = was;
  if (schema.disputed) change.disputed = schema.disputed;
  if (schema.inDocuments === false) change.inDocuments = false;
  return change;
}
