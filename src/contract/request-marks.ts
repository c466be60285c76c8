import { escapeSegment, isObject, type Json } from '../domain/json.js';
import { placeWithin } from './assertions.js';
import type { Schema } from './model.js';
import { partsOf } from './schema-parts.js';
import type { Schemas } from './schemas.js';

export type MarkKind = 'removed' | 'required' | 'changed' | 'read-only';

/** A marked property that matters for a body: it is present, or `requiredIn` marks it and it is absent. */
export interface Mark {
  kind: MarkKind;
  /** Pointer into the body, `*` for elements of lists and maps. */
  pointer: string;
  name: string;
  schema: Schema;
  /** The place of the property's schema, as assertions name it. */
  place: string;
  count: number;
}

const leadsToMarks = new WeakMap<Schema, boolean>();

/**
 * The marked properties of a request body. An alternative counts only where its condition holds. Nothing inside a removed or
 * read-only property is visited.
 */
export function marksOf(schemas: Schemas, root: Schema, body: Json): Mark[] {
  const marks = new Map<string, Mark>();
  const add = (kind: MarkKind, pointer: string, name: string, schema: Schema, place: string): void => {
    const key = `${kind} ${pointer}`;
    const known = marks.get(key);
    if (known) known.count += 1;
    else marks.set(key, { kind, pointer, name, schema, place, count: 1 });
  };
  const visit = (schema: Schema, value: Json, pointer: string, place: string): void => {
    if (!hasMarks(schemas, schema)) return;
    const next = (part: Schema, of: Json, at: string) => visit(part, of, at, placeWithin(schemas, schema, place, part));
    for (const part of partsFor(schemas, schema, value)) next(part, value, pointer);
    if (Array.isArray(value)) {
      const { items } = schema;
      if (items !== undefined) for (const item of value) next(items, item, `${pointer}/*`);
      return;
    }
    if (!isObject(value)) return;
    const { properties = {}, additionalProperties: others } = schema;
    for (const [name, property] of Object.entries(properties)) {
      const at = `${pointer}/${escapeSegment(name)}`;
      const isPresent = Object.hasOwn(value, name);
      const kind = markOf(property, isPresent);
      if (kind !== undefined) add(kind, at, name, property, placeWithin(schemas, schema, place, property));
      if (isPresent && kind !== 'removed' && kind !== 'read-only') next(property, value[name] as Json, at);
    }
    if (typeof others === 'object')
      for (const [name, child] of Object.entries(value))
        if (!Object.hasOwn(properties, name)) next(others, child, `${pointer}/*`);
  };
  visit(root, body, '', schemas.placeOf(root));
  return [...marks.values()];
}

function markOf({ removedIn, readOnly, changedIn, requiredIn }: Schema, isPresent: boolean): MarkKind | undefined {
  if (!isPresent) return requiredIn === undefined ? undefined : 'required';
  if (removedIn !== undefined) return 'removed';
  if (readOnly) return 'read-only';
  return changedIn === undefined ? undefined : 'changed';
}

/** The schemas that apply to the same value: what a schema refers to, and the alternatives whose conditions hold. */
function partsFor(schemas: Schemas, schema: Schema, value: Json): Schema[] {
  const parts = [...(schema.allOf ?? [])];
  if (schema.$ref !== undefined) parts.push(schemas.follow(schema, schema.$ref));
  if (schema.if !== undefined) {
    const branch = schemas.validator(schemas.placeOf(schema.if))(value) ? schema.then : schema.else;
    if (branch !== undefined) parts.push(branch);
  }
  return parts;
}

/** Whether a schema, or one that applies to a part of its values, has a marked property. */
function hasMarks(schemas: Schemas, schema: Schema): boolean {
  const cached = leadsToMarks.get(schema);
  if (cached !== undefined) return cached;
  // A schema that refers to itself has the marks of the others.
  leadsToMarks.set(schema, false);
  const has =
    Object.values(schema.properties ?? {}).some(
      (property) => markOf(property, true) !== undefined || markOf(property, false) !== undefined,
    ) || partsOf(schemas, schema).some((part) => hasMarks(schemas, part));
  leadsToMarks.set(schema, has);
  return has;
}

/**
 * Whether a schema, or an alternative that applies to the value, has a property: requests must not mix variants. Without a known
 * variant, it may be any of them.
 */
export function appliesTo(property: string, schema: Schema, schemas: Schemas, value: unknown): boolean {
  if (schema.properties !== undefined && Object.hasOwn(schema.properties, property)) return true;
  const { allOf = [] } = schema;
  const variants = allOf.filter((part) => part.if !== undefined);
  const isVariant = variants.some((variant) => partsFor(schemas, variant, value as Json).length > 0);
  const others = isVariant ? [] : variants.flatMap(({ then }) => then ?? []);
  return [...partsFor(schemas, schema, value as Json), ...others].some((part) =>
    appliesTo(property, part, schemas, value),
  );
}
