import { isObject, type Json } from '../domain/json.js';
import type { GatheredError } from './gather.js';
import type { Schema } from './model.js';

interface TypeRule {
  text: string;
  matches: (value: unknown) => boolean;
}

const typeRules: Record<string, TypeRule> = {
  object: { text: 'an object', matches: (value) => isObject(value as Json) },
  array: { text: 'a list', matches: Array.isArray },
  string: { text: 'a text', matches: (value) => typeof value === 'string' },
  integer: { text: 'an integer', matches: Number.isInteger },
  number: { text: 'a number', matches: (value) => typeof value === 'number' },
  boolean: { text: 'a boolean', matches: (value) => typeof value === 'boolean' },
  null: { text: 'null', matches: (value) => value === null },
};

/** The previous form of a changed property or parameter, in a few words. `undefined` if it has not changed. */
export function previousText({ was, before, ...schema }: Schema): string | undefined {
  if (was !== undefined || before === undefined) return was;
  const { type, readOnly, ...previous } = elementsOf(before);
  const values = valuesOf(previous);
  if (readOnly) return 'read-only';
  if (values) return `one of ${values.join(', ')}`;
  if (type)
    return [type]
      .flat()
      .map((name) => typeRules[name]?.text ?? name)
      .join(' or ');
  const limits = Object.entries(previous).map(([name, limit]) => `${name} ${limit}`);
  if (limits.length > 0) return limits.join(', ');
  if (schema.readOnly) return 'accepted';
  return valuesOf(elementsOf(schema)) ? 'any value' : 'without limits';
}

/** Whether the previous edition accepted a value of a changed property or parameter. `undefined` if that is not known. */
export function acceptedBefore(before: Schema | undefined, value: Json): boolean | undefined {
  if (before === undefined) return undefined;
  const { type, readOnly, maxLength, maximum } = before;
  const values = valuesOf(before);
  if (readOnly) return false;
  if (type && !hasType(type, value)) return false;
  if (values && !values.map(String).includes(String(value))) return false;
  if (maxLength !== undefined && !(typeof value === 'string' && value.length <= maxLength)) return false;
  if (maximum !== undefined && !(typeof value === 'number' && value <= maximum)) return false;
  const elements = before.items ?? before.additionalProperties;
  if (typeof elements !== 'object' || typeof value !== 'object') return true;
  return Object.values(value ?? {}).every((item) => acceptedBefore(elements, item));
}

const isoTime = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/;

/** Whether a value has a form, as far as its keywords describe one value: what it refers to is not compared. */
export function fitsForm(form: Schema, value: Json): boolean {
  if (acceptedBefore(form, value) !== true) return false;
  if (typeof value !== 'string') return true;
  const { pattern, format } = form;
  if (format === 'date-time' && !isoTime.test(value)) return false;
  return pattern === undefined || new RegExp(pattern).test(value.slice(0, longestText));
}

/** No text of a form is longer. */
const longestText = 1000;

/**
 * Whether the previous edition accepted a value that violates the edition's types or list of values. Other limits of the previous
 * edition are not compared: a value that violates these was accepted.
 * @param schema the schema of the value, if the edition changed it
 */
export function wasAccepted({ data, parentSchema, keyword }: GatheredError, schema: Schema | undefined): boolean {
  const changed: Schema | undefined = parentSchema?.changedIn ? parentSchema : schema;
  if (!changed || (keyword !== 'enum' && keyword !== 'type')) return true;
  const before = elementsOf(changed.before ?? {});
  const values = valuesOf(before);
  if (values) return keyword === 'enum' && values.map(String).includes(String(data));
  return before.type ? hasType(before.type, data) : keyword === 'enum';
}

/** The schema of the elements of a list or map: a mark of these is at their list. */
function elementsOf(schema: Schema): Schema {
  const { items, additionalProperties } = schema;
  const elements = items ?? additionalProperties;
  return typeof elements === 'object' ? elementsOf(elements) : schema;
}

function valuesOf({ enum: values, openEnum }: Schema): unknown[] | undefined {
  return values ?? openEnum;
}

function hasType(types: string | readonly string[], value: unknown): boolean {
  return [types].flat().some((type) => typeRules[type]?.matches(value));
}
