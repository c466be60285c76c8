import type { Schema } from './model.js';
import type { Schemas } from './schemas.js';

/** The schemas that a schema refers to or contains: for the same value, or for parts of it. */
export function partsOf(schemas: Schemas, schema: Schema): Schema[] {
  return [
    schema.$ref === undefined ? undefined : schemas.follow(schema, schema.$ref),
    ...(schema.allOf ?? []),
    schema.then,
    schema.else,
    schema.items,
    ...Object.values(schema.properties ?? {}),
    typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined,
  ].filter((part) => part !== undefined);
}
