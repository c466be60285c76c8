import type { RequestEffect, RequestObservation } from '../domain/change.js';
import type { Exchange } from '../domain/exchange.js';
import { asObject, escapeSegment, isObject } from '../domain/json.js';
import { type AcceptedBy, acceptedBy, observationOf } from './accepted-by.js';
import type { Catalogue } from './catalogue.js';
import { typedValue } from './check-query.js';
import type { OperationContract, Schema } from './model.js';
import { queryChangesOf } from './request-changes.js';
import type { Schemas } from './schemas.js';

/** What the response to a trial shows about the query parameters that it tried, by the ID of the change. */
export function queryEffects(
  { schemas }: Catalogue,
  operation: OperationContract,
  { request, response }: Exchange,
  tried: readonly string[],
): Map<string, RequestObservation | undefined> {
  const effects = new Map<string, RequestObservation | undefined>();
  const query = new URLSearchParams(/\?(.*)$/s.exec(request.url)?.[1]);
  for (const { id, kind, pointer } of queryChangesOf(operation)) {
    if (!tried.includes(pointer)) continue;
    const name = pointer.slice(1);
    const schema = operation.query?.[name];
    const value = query.get(name);
    if (!schema || (value === null) !== (kind === 'required')) continue;
    const by = value === null ? undefined : editionOf(schemas, operation, name, value);
    const effect = effectOf(response, { name, value, schema, by, isAlone: tried.length === 1 });
    effects.set(id, effect && observationOf(kind, effect, by === 'previous'));
  }
  return effects;
}

/** Which edition accepts a value of a changed parameter. */
function editionOf(
  schemas: Schemas,
  operation: OperationContract,
  name: string,
  value: string,
): AcceptedBy | undefined {
  const schema = operation.query?.[name];
  if (!schema?.changedIn) return undefined;
  const place = `${operation.resource}/operations.json#/operations/${escapeSegment(operation.id)}/query/${escapeSegment(name)}`;
  schemas.addInline(place, schema);
  const typed = typedValue(schema, [value]);
  return acceptedBy(schema, typed, schemas.validator(place)(typed) === true);
}

interface Sent {
  name: string;
  /** `null` if it was left out. */
  value: string | null;
  schema: Schema;
  by: AcceptedBy | undefined;
  /** Nothing else in the request can be the reason of a refusal. */
  isAlone: boolean;
}

function effectOf({ status, body }: Exchange['response'], sent: Sent): RequestEffect | undefined {
  if (sent.isAlone && status === 400 && asObject(body).errorCode !== undefined) return 'refused';
  if (status !== 200) return undefined;
  if (sent.value === null) return 'accepted';
  return sent.by === 'edition' || sent.by === 'previous' ? listEffect(body, sent.name, sent.value, sent) : undefined;
}

/** What a list shows about a parameter that narrows or limits it. */
function listEffect(
  body: Exchange['response']['body'],
  name: string,
  value: string,
  { by, schema }: Pick<Sent, 'by' | 'schema'>,
): RequestEffect | undefined {
  if (!Array.isArray(body)) return undefined;
  if (name === 'limit') return body.length > Number(schema.maximum) ? 'still honored' : undefined;
  const isNarrowed = body.every((item) => isObject(item) && item[name] === value);
  if (!isNarrowed) return 'ignored';
  if (by === 'previous') return 'still honored';
  return body.length > 0 ? 'accepted' : undefined;
}
