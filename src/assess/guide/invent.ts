import type { Schema } from '../../contract/model.js';
import type { Schemas } from '../../contract/schemas.js';
import type { Json, JsonObject } from '../../domain/json.js';
import { isPlain } from './forms.js';
import { completeSchema } from './path-to.js';

/** Properties of an invented object. */
const mostProperties = 3;
const deepest = 2;

/**
 * Invents a value that a schema accepts. It is the same in all runs.
 * @param name of the property @param depth of the value in the invented object
 */
export function invent(schemas: Schemas, schema: Schema, name: string, depth = 0): Json {
  const complete = completeSchema(schemas, schema);
  const { const: only, enum: values, openEnum, items, minimum, maximum = 10, format, pattern, maxLength } = complete;
  const known = only ?? [...(values ?? []), ...(openEnum ?? [])].find(isPlain);
  if (known !== undefined) return known as Json;
  const type = [complete.type ?? []].flat().find((one) => one !== 'null');
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return minimum ?? Math.min(maximum, 10);
  if (type === 'array' || items !== undefined)
    return items && depth < deepest ? [invent(schemas, items, singular(name), depth + 1)] : [];
  const hasProperties = Object.keys(complete.properties ?? {}).length > 0;
  if (type === 'string' || (type === undefined && !hasProperties)) return textFor(name, format, pattern, maxLength);
  return depth < deepest ? inventObject(schemas, complete, depth) : {};
}

function inventObject(schemas: Schemas, { required = [], properties = {} }: Schema, depth: number): JsonObject {
  const all = Object.entries(properties)
    .filter(([, { removedIn, readOnly, addedLater, removedBefore }]) =>
      [removedIn, readOnly, addedLater, removedBefore].every((mark) => mark === undefined),
    )
    .sort(([a], [b]) => Number(required.includes(b)) - Number(required.includes(a)));
  // What is required has to be there, however much it is.
  const shown = all.slice(0, Math.max(mostProperties, new Set(required).size));
  return Object.fromEntries(shown.map(([key, property]) => [key, invent(schemas, property, key, depth + 1)]));
}

/** Values of texts, by what the name of their property ends in. */
const texts: [RegExp, string][] = [
  [/(?:^id|Id|Kid|kid)$/, '00a1b2c3d4e5f6g7h8i9'],
  [/(?:ur[il]|href|endpoint)$/i, 'https://example.com/path'],
  [/email$/i, 'alex@example.com'],
  [/(?:secret|token|password)$/i, 'EXAMPLE'],
  [/version$/i, '1.0.0'],
  [/domains?$/i, 'example.com'],
];

function textFor(name: string, format: string | undefined, pattern: string | undefined, longest = 100): string {
  if (format === 'date-time') return '2026-01-15T09:30:00.000Z';
  const isValid = (text: string) => text.length <= longest && (pattern === undefined || new RegExp(pattern).test(text));
  const candidates = [
    ...texts.filter(([names]) => names.test(name)).map(([, text]) => text),
    'example',
    ...texts.map(([, text]) => text),
    ...['2026-01-15', '10', 'EXAMPLE', 'example.example', 'P1D', 'PT1H', '1.2.3.4', '#1a2b3c'],
  ];
  return candidates.find(isValid) ?? 'example';
}

function singular(name: string): string {
  return name.replace(/s$/, '');
}
