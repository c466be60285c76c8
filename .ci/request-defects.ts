import type { Schema } from '../src/contract/model.js';
import type { Schemas } from '../src/contract/schemas.js';
import { escapeSegment, isObject, type Json, segmentsOf } from '../src/domain/json.js';

/** A body with one defect. */
export interface Defect {
  kind:
    | 'removed property sent'
    | 'read-only property sent'
    | 'wrong type'
    | 'required property missing'
    | 'value outside the set';
  pointer: string;
  body: Json;
}

/** All bodies with one defect that can be made from an accepted body: one of each kind at each location. */
export function defectsOf(schemas: Schemas, place: string, body: Json): Defect[] {
  const defects: Defect[] = [];
  const add = (kind: Defect['kind'], pointer: string, value: Json | undefined) =>
    defects.push({ kind, pointer, body: changedAt(body, segmentsOf(pointer), value) as Json });
  const visit = (parts: readonly Schema[], value: Json, pointer: string): void => {
    const all = parts.flatMap((part) => appliedTo(schemas, part, value));
    if (all.some(({ readOnly, not }) => readOnly || not)) return;
    if (all.some(({ type }) => type !== undefined) && value !== null)
      add('wrong type', pointer, typeof value === 'string' ? 4711 : typeof value === 'number' ? 'many' : 'other type');
    if (typeof value === 'string' && value !== 'REDACTED' && all.some((part) => part.enum !== undefined))
      add('value outside the set', pointer, 'NO_SUCH_VALUE');
    if (Array.isArray(value)) {
      const items = all.flatMap(({ items: one }) => (one ? [one] : []));
      if (value.length > 0) visit(items, value[0] as Json, `${pointer}/0`);
      return;
    }
    if (!isObject(value)) return;
    for (const name of new Set(all.flatMap(({ required = [] }) => required)))
      if (Object.hasOwn(value, name)) add('required property missing', `${pointer}/${escapeSegment(name)}`, undefined);
    const properties = new Map<string, Schema[]>();
    for (const part of all)
      for (const [name, property] of Object.entries(part.properties ?? {}))
        properties.set(name, [...(properties.get(name) ?? []), property]);
    for (const [name, schemasOf] of properties) {
      const at = `${pointer}/${escapeSegment(name)}`;
      if (Object.hasOwn(value, name)) visit(schemasOf, value[name] as Json, at);
      else if (schemasOf.some(({ readOnly }) => readOnly)) add('read-only property sent', at, 'sent');
      else if (schemasOf.some(({ removedIn }) => removedIn)) add('removed property sent', at, 'sent');
    }
  };
  visit([schemas.at(place)], body, '');
  return defects.filter(({ pointer }) => pointer !== '');
}

/** A schema and all that apply to the same value with it. */
function appliedTo(schemas: Schemas, schema: Schema, value: Json): Schema[] {
  const parts = [...(schema.allOf ?? [])];
  if (schema.$ref !== undefined) parts.push(schemas.follow(schema, schema.$ref));
  if (schema.if !== undefined) {
    const branch = schemas.validator(schemas.placeOf(schema.if))(value) ? schema.then : schema.else;
    if (branch !== undefined) parts.push(branch);
  }
  return [schema, ...parts.flatMap((part) => appliedTo(schemas, part, value))];
}

/** A copy with another value at a pointer; `undefined` removes the property. */
function changedAt(body: Json, keys: readonly string[], value: Json | undefined): Json | undefined {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (Array.isArray(body))
    return body.map((one, index) => (String(index) === key ? (changedAt(one, rest, value) as Json) : one));
  const copy = { ...(body as Record<string, Json>) };
  const changed = changedAt(copy[key] as Json, rest, value);
  if (changed === undefined) delete copy[key];
  else copy[key] = changed;
  return copy;
}
