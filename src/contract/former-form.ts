import type { EarlierMark, Schema } from './model.js';

const limits = ['maxLength', 'minLength', 'minItems', 'maximum', 'minimum', 'pattern'] as const;
/** Keywords that describe a value. The others describe the location. */
const ofValues = [
  ...['$ref', 'type', 'required', 'properties', 'additionalProperties', 'unevaluatedProperties', 'items', 'allOf'],
  ...['if', 'then', 'else', 'enum', 'const', 'format', 'openEnum', 'readOnly', ...limits],
];

const types: Record<string, string> = {
  'an object': 'object',
  'a list': 'array',
  'a text': 'string',
  'an integer': 'integer',
  'a number': 'number',
  'a boolean': 'boolean',
  null: 'null',
};

/**
 * The form that a property had before a change: `before` of the change, or as much as its `was` states. Values of which neither
 * states anything are not checked.
 */
export function formerForm(schema: Schema, { was = '', before }: Pick<EarlierMark, 'was' | 'before'>): Schema {
  if (before) return { ...without(schema, ofValues), ...before };
  if (was === 'read-only') return { ...schema, readOnly: true };
  if (was === 'accepted') return without(schema, ['readOnly']);
  if (was === 'without limits') return without(schema, limits);
  const [, longest] = /^maxLength (\d+)$/.exec(was) ?? [];
  if (longest !== undefined) return { ...without(schema, ['pattern']), maxLength: Number(longest) };
  const values = /^one of (.+)$/.exec(was)?.[1]?.split(', ');
  if (values) return { ...schema, [schema.enum ? 'enum' : 'openEnum']: values };
  const named = was.split(' or ').map((name) => types[name] ?? (/^a list of /.test(name) ? 'array' : undefined));
  const known = named.filter((type) => type !== undefined);
  const form = without(schema, ofValues);
  if (known.length < named.length)
    return /^ISO 8601 date-time/.test(was) ? { ...form, type: 'string', format: 'date-time' } : form;
  return { ...form, type: known.length === 1 ? (known[0] as string) : known };
}

/** What a schema states about values, without the marks and texts of its location. */
export function valueForm(schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => ofValues.includes(key)));
}

function without(schema: Schema, keywords: readonly string[]): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !keywords.includes(key)));
}
