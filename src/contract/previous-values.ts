import { isObject, type Json } from '../domain/json.js';
import type { GatheredError } from './gather.js';
import type { Mark } from './request-marks.js';

const typeTests: Record<string, (value: unknown) => boolean> = {
  'an object': (value) => isObject(value as Json),
  'a list': Array.isArray,
  'a text': (value) => typeof value === 'string',
  'an integer': Number.isInteger,
  'a number': (value) => typeof value === 'number',
  'a boolean': (value) => typeof value === 'boolean',
  null: (value) => value === null,
};

/**
 * Whether the previous edition accepted a value that the edition does not accept, as far as `was` tells: a list of values, types,
 * or something else, which is a change of values but not of the type.
 */
export function wasAccepted(error: GatheredError, marks: readonly Mark[]): boolean {
  const { data, parentSchema, keyword, place = error.instancePath } = error;
  const mark = marks.find(({ kind, pointer }) => kind === 'changed' && pointer === place);
  const was: unknown = parentSchema?.was ?? mark?.schema.was;
  if (typeof was !== 'string' || (keyword !== 'enum' && keyword !== 'type')) return true;
  if (was.startsWith('one of '))
    return keyword === 'enum' && was.slice('one of '.length).split(', ').includes(`${data}`);
  const tests = was.split(' or ').flatMap((name) => typeTests[name] ?? []);
  return tests.length > 0 ? tests.some((test) => test(data)) : keyword === 'enum';
}
