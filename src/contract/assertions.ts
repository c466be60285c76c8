import { fullFormats } from 'ajv-formats/dist/formats.js';
import type { Schema } from './model.js';
import type { Schemas } from './schemas.js';

/**
 * Identifies one assertion: the place of its schema and the keyword, `users/user.schema.json#/properties/id/type`; with the
 * property for `required` (`…/required/login`). `…/null` is the part of `type` that excludes null.
 */
export type AssertionId = string;

const { validate: isDateTime } = fullFormats['date-time'] as { validate: (text: string) => boolean };

/** Assertions about one value, apart from its type: whether they apply to it, and whether it satisfies them. */
const valueRules: Record<string, (expected: never, value: unknown) => boolean | undefined> = {
  enum: (expected: unknown[], value: unknown) => expected.some((one) => JSON.stringify(one) === JSON.stringify(value)),
  const: (expected: unknown, value: unknown) => JSON.stringify(expected) === JSON.stringify(value),
  format: (_: string, value: unknown) => (typeof value === 'string' ? isDateTime(value) : undefined),
  pattern: (expected: string, value: unknown) =>
    typeof value === 'string' ? new RegExp(expected, 'u').test(value) : undefined,
  minLength: (expected: number, value: unknown) => (typeof value === 'string' ? value.length >= expected : undefined),
  maxLength: (expected: number, value: unknown) => (typeof value === 'string' ? value.length <= expected : undefined),
  minItems: (expected: number, value: unknown) => (Array.isArray(value) ? value.length >= expected : undefined),
  minimum: (expected: number, value: unknown) => (typeof value === 'number' ? value >= expected : undefined),
  maximum: (expected: number, value: unknown) => (typeof value === 'number' ? value <= expected : undefined),
};

/**
 * Calls `see` for every assertion that applies to a value, with whether the value satisfies it. Recorded responses are evaluated
 * with it, never those of a run: it reads the whole value.
 */
export function evaluate(
  schemas: Schemas,
  schema: Schema,
  value: unknown,
  see: (id: AssertionId, isSatisfied: boolean) => void,
  place: string = schemas.placeOf(schema),
): void {
  if (schema.not !== undefined) return;
  const next = (part: Schema, of: unknown) =>
    evaluate(schemas, part, of, see, placeWithin(schemas, schema, place, part));
  if (schema.$ref !== undefined) next(schemas.follow(schema, schema.$ref), value);
  for (const part of schema.allOf ?? []) next(part, value);
  if (schema.if !== undefined) {
    const branch = schemas.validator(schemas.placeOf(schema.if))(value) ? schema.then : schema.else;
    if (branch !== undefined) next(branch, value);
  }
  if (schema.type !== undefined) {
    const types = [schema.type].flat();
    if (!types.includes('null')) see(`${place}/null`, value !== null);
    if (value !== null)
      see(
        `${place}/type`,
        types.some((type) => isOfType(value, type)),
      );
  }
  for (const [keyword, rule] of Object.entries(valueRules)) {
    const expected = schema[keyword as keyof Schema];
    const isSatisfied = expected === undefined ? undefined : rule(expected as never, value);
    if (isSatisfied !== undefined) see(`${place}/${keyword}`, isSatisfied);
  }
  if (Array.isArray(value)) {
    if (schema.items !== undefined) for (const item of value) next(schema.items, item);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const name of schema.required ?? []) see(`${place}/required/${name}`, Object.hasOwn(value, name));
  for (const [name, of] of Object.entries(value)) {
    const property = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties?.[name] : undefined;
    if (property !== undefined) next(property, of);
    else if (typeof schema.additionalProperties === 'object') next(schema.additionalProperties, of);
  }
}

/**
 * The place of a part of a schema, as assertions name it. Schemas of `shared/` count as part of what refers to them: a link that was
 * recorded at one location is no evidence for another one.
 * @param place of the schema that has the part
 */
export function placeWithin(schemas: Schemas, schema: Schema, place: string, part: Schema): string {
  const own = schemas.placeOf(schema);
  const ofPart = schemas.placeOf(part);
  if (!ofPart.startsWith('shared/')) return ofPart;
  const isEntered = !own.startsWith('shared/') || own.split('#')[0] !== ofPart.split('#')[0];
  return isEntered ? place : place + ofPart.slice(own.length);
}

/** The condition of an alternative, and whether the alternative applies if it holds (`then`) or if it does not (`else`). */
export interface Condition {
  when: Schema;
  holds: boolean;
}

/** One assertion, and where it applies: the pointer into a body that the schema describes, `*` for elements. */
export interface Assertion {
  id: AssertionId;
  keyword: string;
  pointer: string;
  schema: Schema;
  /** The conditions of the alternatives that the assertion is in. */
  conditions: readonly Condition[];
}

/** All assertions of a schema, those of its alternatives included. A location below itself is not visited again. */
export function assertionsOf(schemas: Schemas, root: Schema): Assertion[] {
  const found: Assertion[] = [];
  type From = { trail: readonly Schema[]; conditions: readonly Condition[] };
  const walk = (schema: Schema, pointer: string, { trail, conditions }: From, place: string): void => {
    if (trail.includes(schema) || schema.not !== undefined) return;
    const on = [...trail, schema];
    const next = (part: Schema, at: string, more: Condition[] = []) =>
      walk(part, at, { trail: on, conditions: [...conditions, ...more] }, placeWithin(schemas, schema, place, part));
    const add = (keyword: string, suffix = '', at = pointer) =>
      found.push({ id: `${place}/${keyword}${suffix}`, keyword, pointer: at, schema, conditions });
    if (schema.type !== undefined) {
      if (![schema.type].flat().includes('null')) add('null');
      add('type');
    }
    for (const keyword of Object.keys(valueRules)) if (schema[keyword as keyof Schema] !== undefined) add(keyword);
    for (const name of schema.required ?? []) add('required', `/${name}`, `${pointer}/${escapeName(name)}`);
    if (schema.$ref !== undefined) next(schemas.follow(schema, schema.$ref), pointer);
    for (const part of schema.allOf ?? []) next(part, pointer);
    if (schema.then) next(schema.then, pointer, [{ when: schema.if ?? {}, holds: true }]);
    if (schema.else) next(schema.else, pointer, [{ when: schema.if ?? {}, holds: false }]);
    for (const [name, property] of Object.entries(schema.properties ?? {}))
      next(property, `${pointer}/${escapeName(name)}`);
    if (schema.items !== undefined) next(schema.items, `${pointer}/*`);
    if (typeof schema.additionalProperties === 'object') next(schema.additionalProperties, `${pointer}/*`);
  };
  walk(root, '', { trail: [], conditions: [] }, schemas.placeOf(root));
  return found;
}

function isOfType(value: unknown, type: string): boolean {
  if (Array.isArray(value)) return type === 'array';
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array' || type === 'null') return false;
  return typeof value === type;
}

function escapeName(name: string): string {
  return name.replace(/~/g, '~0').replace(/\//g, '~1');
}
