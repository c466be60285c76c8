import type { FindingParts } from '../domain/finding.js';
import { escapeSegment, isObject, type Json } from '../domain/json.js';
import type { Schema } from './model.js';
import { partsOf } from './schema-parts.js';
import type { Schemas } from './schemas.js';

/** Values of a discriminating property: those that the contract knows, and those for which it has a variant. */
interface Variants {
  property: string;
  known: readonly unknown[];
  modelled: ReadonlySet<unknown>;
}

const knownVariants = new WeakMap<Schema, Variants[]>();
const knownPaths = new WeakMap<Schema, boolean>();

/**
 * Notices for objects of a type that the contract knows, but has no variant for: only the properties that all types have are
 * checked. A variant is a condition on one property whose `then` refers to another schema, or is empty because the type has no
 * further properties.
 */
export function unmodelledVariants(schemas: Schemas, root: Schema, body: Json): FindingParts[] {
  const found = new Map<string, FindingParts & { count: number }>();
  const visit = (schema: Schema, value: Json, pointer: string): void => {
    if (!leadsToVariants(schemas, schema)) return;
    if (schema.$ref !== undefined) visit(schemas.follow(schema, schema.$ref), value, pointer);
    for (const part of schema.allOf ?? []) visit(part, value, pointer);
    if (schema.if !== undefined) {
      const branch = schemas.validator(schemas.placeOf(schema.if))(value) ? schema.then : schema.else;
      if (branch !== undefined) visit(branch, value, pointer);
    }
    if (Array.isArray(value)) {
      const { items } = schema;
      if (items !== undefined) for (const item of value) visit(items, item, `${pointer}/*`);
      return;
    }
    if (!isObject(value)) return;
    for (const { property, known, modelled } of variantsOf(schema)) {
      const type = value[property];
      if (typeof type !== 'string' || modelled.has(type) || !known.includes(type)) continue;
      const parts = {
        kind: 'unconfirmed' as const,
        pointer: `${pointer}/${escapeSegment(property)}`,
        message: `\`${property}\` ${type}: only common properties are checked`,
        contract: `${schemas.placeOf(schema)}/properties/${escapeSegment(property)}`,
      };
      const key = parts.pointer + type;
      found.set(key, { ...parts, count: (found.get(key)?.count ?? 0) + 1 });
    }
    const { properties = {}, additionalProperties: others } = schema;
    for (const [key, child] of Object.entries(value)) {
      if (Object.hasOwn(properties, key)) visit(properties[key] as Schema, child, `${pointer}/${escapeSegment(key)}`);
      else if (typeof others === 'object') visit(others, child, `${pointer}/*`);
    }
  };
  visit(root, body, '');
  return [...found.values()];
}

/** The discriminating properties of a schema, from the conditions in its `allOf`. */
function variantsOf(schema: Schema): Variants[] {
  const cached = knownVariants.get(schema);
  if (cached) return cached;
  const modelled = new Map<string, unknown[]>();
  const discriminating = new Set<string>();
  for (const branch of schema.allOf ?? []) {
    const [[property, condition] = ['', {}], ...more] = Object.entries(branch.if?.properties ?? {});
    const values = condition.const === undefined ? (condition.enum ?? []) : [condition.const];
    if (more.length > 0 || branch.then === undefined || values.length === 0) continue;
    if (branch.then.$ref !== undefined) discriminating.add(property);
    else if (Object.keys(branch.then).length > 0) continue;
    modelled.set(property, [...(modelled.get(property) ?? []), ...values]);
  }
  const variants = [...discriminating].map((property) => {
    const { openEnum, enum: values } = schema.properties?.[property] ?? {};
    return { property, known: openEnum ?? values ?? [], modelled: new Set(modelled.get(property)) };
  });
  knownVariants.set(schema, variants);
  return variants;
}

/** Whether a schema, or one that applies to a part of its values, has variants. */
function leadsToVariants(schemas: Schemas, schema: Schema): boolean {
  const cached = knownPaths.get(schema);
  if (cached !== undefined) return cached;
  // A schema that refers to itself has the variants of the others.
  knownPaths.set(schema, false);
  const leads =
    variantsOf(schema).length > 0 || partsOf(schemas, schema).some((part) => leadsToVariants(schemas, part));
  knownPaths.set(schema, leads);
  return leads;
}
