/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

export interface JsonObject {
  [key: string]: Json;
}

/** Whether a value is a JSON object: neither a list nor `null`. */
export function isObject(value: Json | undefined): value is JsonObject;
export function isObject(value: unknown): value is Record<string, unknown>;
export function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value if it is a JSON object, else an empty object. */
export function asObject(value: Json | undefined): JsonObject;
export function asObject(value: unknown): Record<string, unknown>;
export function asObject(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

/** A property name as a segment of a JSON pointer. Source: RFC 6901, section 3. */
export function escapeSegment(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The property names that a JSON pointer consists of. */
export function segmentsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** A JSON pointer as it is, or the JSON pointer to a property. */
export function pointerTo(nameOrPointer: string): string {
  return nameOrPointer.startsWith('/') ? nameOrPointer : `/${escapeSegment(nameOrPointer)}`;
}

/** The value at a JSON pointer, or `undefined` if there is none. Inherited properties do not count. */
export function valueAt(value: Json | undefined, pointer: string): Json | undefined;
export function valueAt(value: unknown, pointer: string): unknown;
export function valueAt(value: unknown, pointer: string): unknown {
  return segmentsOf(pointer).reduce<unknown>(
    (node, name) =>
      typeof node === 'object' && node !== null && Object.hasOwn(node, name)
        ? (node as Record<string, unknown>)[name]
        : undefined,
    value,
  );
}
