import { type Change, changeId } from '../domain/change.js';
import type { Catalogue } from './catalogue.js';
import { schemaPlace } from './catalogue.js';
import { changeAt, markedPlaces, markOf, type Step, walk, walkAll } from './changes.js';
import type { OperationContract, Schema } from './model.js';

/** A change of what an operation accepts, with the path to the property in the body of a request. */
export interface RequestPlace {
  change: Change;
  steps: Step[];
  property: string;
  schema: Schema;
  /** The edition added it to a response as well: a response without it shows that the org ignored it. */
  isReturned: boolean;
  /** A response can contain the property: after a trial, its absence shows that the org ignored it. */
  isDocumented: boolean;
}

/** Cache: the places of an operation are needed for each of its requests. */
const knownPlaces = new WeakMap<OperationContract, RequestPlace[]>();

/** The changes of what an operation accepts, each once: of the body, then of query parameters and headers. */
export function requestChangesOf(catalogue: Catalogue, operation: OperationContract): Change[] {
  const changes = new Map(placesOf(catalogue, operation).map(({ change }) => [change.id, change]));
  return [...changes.values(), ...queryChangesOf(operation), ...headerChangesOf(operation)];
}

/** The places in the body of a request that have changed. */
export function placesOf(catalogue: Catalogue, operation: OperationContract): RequestPlace[] {
  const known = knownPlaces.get(operation);
  if (known) return known;
  const places: RequestPlace[] = [];
  if (operation.request !== undefined) {
    const { schemas } = catalogue;
    const returned = markedPlaces(catalogue, operation).filter(({ change }) => change.kind === 'added');
    const pointers = new Set(returned.map(({ change }) => change.pointer));
    const documented = pointersOf(catalogue, operation);
    walk(
      schemas,
      schemas.at(schemaPlace(operation, operation.request)),
      [],
      '',
      [],
      (kind, pointer, steps, property, schema) => {
        // What was never accepted in a request is no change of requests.
        if (schema.readOnly && kind !== 'changed') return;
        const change = ofRequest(changeAt(operation, kind, pointer, schema, schemas.placeOf(schema)));
        places.push({
          change,
          steps,
          property,
          schema,
          isReturned: pointers.has(pointer),
          isDocumented: documented.some((one) => isSamePlace(one, pointer)),
        });
      },
    );
  }
  knownPlaces.set(operation, places);
  return places;
}

/** Whether the place that a pointer names is the other place. `*` names any element. */
function isSamePlace(pointer: string, place: string): boolean {
  const names = pointer.split('/');
  const others = place.split('/');
  return names.length === others.length && names.every((name, i) => name === '*' || name === others[i]);
}

/** The pointers of all properties of the responses to a successful request. */
function pointersOf({ schemas }: Catalogue, operation: OperationContract): string[] {
  const pointers = new Set<string>();
  for (const [status, { schema }] of Object.entries(operation.answers))
    if (schema && status.startsWith('2'))
      walkAll(schemas, schemas.at(schemaPlace(operation, schema)), { steps: [], pointer: '', trail: [] }, (pointer) =>
        pointers.add(pointer),
      );
  return [...pointers];
}

/** The changes of query parameters. */
export function queryChangesOf(operation: OperationContract): Change[] {
  return parameterChanges(operation, operation.query, '?');
}

/** The changes of request headers. */
function headerChangesOf(operation: OperationContract): Change[] {
  return parameterChanges(operation, operation.headers, 'header ');
}

function parameterChanges(operation: OperationContract, schemas: Record<string, Schema> = {}, start: string): Change[] {
  const place = `${operation.resource}/operations.json#${operation.id}`;
  return Object.entries(schemas).flatMap(([name, schema]) => {
    const kind = markOf(schema);
    return kind ? [ofRequest(changeAt(operation, kind, `${start}${name}`, schema, place))] : [];
  });
}

function ofRequest(change: Change): Change {
  return { ...change, id: changeId(change.operation, change.kind, `${change.pointer} in requests`), part: 'request' };
}
