import type { ErrorObject } from 'ajv';
import type { FindingKind, FindingParts } from '../domain/finding.js';
import { escapeSegment, segmentsOf } from '../domain/json.js';
import type { GatheredError } from './gather.js';
import type { Schema } from './model.js';
import type { Schemas } from './schemas.js';
import { constantOrShape, shapeOf } from './shape.js';
import { formatOrShape, requiredFormat } from './text-formats.js';
import type { Vocabulary } from './vocabulary.js';

const kinds: Record<string, FindingKind> = {
  required: 'missing',
  type: 'type',
  format: 'format',
  pattern: 'format',
  enum: 'value',
  const: 'value',
  minLength: 'value',
  maxLength: 'value',
  minItems: 'value',
  minimum: 'value',
  maximum: 'value',
  openEnum: 'unknown-value',
  unevaluatedProperties: 'undocumented',
};

/**
 * Makes findings of the errors of the validator. Errors that only repeat others (an `if` whose `then` failed) are left out, and
 * removed properties too: the check looks for them itself.
 */
export function describeErrors(
  errors: readonly GatheredError[],
  body: unknown,
  schemas: Schemas,
  root: Schema,
): FindingParts[] {
  const groups = new Map<string, FindingParts & { count: number }>();
  for (const error of errors) {
    const kind = kinds[error.keyword];
    if (!kind) continue;
    const unknown: string | undefined = error.params.unevaluatedProperty;
    if (unknown !== undefined && isKnown(unknown, error.parentSchema as Schema, schemas)) continue;
    const parts = describe(error, kind, body, schemas, root);
    const key = `${parts.kind} ${parts.pointer} ${parts.message}`;
    const known = groups.get(key);
    const { times = 1 } = error;
    if (known) known.count += times;
    else groups.set(key, { ...parts, count: times });
  }
  return [...groups.values()];
}

function describe(error: ErrorObject, kind: FindingKind, body: unknown, schemas: Schemas, root: Schema): FindingParts {
  const schema = (error.parentSchema ?? {}) as Schema;
  const property: string | undefined = error.params.missingProperty ?? error.params.unevaluatedProperty;
  const instance = property === undefined ? error.instancePath : `${error.instancePath}/${escapeSegment(property)}`;
  return {
    kind,
    pointer: pointerIn(schemas, root, body, instance),
    message: sentence(error, schema, property, schemas.vocabulary),
    contract: `${schemas.placeOf(error.parentSchema as object)}/${error.keyword}`,
  };
}

function sentence(error: ErrorObject, schema: Schema, property: string | undefined, vocabulary: Vocabulary): string {
  switch (error.keyword) {
    case 'required':
      return `Missing required property \`${property}\``;
    case 'type':
      return `Expected ${[schema.type].flat().join(' or ')}, got ${shapeOf(error.data)}`;
    case 'format':
    case 'pattern':
      return `Expected ${requiredFormat(schema, error.keyword)}, got ${formatOrShape(error.data)}`;
    case 'enum':
      return `Expected one of ${schema.enum?.join(', ')}, got ${constantOrShape(error.data, vocabulary)}`;
    case 'const':
      return `Expected ${String(schema.const)}, got ${constantOrShape(error.data, vocabulary)}`;
    case 'openEnum':
      return `Expected a known value (${schema.openEnum?.slice(0, 4).join(', ')}${(schema.openEnum?.length ?? 0) > 4 ? ', …' : ''}), got ${constantOrShape(error.data, vocabulary)}`;
    case 'unevaluatedProperties':
      return `Unknown property \`${vocabulary.name(property ?? '')}\``;
    default:
      return `${capitalized(error.message ?? error.keyword)}, got ${shapeOf(error.data)}`;
  }
}

/** A sentence with its first letter in upper case. */
function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * Whether a schema, its references or its alternatives have a property. After another error in the object, the validator reports
 * all its properties as unknown.
 */
function isKnown(property: string, schema: Schema, schemas: Schemas): boolean {
  return subschemasOf(schemas, [schema]).some((part) => part.properties !== undefined && property in part.properties);
}

/**
 * A pointer into a body with `*` for elements of lists and keys of maps, so that equal errors have equal pointers. A name that
 * the contract does not have is shown only if it is one of Okta's names: people may have chosen it.
 */
function pointerIn(schemas: Schemas, root: Schema, body: unknown, pointer: string): string {
  let parts = subschemasOf(schemas, [root]);
  let value = body;
  let out = '';
  for (const key of segmentsOf(pointer)) {
    const named = parts.flatMap((part) => part.properties?.[key] ?? []);
    const maps = parts.flatMap((part) =>
      typeof part.additionalProperties === 'object' ? part.additionalProperties : [],
    );
    if (Array.isArray(value)) {
      out += '/*';
      parts = subschemasOf(
        schemas,
        parts.flatMap((part) => part.items ?? []),
      );
    } else if (named.length === 0 && maps.length > 0) {
      out += '/*';
      parts = subschemasOf(schemas, maps);
    } else {
      out += named.length > 0 ? `/${escapeSegment(key)}` : `/${escapeSegment(schemas.vocabulary.name(key))}`;
      parts = subschemasOf(schemas, named);
    }
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  }
  return out;
}

/** Schemas with their references and alternatives: all that apply to the same value. */
function subschemasOf(schemas: Schemas, from: readonly Schema[]): Schema[] {
  const parts = new Set<Schema>();
  const add = (schema: Schema | undefined): void => {
    if (schema === undefined || parts.has(schema)) return;
    parts.add(schema);
    const { $ref, allOf = [], then, else: otherwise } = schema;
    if ($ref !== undefined) add(schemas.follow(schema, $ref));
    for (const part of [...allOf, then, otherwise]) add(part);
  };
  from.forEach(add);
  return [...parts];
}
