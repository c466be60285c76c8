import type { Schema } from '../../contract/model.js';
import type { Schemas } from '../../contract/schemas.js';
import { isObject, type Json, type JsonObject } from '../../domain/json.js';

/** One step from a body to a property: the schema that has the next value, and which value it is. */
export interface Level {
  /** The schemas that apply to the value without a condition, then the one that has the next value. */
  schemas: Schema[];
  /** Properties that the condition of an alternative demands, with a value that meets it. */
  fixed: JsonObject;
  next: { key: string } | { each: 'items' | 'values' };
}

/** A schema that applies to a value, and what the value must be for it to apply. */
interface Applied {
  schema: Schema;
  fixed: JsonObject;
}

/** The steps from a schema to the property at a place of the contract; `undefined` if the pointer does not lead there. */
export function pathTo(
  schemas: Schemas,
  from: Schema,
  [segment, ...rest]: readonly string[],
  place: string,
): Level[] | undefined {
  if (segment === undefined) return undefined;
  const applied = schemasFor(schemas, from);
  const common = applied.filter(({ fixed }) => Object.keys(fixed).length === 0).map(({ schema }) => schema);
  for (const { schema, fixed } of applied)
    for (const [next, child] of childrenAt(schema, segment)) {
      const isFound = rest.length === 0 && schemas.placeOf(child) === place;
      const below = isFound ? [] : pathTo(schemas, child, rest, place);
      if (below) return [{ schemas: [...common, schema], fixed, next }, ...below];
    }
  return undefined;
}

/** All schemas that may apply to a value of a schema: those that it refers to, and its alternatives. */
export function schemasFor(schemas: Schemas, schema: Schema, fixed: JsonObject = {}, trail: Schema[] = []): Applied[] {
  if (trail.includes(schema)) return [];
  const deeper = (part: Schema, more: JsonObject = {}) =>
    schemasFor(schemas, part, { ...fixed, ...more }, [...trail, schema]);
  return [
    { schema, fixed },
    ...(schema.$ref ? deeper(schemas.follow(schema, schema.$ref)) : []),
    ...(schema.allOf ?? []).flatMap((part) => deeper(part)),
    ...(schema.if && schema.then ? deeper(schema.then, demandedBy(schema.if)) : []),
    ...(schema.else ? deeper(schema.else) : []),
  ];
}

/** A schema with the keywords of all schemas that apply to the same values without a condition. Its own keywords come first. */
export function completeSchema(schemas: Schemas, schema: Schema): Schema {
  const parts = schemasFor(schemas, schema).filter(({ fixed }) => Object.keys(fixed).length === 0);
  const required = parts.flatMap(({ schema: part }) => part.required ?? []);
  const properties = Object.assign({}, ...parts.map(({ schema: part }) => part.properties ?? {}));
  return { ...Object.assign({}, ...parts.map((part) => part.schema).reverse()), required, properties };
}

function childrenAt(schema: Schema, segment: string): [Level['next'], Schema][] {
  const property = Object.hasOwn(schema.properties ?? {}, segment) ? schema.properties?.[segment] : undefined;
  if (property) return [[{ key: segment }, property]];
  if (segment !== '*') return [];
  const { items, additionalProperties: values } = schema;
  return [
    ...(items ? [[{ each: 'items' }, items] satisfies [Level['next'], Schema]] : []),
    ...(isObject(values) ? [[{ each: 'values' }, values as Schema] satisfies [Level['next'], Schema]] : []),
  ];
}

/** The values of the properties that a condition tests. */
function demandedBy(condition: Schema): JsonObject {
  return Object.fromEntries(
    Object.entries(condition.properties ?? {}).flatMap(([name, { const: only, enum: some }]) => {
      const value = only ?? some?.[0];
      return value === undefined ? [] : [[name, value as Json]];
    }),
  );
}
