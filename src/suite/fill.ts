import { fillPath } from '../org/ids.js';
import type { Removal } from '../org/journal.js';
import type { Json, OperationId } from '../words.js';
import type { BodyContext, CallOptions, Fixture, RemoveStep } from './plan.js';

/** The path of an operation with its parameters filled in. `{id}` stays what it is. Throws as `fillPath` does. */
export function fillTemplate(operation: OperationId, values: Record<string, string>): string {
  return fillPath(operation.split(' ')[1] ?? '', values);
}

/** Values of parameters that no fixture fills. */
export function fillAll(values: CallOptions['with'], context: BodyContext): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([key, value]) => [key, typeof value === 'string' ? value : value(context)]),
  );
}

/** An id by every name of its fixture, as others find it. */
export function idsOf({ spec }: Fixture, id: string): Record<string, string> {
  const names = spec.as ? [spec.as] : [spec.parameter, ...(spec.also ?? [])];
  return Object.fromEntries(names.map((name) => [name, id]));
}

/** One request of those that remove a fixture, with `{id}` for its id. */
export function removalStep(fixture: Fixture, step: RemoveStep, context: BodyContext): Removal {
  const path = fillTemplate(step.operation, {
    ...context.ids,
    ...idsOf(fixture, '{id}'),
    [fixture.spec.parameter]: '{id}',
  });
  const query = step.query ? `?${new URLSearchParams(step.query)}`.replace('%7Bid%7D', '{id}') : '';
  const body = step.body?.(context);
  return { request: `${step.operation.split(' ')[0]} ${path}${query}`, ...(body === undefined ? {} : { body }) };
}

/** A property of an object, or what a JSON pointer leads to. */
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

/** The text that a JSON pointer leads to. Throws where a response has none there: nothing can be built from it. */
export function textAt(object: Json, name: string): string {
  const value = valueAt(object, name);
  if (typeof value !== 'string' || value === '') throw new TypeError(`no text at ${name}`);
  return value;
}

export function asObject(value: Json | undefined): { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
