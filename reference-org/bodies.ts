import type { JsonObject } from './state.js';

/** The first of `names` that is missing or empty in a body; `undefined` if none is. */
export function firstMissing(body: JsonObject, ...names: string[]): string | undefined {
  return names.find((name) => body[name] === undefined || body[name] === '');
}

/** The properties of a body with these names, without those that it does not have. */
export function pick(body: JsonObject, ...names: string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = body[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Default values, overwritten by the given values at each level. */
export function merged(usual: JsonObject, given: JsonObject): JsonObject {
  const out: JsonObject = { ...usual };
  for (const [key, value] of Object.entries(given)) {
    const known = out[key];
    out[key] = isObject(known) && isObject(value) ? merged(known, value) : value;
  }
  return out;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
