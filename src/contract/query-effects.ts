import type { RequestEffect } from '../domain/change.js';
import type { Exchange } from '../domain/exchange.js';
import { asObject, isObject } from '../domain/json.js';
import { acceptedBy } from './accepted-by.js';
import type { Catalogue } from './catalogue.js';
import { typedValue } from './check-query.js';
import type { OperationContract, Schema } from './model.js';
import { queryChangesOf } from './request-changes.js';

/** What the response to a trial shows about the query parameters that it tried, by the ID of the change. */
export function queryEffects(
  { schemas }: Catalogue,
  operation: OperationContract,
  { request, response }: Exchange,
  tried: readonly string[],
): Map<string, RequestEffect | undefined> {
  const effects = new Map<string, RequestEffect | undefined>();
  const query = new URLSearchParams(/\?(.*)$/s.exec(request.url)?.[1]);
  for (const { id, kind, pointer } of queryChangesOf(operation)) {
    if (!tried.includes(pointer)) continue;
    const name = pointer.slice(1);
    const schema = operation.query?.[name];
    const value = query.get(name);
    if (!schema || (value === null) !== (kind === 'required')) continue;
    const isSuccess = response.status === 200;
    // Nothing else in the request can be the reason of a refusal.
    if (response.status === 400 && tried.length === 1 && asObject(response.body).errorCode !== undefined)
      effects.set(id, 'refused');
    else if (!isSuccess || value === null) effects.set(id, isSuccess ? 'accepted' : undefined);
    else if (kind === 'changed') {
      const place = `${operation.resource}/operations.json#/operations/${operation.id}/query/${name}`;
      schemas.addInline(place, schema);
      const typed = typedValue(schema, [value]);
      const by = acceptedBy(schema, typed, schemas.validator(place)(typed) === true);
      effects.set(
        id,
        by === 'both' || by === undefined ? undefined : listEffect(response.body, name, typed, { by, schema }),
      );
    } else effects.set(id, undefined);
  }
  return effects;
}

/** What a list shows about a parameter that narrows or limits it. */
function listEffect(
  body: Exchange['response']['body'],
  name: string,
  value: unknown,
  { by, schema }: { by: 'edition' | 'previous'; schema: Schema },
): RequestEffect | undefined {
  if (!Array.isArray(body)) return undefined;
  if (name === 'limit') return body.length > Number(schema.maximum) ? 'still honored' : undefined;
  const isNarrowed = body.every((item) => isObject(item) && item[name] === value);
  if (!isNarrowed) return 'ignored';
  if (by === 'previous') return 'still honored';
  return body.length > 0 ? 'accepted' : undefined;
}
