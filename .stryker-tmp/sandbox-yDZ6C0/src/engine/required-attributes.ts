// @ts-nocheck
import { isObject, type Json } from '../domain/json.js';
import type { RequiredAttributes } from '../domain/write-effects.js';

/** The last characters of a name: the number of the object and a part of the run's id. */
const shortestUnique = 8;
/** More than any org requires. */
const mostAttributes = 100;

/**
 * Values for the attributes that an org requires of every user, according to the type and limits of each attribute.
 * @param unique a string that no other object of the org has, for attributes that must be unique
 * @returns `undefined` if an attribute has a pattern or an unknown type, so that no valid value is known
 */
export function valuesFor(required: RequiredAttributes, unique: string): { [key: string]: Json } | undefined {
  const values: { [key: string]: Json } = {};
  if (Object.keys(required).length > mostAttributes) return undefined;
  for (const [name, attribute] of Object.entries(required)) {
    const value = valueFor(attribute, unique);
    if (value === undefined) return undefined;
    values[name] = value;
  }
  return values;
}

function valueFor(attribute: { [key: string]: Json }, unique: string): Json | undefined {
  const { type, pattern, items, unique: mustBeUnique } = attribute;
  // Only a string can differ from the values of all other users.
  if (mustBeUnique === true || mustBeUnique === 'UNIQUE_VALIDATED')
    return type === 'string' && attribute.enum === undefined && pattern === undefined
      ? uniqueText(attribute, unique)
      : undefined;
  const [allowed] = Array.isArray(attribute.enum) ? attribute.enum : [];
  if (allowed !== undefined) return allowed;
  if (typeof pattern === 'string') return undefined;
  switch (type) {
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return typeof attribute.minimum === 'number' ? attribute.minimum : 0;
    case 'array':
      return isObject(items) ? single(valueFor(items, unique)) : undefined;
    case 'string':
      return text(attribute, unique);
    default:
      return undefined;
  }
}

function single(value: Json | undefined): Json | undefined {
  return value === undefined ? undefined : [value];
}

/** A string within the attribute's limits. Its end differs between objects. */
function text({ minLength, maxLength, format }: { [key: string]: Json }, unique: string): string | undefined {
  if (format !== undefined) return undefined;
  const least = typeof minLength === 'number' ? minLength : 0;
  const most = typeof maxLength === 'number' ? maxLength : unique.length;
  if (least > 1000 || most < 1) return undefined;
  return unique.slice(-most).padEnd(least, 'x');
}

/** A string that is long enough to be unique. */
function uniqueText(attribute: { [key: string]: Json }, unique: string): string | undefined {
  const value = text(attribute, unique);
  return value !== undefined && value.length >= Math.min(unique.length, shortestUnique) ? value : undefined;
}

/** The patterns that Okta allows for logins, and a few more: characters and character classes, optionally repeated. */
const simplePattern = /^\^?(?:(?:\[(?:[^[\]\\]|\\.){1,200}\]|\\[^\w]|\.|[\w@-])[+*]?){1,40}\$?$/;

/** Whether the org's pattern matches a whole login. An invalid pattern, or one that is slow to evaluate, never matches. */
export function matchesLogin(pattern: string, login: string): boolean {
  if (pattern.length > 500 || !simplePattern.test(pattern)) return false;
  // Each repetition multiplies the time by the length of the login.
  const repetitions = pattern.replace(/\[(?:[^[\]\\]|\\.)*\]|\\./g, '').match(/[+*]/g) ?? [];
  if (repetitions.length > 4) return false;
  try {
    return new RegExp(`^(?:${pattern})$`).test(login);
  } catch {
    return false;
  }
}
