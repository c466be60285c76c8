import type { Json } from '../domain/json.js';
import { type OperationId, templateOf } from '../domain/operation.js';
import { fillPath } from '../org/ids.js';
import type { BodyContext, CallOptions } from './model.js';

/** The path of an operation with its parameters filled in. Throws as `fillPath` does. */
export function fillTemplate(operation: OperationId, values: Record<string, string>): string {
  return fillPath(templateOf(operation), values);
}

/** Values of parameters that no fixture fills. */
export function fillAll(values: CallOptions['with'], context: BodyContext): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([key, value]) => [key, typeof value === 'string' ? value : value(context)]),
  );
}

/** The value of a property, or the value at a JSON pointer. */
export function valueAt(object: Json, name: string): Json | undefined {
  const way = name.startsWith('/') ? name.split('/').slice(1) : [name];
  return way.reduce<Json | undefined>(
    (node, key) =>
      typeof node === 'object' && node !== null && Object.hasOwn(node, key)
        ? (node as { [key: string]: Json })[key]
        : undefined,
    object,
  );
}

/** The text at a JSON pointer. Throws if the response has no text there, because no request can be built from it. */
export function textAt(object: Json, name: string): string {
  const value = valueAt(object, name);
  if (typeof value !== 'string' || value === '') throw new TypeError(`no text at ${name}`);
  return value;
}

export function asObject(value: Json | undefined): { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
