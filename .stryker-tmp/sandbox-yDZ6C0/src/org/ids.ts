// @ts-nocheck
import { ContractsError } from '../domain/errors.js';

/** An id that no object has, for requests that must not find anything. */
export const nobodysId = 'nob0dys0id0000000000';

/** The format of Okta's ids, which applies unless a fixture declares another format. */
export const oktaId = /^[0-9A-Za-z]{20}$/;

/** Okta's ids with one of these prefixes, `00u` for users. */
export function oktaIdOf(...prefixes: string[]): RegExp {
  return new RegExp(`^(?:${prefixes.join('|')})[0-9A-Za-z]{17}$`);
}

/** Exactly one UUID. */
export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Fixed segments of all templates. As a value, they would change the operation of a path. */
const fixedParts = /^(?:api|v\d+)$/i;

/** Whether a value can fill a path parameter: one segment without escapes that is not relative. */
export function isPathSegment(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= 255 &&
    /^[\w.~:@=+,-]+$/.test(value) &&
    !/^\.+$/.test(value) &&
    !fixedParts.test(value)
  );
}

/** Whether a value from a response is an id of the given format. */
export function isIdOf(format: RegExp, value: unknown): value is string {
  return isPathSegment(value) && format.test(value);
}

/** The parameters of a path template, or of an operation's template, in order. */
export function parametersOf(template: string): string[] {
  return [...template.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
}

/**
 * Fills and encodes the parameters of a path. The value `{id}` is kept. Throws `CONFIG` if the suite has no value for a
 * parameter, and `UNSAFE_ID` if a value cannot be part of a path.
 */
export function fillPath(path: string, values: Record<string, string>): string {
  return path.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new ContractsError('CONFIG', `${path}: the suite gives no value for {${name}}.`);
    if (value === '{id}') return value;
    if (!isPathSegment(value))
      throw new ContractsError(
        'UNSAFE_ID',
        `${path} was not requested: the org's value for {${name}} does not have the format of an id.`,
      );
    return encodeURIComponent(value);
  });
}
