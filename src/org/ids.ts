import { ContractsError } from '../domain/errors.js';

/** Has the format of an id and belongs to no object: for requests that must not find anything. */
export const nobodysId = 'nob0dys0id0000000000';

/** The format of Okta's ids, and of every id for which nothing else is declared. */
export const oktaId = /^[0-9A-Za-z]{20}$/;

/** Okta's ids with one of these prefixes, `00u` for users. */
export function oktaIdOf(...prefixes: string[]): RegExp {
  return new RegExp(`^(?:${prefixes.join('|')})[0-9A-Za-z]{17}$`);
}

/** A UUID, and nothing longer. */
export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Names of path parts that every template has: as a value they would lead to another operation. */
const fixedParts = /^(?:api|v\d+)$/i;

/** Whether a value may fill a path parameter: one path segment without any escape, and no relative segment. */
export function isPathSegment(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= 255 &&
    /^[\w.~:@=+,-]+$/.test(value) &&
    !/^\.+$/.test(value) &&
    !fixedParts.test(value)
  );
}

/** Whether a value from a response is an id of a format. */
export function isIdOf(format: RegExp, value: unknown): value is string {
  return isPathSegment(value) && format.test(value);
}

/** The parameters of a path template, or of an operation's template, in order. */
export function parametersOf(template: string): string[] {
  return [...template.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
}

/**
 * A path with its parameters filled in and encoded. The value `{id}` stays as it is. Throws `CONFIG` where the suite gives no
 * value, `UNSAFE_ID` where a value cannot be part of a path.
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
