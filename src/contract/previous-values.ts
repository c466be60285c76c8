import { isObject, type Json } from '../domain/json.js';
import type { GatheredError } from './gather.js';
import type { PreviousForm, Schema } from './model.js';

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
export function previousText({ was, previous, ...schema }: Schema): string | undefined {
  if (was !== undefined || previous === undefined) return was;
  const { type, enum: values, readOnly, ...bounds } = previous;
  if (readOnly) return 'read-only';
  if (type) return type.map((name) => typeRules[name]?.text ?? name).join(' or ');
  if (values) return `one of ${values.join(', ')}`;
  const limits = Object.entries(bounds).map(([name, limit]) => `${name} ${limit}`);
  if (limits.length > 0) return limits.join(', ');
  if (schema.readOnly) return 'accepted';
  return schema.enum || schema.openEnum ? 'any value' : 'without limits';
}

/** Whether the previous edition accepted a value of a changed property or parameter. `undefined` if that is not known. */
export function acceptedBefore(previous: PreviousForm | undefined, value: Json): boolean | undefined {
  if (previous === undefined) return undefined;
  const { type, enum: values, readOnly, maxLength, maximum } = previous;
  if (readOnly) return false;
  if (type && !hasType(type, value)) return false;
  if (values && ![value].flat().every((item) => values.includes(String(item)))) return false;
  if (maxLength !== undefined && !(typeof value === 'string' && value.length <= maxLength)) return false;
  return maximum === undefined || (typeof value === 'number' && value <= maximum);
}

/**
 * Whether the previous edition accepted a value that violates the edition's types or list of values. Other limits of the previous
 * edition are not compared: a value that violates these was accepted.
 * @param schema the schema of the value, if the edition changed it
 */
export function wasAccepted({ data, parentSchema, keyword }: GatheredError, schema: Schema | undefined): boolean {
  const changed: Schema | undefined = parentSchema?.changedIn ? parentSchema : schema;
  if (!changed || (keyword !== 'enum' && keyword !== 'type')) return true;
  const { type, enum: values } = changed.previous ?? {};
  if (values) return keyword === 'enum' && values.includes(String(data));
  return type ? hasType(type, data) : keyword === 'enum';
}

function hasType(types: readonly string[], value: unknown): boolean {
  return types.some((type) => typeRules[type]?.matches(value));
}
