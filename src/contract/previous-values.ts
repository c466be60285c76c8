import { isObject, type Json } from '../domain/json.js';
import type { GatheredError } from './gather.js';
import type { Schema } from './model.js';

const typeTests: Record<string, (value: unknown) => boolean> = {
  object: (value) => isObject(value as Json),
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
};

/**
 * Whether the previous edition accepted a value that violates the edition's types or list of values. Other limits of the previous
 * edition are not known: a value that violates these was accepted.
 * @param schema the schema of the value, if the edition changed it
 */
export function wasAccepted({ data, parentSchema, keyword }: GatheredError, schema: Schema | undefined): boolean {
  const changed = parentSchema?.previous || parentSchema?.changedIn ? parentSchema : schema;
  if (!changed || (keyword !== 'enum' && keyword !== 'type')) return true;
  const { previous } = changed;
  if (previous === undefined) return keyword === 'enum';
  if (previous.enum) return keyword === 'enum' && previous.enum.includes(String(data));
  return previous.type?.some((type: string) => typeTests[type]?.(data)) ?? false;
}
