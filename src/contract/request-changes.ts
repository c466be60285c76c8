import { type Change, changeId, type RequestEffect } from '../domain/change.js';
import type { Exchange } from '../domain/exchange.js';
import { asObject, isObject, type Json } from '../domain/json.js';
import type { Catalogue } from './catalogue.js';
import { schemaPlace } from './catalogue.js';
import { changeAt, markedPlaces, markOf, type Step, stepInto, walk } from './changes.js';
import type { OperationContract, Schema } from './model.js';

/** A change of what an operation accepts, with the path to the property in the body of a request. */
interface RequestPlace {
  change: Change;
  steps: Step[];
  property: string;
  /** The edition made it read-only. */
  becameReadOnly: boolean;
  /** The edition added it to a response as well: a response without it shows that the org ignored it. */
  isReturned: boolean;
}

/** Cache: the places of an operation are needed for each of its requests. */
const knownPlaces = new WeakMap<OperationContract, RequestPlace[]>();

/** The changes of what an operation accepts, each once: of the body, then of query parameters. */
export function requestChangesOf(catalogue: Catalogue, operation: OperationContract): Change[] {
  const changes = new Map(placesOf(catalogue, operation).map(({ change }) => [change.id, change]));
  return [...changes.values(), ...queryChangesOf(operation)];
}

/**
 * What the response to a request shows about the changes that the request concerns, by the ID of the change; `undefined` if it
 * does not show what the org did.
 * @param isTrial the request differs from an accepted one only in what one of the editions does not accept: a refusal concerns it,
 *   and what the response does not contain was ignored
 */
export function requestEffects(
  catalogue: Catalogue,
  operation: OperationContract,
  { request, response }: Exchange,
  isTrial = false,
): Map<string, RequestEffect | undefined> {
  const effects = new Map<string, RequestEffect | undefined>();
  const sent = request.body;
  if (!isObject(sent)) return effects;
  const holds = (condition: Schema, value: Json) =>
    catalogue.schemas.validator(catalogue.schemas.placeOf(condition))(value) === true;
  for (const place of placesOf(catalogue, operation)) {
    const parents = objectsAt(place.steps, sent, holds);
    const values = parents.flatMap((parent) => (place.property in parent ? [parent[place.property] as Json] : []));
    const isOmitted = place.change.kind === 'required' && parents.length > values.length;
    if (values.length === 0 && !isOmitted) continue;
    const effect = isRefused(response, place.property, isTrial)
      ? 'refused'
      : isSuccess(response)
        ? effectOn(place, values, objectsAt(withoutConditions(place.steps), response.body ?? null, holds), isTrial)
        : undefined;
    effects.set(place.change.id, effect);
  }
  return effects;
}

/** @param returned the objects of the response that may contain the property */
function effectOn(
  { change, property, ...place }: RequestPlace,
  values: readonly Json[],
  returned: readonly { [key: string]: Json }[],
  isTrial: boolean,
): RequestEffect | undefined {
  if (change.kind === 'required') return 'accepted';
  const isReturned = values.some((value) => returned.some((object) => contains(object[property], value)));
  if (change.kind === 'added') {
    if (isReturned) return 'accepted';
    const isAbsent = place.isReturned && returned.every((object) => !(property in object));
    return returned.length > 0 && (isTrial || isAbsent) ? 'ignored' : undefined;
  }
  // Both editions may return the property, whatever a client sends.
  if (!isTrial || (change.kind === 'changed' && !place.becameReadOnly)) return undefined;
  return isReturned ? 'still honored' : returned.length > 0 ? 'ignored' : undefined;
}

function placesOf(catalogue: Catalogue, operation: OperationContract): RequestPlace[] {
  const known = knownPlaces.get(operation);
  if (known) return known;
  const places: RequestPlace[] = [];
  if (operation.request !== undefined) {
    const { schemas } = catalogue;
    const returned = markedPlaces(catalogue, operation).filter(({ change }) => change.kind === 'added');
    const pointers = new Set(returned.map(({ change }) => change.pointer));
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
          becameReadOnly: schema.readOnly === true,
          isReturned: pointers.has(pointer),
        });
      },
    );
  }
  knownPlaces.set(operation, places);
  return places;
}

function queryChangesOf(operation: OperationContract): Change[] {
  return Object.entries(operation.query ?? {}).flatMap(([name, schema]) => {
    const kind = markOf(schema);
    const place = `${operation.resource}/operations.json#${operation.id}`;
    return kind ? [ofRequest(changeAt(operation, kind, `?${name}`, schema, place))] : [];
  });
}

function ofRequest(change: Change): Change {
  return { ...change, id: changeId(change.operation, change.kind, `${change.pointer} in requests`), part: 'request' };
}

/** The objects that have, or may have, the property. */
function objectsAt(
  steps: readonly Step[],
  body: Json,
  holds: (condition: Schema, value: Json) => boolean,
): { [key: string]: Json }[] {
  return steps.reduce<Json[]>((nodes, step) => stepInto(nodes, step, holds), [body]).filter(isObject);
}

/** A response may lack what a condition of the request depends on. */
function withoutConditions(steps: readonly Step[]): Step[] {
  return steps.filter((step) => !('when' in step));
}

function isSuccess({ status }: Exchange['response']): boolean {
  return status >= 200 && status < 300;
}

/** Whether a response refuses a property: it names it, or nothing else in the request can be the reason. */
function isRefused({ status, body }: Exchange['response'], property: string, isTrial: boolean): boolean {
  const { errorCode, errorCauses } = asObject(body);
  if (status !== 400 || (errorCode !== 'E0000001' && errorCode !== 'E0000003')) return false;
  if (isTrial) return true;
  const causes = Array.isArray(errorCauses) ? errorCauses.map((cause) => asObject(cause).errorSummary) : [];
  return causes.some((cause) => typeof cause === 'string' && cause.split(/[:\s]/, 1)[0] === property);
}

/** Whether a value of a response contains everything that was sent. */
function contains(value: Json | undefined, sent: Json): boolean {
  if (Array.isArray(sent))
    return Array.isArray(value) && value.length === sent.length && sent.every((item, i) => contains(value[i], item));
  if (isObject(sent)) return isObject(value) && Object.entries(sent).every(([key, part]) => contains(value[key], part));
  return value === sent;
}
