import type { ErrorObject } from 'ajv';
import type { FindingKind, FindingParts } from '../domain/finding.js';
import { escapeSegment, segmentsOf } from '../domain/json.js';
import { placeWithin } from './assertions.js';
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
  addedLater: 'undocumented',
  removedBefore: 'removed',
};

/** Whether a schema has a property, so that it is not reported as unknown. */
export type HasProperty = (property: string, schema: Schema, schemas: Schemas, value: unknown) => boolean;

/**
 * Makes findings of the errors of the validator. Errors that only repeat others (an `if` whose `then` failed) are left out, and
 * removed properties too: the check looks for them itself.
 */
export function describeErrors(
  errors: readonly GatheredError[],
  body: unknown,
  schemas: Schemas,
  root: Schema,
  hasProperty: HasProperty = isKnown,
): FindingParts[] {
  const groups = new Map<string, FindingParts & { count: number }>();
  for (const error of errors) {
    const kind = error.keyword === 'type' && error.data === null ? 'null' : kinds[error.keyword];
    if (!kind) continue;
    const unknown: string | undefined = error.params.unevaluatedProperty;
    if (unknown !== undefined && hasProperty(unknown, error.parentSchema as Schema, schemas, error.data)) continue;
    const parts = describe(error, kind, body, schemas, root);
    if (!parts) continue;
    const key = `${parts.pointer} ${parts.contract} ${parts.message}`;
    const known = groups.get(key);
    const { times = 1 } = error;
    if (known) known.count += times;
    else groups.set(key, { ...parts, count: times });
  }
  return [...groups.values()];
}

function describe(
  error: ErrorObject,
  kind: FindingKind,
  body: unknown,
  schemas: Schemas,
  root: Schema,
): FindingParts | undefined {
  const schema = (error.parentSchema ?? {}) as Schema;
  const property: string | undefined = error.params.missingProperty ?? error.params.unevaluatedProperty;
  const { pointer, places } = locate(schemas, root, body, error.instancePath);
  if (kind === 'missing' && property !== undefined && isOfOtherEditions(places, property)) return undefined;
  const name =
    property === undefined
      ? ''
      : isNamed(places, property) || !mapsOf(places)
        ? `/${escapeSegment(isNamed(places, property) ? property : schemas.vocabulary.name(property))}`
        : '/*';
  return {
    kind,
    pointer: pointer + name,
    message: sentence(error, schema, property, schemas.vocabulary),
    contract: assertionOf(error, places.get(schema) ?? schemas.placeOf(schema)),
  };
}

/** The id of the assertion that failed, as `evidence.json` has it. */
function assertionOf({ keyword, data, params }: ErrorObject, place: string): string {
  if (keyword === 'type' && data === null) return `${place}/null`;
  return keyword === 'required' ? `${place}/required/${params.missingProperty}` : `${place}/${keyword}`;
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
    case 'addedLater':
      return `\`${nameOf(error.instancePath, vocabulary)}\` was added in ${schema.addedLater}, after the editions of this run`;
    case 'removedBefore':
      return `\`${nameOf(error.instancePath, vocabulary)}\` was removed in ${schema.removedBefore}`;
    case 'unevaluatedProperties':
      return `Unknown property \`${vocabulary.name(property ?? '')}\``;
    default:
      return `${capitalized(error.message ?? error.keyword)}, got ${shapeOf(error.data)}`;
  }
}

/** The property that a pointer ends with. */
function nameOf(pointer: string, vocabulary: Vocabulary): string {
  return vocabulary.name(segmentsOf(pointer).at(-1) ?? '');
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
  return isNamed(withParts(schemas, [[schema, schemas.placeOf(schema)]]), property);
}

/** The schemas of one value, each with its place as assertions name it. */
export type Places = ReadonlyMap<Schema, string>;

/**
 * A pointer into a body with `*` for elements of lists and keys of maps, so that equal errors have equal pointers, and the
 * schemas of the value there. A name that the contract does not have is shown only if it is one of Okta's names: people may
 * have chosen it.
 */
function locate(schemas: Schemas, root: Schema, body: unknown, pointer: string): { pointer: string; places: Places } {
  let places = withParts(schemas, [[root, schemas.placeOf(root)]], body);
  let value = body;
  let out = '';
  for (const key of segmentsOf(pointer)) {
    const step = Array.isArray(value)
      ? 'items'
      : isNamed(places, key)
        ? 'properties'
        : mapsOf(places)
          ? 'additionalProperties'
          : undefined;
    out +=
      step === 'properties'
        ? `/${escapeSegment(key)}`
        : step
          ? '/*'
          : `/${escapeSegment(schemas.vocabulary.name(key))}`;
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
    places = withParts(
      schemas,
      [...places].flatMap(([schema, place]): [Schema, string][] => {
        const next = step === 'properties' ? schema.properties?.[key] : step && schema[step];
        return typeof next === 'object' ? [[next, placeWithin(schemas, schema, place, next)]] : [];
      }),
      value,
    );
  }
  return { pointer: out, places };
}

function isNamed(places: Places, key: string): boolean {
  return [...places.keys()].some(({ properties }) => properties !== undefined && Object.hasOwn(properties, key));
}

/** Whether neither edition has a property. The schema that requires it can be another one than that which marks it. */
function isOfOtherEditions(places: Places, property: string): boolean {
  return [...places.keys()].some(({ properties }) => {
    const { addedLater, removedBefore } = (Object.hasOwn(properties ?? {}, property) && properties?.[property]) || {};
    return addedLater !== undefined || removedBefore !== undefined;
  });
}

function mapsOf(places: Places): boolean {
  return [...places.keys()].some(({ additionalProperties }) => typeof additionalProperties === 'object');
}

/**
 * Schemas, and all that apply to the same value: what they refer to, and their alternatives. Alternatives may share a schema, whose
 * place is then in the one that applies.
 */
export function withParts(schemas: Schemas, from: readonly (readonly [Schema, string])[], value?: unknown): Places {
  const places = new Map<Schema, string>();
  const add = (schema: Schema, place: string): void => {
    if (places.has(schema)) return;
    places.set(schema, place);
    const { $ref, allOf = [], then, else: otherwise } = schema;
    const holds =
      schema.if === undefined || value === undefined || schemas.validator(schemas.placeOf(schema.if))(value);
    const alternatives = holds ? [then, otherwise] : [otherwise, then];
    const parts = [$ref === undefined ? undefined : schemas.follow(schema, $ref), ...allOf, ...alternatives];
    for (const part of parts) if (part) add(part, placeWithin(schemas, schema, place, part));
  };
  for (const [schema, place] of from) add(schema, place);
  return places;
}
