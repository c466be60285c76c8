import type { Schema } from '../../src/contract/model.js';
import type { Schemas } from '../../src/contract/schemas.js';
import type { Json } from '../../src/domain/json.js';

type Parts = { schema: Schema; trail: readonly string[] };
type JsonObject = { [key: string]: Json };

/** A value with all properties that a schema describes. Written for schemas that an import made from a document. */
export function exampleOf(schemas: Schemas, schema: Schema, trail: readonly string[] = []): Json {
  const parts = partsOf(schemas, schema, trail);
  const types = parts.flatMap(({ schema: { type } }) => type ?? []);
  const of = <K extends keyof Schema>(key: K): Schema[K] | undefined =>
    parts.find((part) => part.schema[key] !== undefined)?.schema[key];
  const [value] = of('enum') ?? of('openEnum') ?? [];
  if (value !== undefined) return value as Json;
  if (types.includes('array')) {
    const holder = parts.find((part) => part.schema.items);
    return holder?.schema.items ? [exampleOf(schemas, holder.schema.items, holder.trail)] : [];
  }
  if (types.includes('object')) return objectOf(schemas, parts);
  if (types.includes('integer') || types.includes('number')) return of('minimum') ?? of('maximum') ?? 1;
  if (types.includes('boolean')) return true;
  if (of('format') === 'date-time') return '2026-01-01T00:00:00.000Z';
  return 'x'.repeat(of('minLength') ?? 1);
}

function objectOf(schemas: Schemas, parts: readonly Parts[]): JsonObject {
  const value: JsonObject = {};
  const add = (some: readonly Parts[]): void => {
    for (const { schema, trail } of some)
      for (const [name, property] of Object.entries(schema.properties ?? {}))
        if (!property.readOnly && !property.not && !isRecursive(property, trail))
          value[name] ??= exampleOf(schemas, property, trail);
  };
  add(parts);
  for (const { schema, trail } of parts)
    for (const { then } of variantsOf(schema, value)) if (then) add(partsOf(schemas, then, trail));
  return value;
}

function isRecursive({ $ref, items }: Schema, trail: readonly string[]): boolean {
  return [$ref, items?.$ref].some((ref) => ref !== undefined && trail.includes(ref));
}

/** The variants whose condition a value satisfies. */
function variantsOf({ allOf = [] }: Schema, value: Json): Schema[] {
  return allOf.filter(({ if: condition }) =>
    Object.entries(condition?.properties ?? {}).some(([name, { const: is }]) => (value as JsonObject)[name] === is),
  );
}

/** A schema and what it refers to. */
function partsOf(schemas: Schemas, schema: Schema, trail: readonly string[]): Parts[] {
  const { $ref, allOf = [] } = schema;
  const always = allOf.filter((part) => part.if === undefined);
  return [
    { schema, trail },
    ...($ref ? partsOf(schemas, schemas.follow(schema, $ref), [...trail, $ref]) : []),
    ...always.flatMap((part) => partsOf(schemas, part, trail)),
  ];
}

/** The values that break one rule of a schema each, with the location of the rule. */
export function* brokenValues(
  schemas: Schemas,
  schema: Schema,
  value: Json,
  trail: readonly string[] = [],
): Generator<[string, Json]> {
  const known = partsOf(schemas, schema, trail);
  const variants = known.flatMap((part) =>
    variantsOf(part.schema, value).flatMap(({ then }) => (then ? partsOf(schemas, then, part.trail) : [])),
  );
  for (const part of [...known, ...variants]) {
    for (const [rule, broken] of brokenBy(part.schema, value)) yield [`/${rule}`, broken];
    const { properties = {}, items } = part.schema;
    if (items && Array.isArray(value) && value[0] !== undefined)
      for (const [rule, broken] of brokenValues(schemas, items, value[0], part.trail)) yield [`/*${rule}`, [broken]];
    for (const [name, property] of Object.entries(properties)) {
      const child = (value as JsonObject)[name];
      if (child === undefined) continue;
      for (const [rule, broken] of brokenValues(schemas, property, child, part.trail))
        yield [`/${name}${rule}`, { ...(value as JsonObject), [name]: broken }];
    }
  }
}

/** The values that break the rules of a schema itself. */
function* brokenBy(schema: Schema, value: Json): Generator<[string, Json]> {
  const { type, enum: values, required = [], maxLength, minLength = 0, minimum, maximum, format } = schema;
  if (type) yield ['type', [type].flat().some((one) => one === 'object' || one === 'array') ? 'x' : {}];
  if (values) yield ['enum', typeof values[0] === 'string' ? 'UNHEARD_OF' : !values[0]];
  for (const name of required) {
    const { [name]: _, ...others } = value as JsonObject;
    yield [`required/${name}`, others];
  }
  if (schema.unevaluatedProperties === false)
    yield ['unevaluatedProperties', { ...(value as JsonObject), unheardOf: 1 }];
  if (maxLength !== undefined) yield ['maxLength', 'x'.repeat(maxLength + 1)];
  if (minLength > 0) yield ['minLength', 'x'.repeat(minLength - 1)];
  if (minimum !== undefined) yield ['minimum', minimum - 1];
  if (maximum !== undefined) yield ['maximum', maximum + 1];
  if (format) yield ['format', 'yesterday'];
}
