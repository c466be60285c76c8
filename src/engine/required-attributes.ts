import { isObject, type Json } from '../domain/json.js';
import type { RequiredAttributes } from '../domain/write-effects.js';

/** The end of a name with the number of the object and a part of the id of the run. */
const shortestUnique = 8;
/** No org requires nearly as many. */
const mostAttributes = 100;

/**
 * Values for the attributes that an org requires of every user, by the attribute's type and bounds.
 * @param unique a text that no other object of the org has, for attributes that must be unique
 * @returns `undefined` where no value can be found: an attribute with a pattern, or of a type that is not known
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
  // Only a text can differ from the values of all other users.
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

/** A text within the attribute's length; its end is what differs between objects. */
function text({ minLength, maxLength, format }: { [key: string]: Json }, unique: string): string | undefined {
  if (format !== undefined) return undefined;
  const least = typeof minLength === 'number' ? minLength : 0;
  const most = typeof maxLength === 'number' ? maxLength : unique.length;
  if (least > 1000 || most < 1) return undefined;
  return unique.slice(-most).padEnd(least, 'x');
}

/** A text that is long enough to differ. */
function uniqueText(attribute: { [key: string]: Json }, unique: string): string | undefined {
  const value = text(attribute, unique);
  return value !== undefined && value.length >= Math.min(unique.length, shortestUnique) ? value : undefined;
}

/** What Okta allows as a pattern for logins, and a little more: characters and sets of them, each once or repeated. */
const simplePattern = /^\^?(?:(?:\[(?:[^[\]\\]|\\.){1,200}\]|\\[^\w]|\.|[\w@-])[+*]?){1,40}\$?$/;

/**
 * Whether a login matches the org's pattern as a whole. A pattern that could take long to evaluate, or is no pattern, matches
 * nothing.
 */
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
