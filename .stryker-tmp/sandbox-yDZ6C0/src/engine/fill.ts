// @ts-nocheck
import { type Json, valueAt } from '../domain/json.js';
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

/** The text at a JSON pointer. Throws if the response has no text there, because no request can be built from it. */
export function textAt(object: Json, name: string): string {
  const value = valueAt(object, name);
  if (typeof value !== 'string' || value === '') throw new TypeError(`no text at ${name}`);
  return value;
}
