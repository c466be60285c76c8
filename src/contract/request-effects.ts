import type { RequestEffect, RequestObservation } from '../domain/change.js';
import type { Exchange } from '../domain/exchange.js';
import { asObject, isObject, type Json, segmentsOf } from '../domain/json.js';
import { type AcceptedBy, acceptedBy, observationOf } from './accepted-by.js';
import type { Catalogue } from './catalogue.js';
import { type Step, stepInto } from './changes.js';
import type { OperationContract, Schema } from './model.js';
import { queryEffects } from './query-effects.js';
import { placesOf, type RequestPlace } from './request-changes.js';

type JsonObject = { [key: string]: Json };

/**
 * What the response to a request shows about the changes that the request concerns, by the ID of the change; `undefined` if it
 * does not show what the org did.
 * @param tried the request is a trial: it differs from an accepted one only at these pointers (`?name` for a query parameter). Only
 *   changes at these places are returned. A refusal concerns them, and what the response does not contain was ignored.
 */
export function requestEffects(
  catalogue: Catalogue,
  operation: OperationContract,
  exchange: Exchange,
  tried?: readonly string[],
): Map<string, RequestObservation | undefined> {
  const effects = tried ? queryEffects(catalogue, operation, exchange, tried) : new Map();
  const { request, response } = exchange;
  const sent = request.body;
  if (!isObject(sent)) return effects;
  const validator = (schema: Schema) => catalogue.schemas.validator(catalogue.schemas.placeOf(schema));
  const holds = (condition: Schema, value: Json) => validator(condition)(value) === true;
  for (const place of placesOf(catalogue, operation)) {
    const { change, property, schema, steps } = place;
    if (tried && !tried.some((pointer) => covers(pointer, change.pointer))) continue;
    const parents = objectsAt(steps, sent, holds);
    const values = parents.flatMap((parent) => (property in parent ? [parent[property] as Json] : []));
    const isOmitted = change.kind === 'required' && parents.length > values.length;
    // A request with a property does not show whether the org needs it.
    if (change.kind === 'required' ? !isOmitted : values.length === 0) continue;
    const editions =
      change.kind === 'changed' ? values.map((value) => acceptedBy(schema, value, holds(schema, value))) : [];
    if (change.kind === 'changed' && !editions.some(isOne)) {
      effects.set(change.id, effects.get(change.id));
      continue;
    }
    const isOld = change.kind === 'removed' || editions.includes('previous');
    const effect = isRefused(response, property, tried)
      ? 'refused'
      : isSuccess(response)
        ? effectOn(place, values, objectsAt(withoutConditions(steps), response.body ?? null, holds), {
            isTrial: tried !== undefined,
            isOld,
          })
        : undefined;
    // Variants of a body can have the same change.
    effects.set(change.id, effect ? observationOf(change.kind, effect, isOld) : effects.get(change.id));
  }
  return effects;
}

function isOne(edition: AcceptedBy | undefined): boolean {
  return edition === 'edition' || edition === 'previous';
}

/** Whether a pointer of a body is at, above or below a place of a contract. */
export function covers(pointer: string, place: string): boolean {
  if (pointer.startsWith('?') || place.startsWith('?')) return pointer === place;
  const one = segmentsOf(pointer);
  const other = segmentsOf(place);
  return one.slice(0, other.length).every((name, i) => other[i] === '*' || other[i] === name);
}

/**
 * @param returned the objects of the response that may contain the property
 * @param how `isOld`: only the previous edition accepts the value
 */
function effectOn(
  { change, property, ...place }: RequestPlace,
  values: readonly Json[],
  returned: readonly JsonObject[],
  { isTrial, isOld }: { isTrial: boolean; isOld: boolean },
): RequestEffect | undefined {
  if (change.kind === 'required') return 'accepted';
  const isReturned = values.some((value) => returned.some((object) => contains(object[property], value)));
  // Both editions may return the property, whatever a client sends.
  if (isOld) return isTrial ? (isReturned ? 'still honored' : returned.length > 0 ? 'ignored' : undefined) : undefined;
  if (change.was === 'read-only' && !isTrial) return undefined;
  // The org may return a value of its own instead of null. The previous edition refuses it.
  if (isReturned || (isTrial && change.kind === 'changed' && values.every((value) => value === null)))
    return 'accepted';
  // The response leaves secrets out.
  if (isTrial && values.some((value) => returned.some((object) => agrees(object[property], value)))) return 'accepted';
  const isAbsent = place.isReturned && returned.every((object) => !(property in object));
  return returned.length > 0 && ((isTrial && place.isDocumented) || isAbsent) ? 'ignored' : undefined;
}

/** The objects that have, or may have, the property. */
function objectsAt(
  steps: readonly Step[],
  body: Json,
  holds: (condition: Schema, value: Json) => boolean,
): JsonObject[] {
  return steps.reduce<Json[]>((nodes, step) => stepInto(nodes, step, holds), [body]).filter(isObject);
}

/** A response may lack what a condition of the request depends on. */
function withoutConditions(steps: readonly Step[]): Step[] {
  return steps.filter((step) => !('when' in step));
}

function isSuccess({ status }: Exchange['response']): boolean {
  return status >= 200 && status < 300;
}

/** Whether a response refuses the body of a request. */
export function isRefusal({ status, body }: Exchange['response']): boolean {
  const { errorCode } = asObject(body);
  return status === 400 && (errorCode === 'E0000001' || errorCode === 'E0000003');
}

/** Whether a response refuses a property: it names it, or nothing else in the request can be the reason. */
function isRefused(response: Exchange['response'], property: string, tried: readonly string[] | undefined): boolean {
  if (!isRefusal(response)) return false;
  if (tried?.length === 1) return true;
  const { errorCauses } = asObject(response.body);
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

/** Whether an object of a response has a part of what was sent, and nothing that differs from it. */
function agrees(value: Json | undefined, sent: Json): boolean {
  if (!isObject(sent) || !isObject(value)) return false;
  const common = Object.keys(sent).filter((key) => value[key] !== undefined);
  return common.length > 0 && common.every((key) => contains(value[key], sent[key] ?? null));
}
