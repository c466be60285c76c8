/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

export interface JsonObject {
  [key: string]: Json;
}

/** Whether a value is a JSON object: neither a list nor `null`. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value if it is a JSON object, else an empty object. */
export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** A property name as a segment of a JSON pointer. Source: RFC 6901, section 3. */
export function escapeSegment(name: string): string {
  return /[~/]/.test(name) ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name;
}

/** The property names that a JSON pointer consists of. */
export function segmentsOf(pointer: string): string[] {
  const segments = pointer.split('/').slice(1);
  return pointer.includes('~')
    ? segments.map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
    : segments;
}

/** A JSON pointer as it is, or the JSON pointer to a property. */
export function pointerTo(nameOrPointer: string): string {
  return nameOrPointer.startsWith('/') ? nameOrPointer : `/${escapeSegment(nameOrPointer)}`;
}

/** The value at a property name or a JSON pointer, or `undefined` if there is none. Inherited properties do not count. */
export function valueAt(value: unknown, nameOrPointer: string): Json | undefined {
  let node = value;
  for (const name of segmentsOf(nameOrPointer && pointerTo(nameOrPointer))) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, name)) return undefined;
    node = (node as JsonObject)[name];
  }
  return node as Json | undefined;
}
