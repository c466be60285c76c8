import type { RequiredAttributes } from '../org/write-preflight.js';
import type { Json } from '../words.js';

/**
 * Values for the attributes that an org requires of every user, by the attribute's type and bounds.
 * @param unique a text that no other object of the org has, for attributes that must be unique
 * @returns `undefined` where no value can be found: an attribute with a pattern, or of a type that is not known
 */
export function valuesFor(required: RequiredAttributes, unique: string): { [key: string]: Json } | undefined {
  const values: { [key: string]: Json } = {};
  for (const [name, attribute] of Object.entries(required)) {
    const value = valueFor(attribute, unique);
    if (value === undefined) return undefined;
    values[name] = value;
  }
  return values;
}

function valueFor(attribute: { [key: string]: Json }, unique: string): Json | undefined {
  const { type, pattern, items } = attribute;
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

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
