import type { Schema } from './model.js';
import { shapeOf } from './shape.js';

const timestamp = '^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]+$';
const uuid = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';

/** The names of patterns and formats in contracts, as messages show them. */
const names: Record<string, string> = {
  'date-time': 'ISO 8601',
  [timestamp]: '`YYYY-MM-DD HH:mm:ss.S`',
  [uuid]: 'a UUID',
  '^P': 'an ISO 8601 duration',
  '^orn:': 'an Okta resource name (`orn:…`)',
  '^[0-9A-Za-z]{20}$': 'an Okta ID (20 letters and digits)',
  '^([0-9A-Za-z]{20}|[A-Z]+(_[A-Z]+)+)$': 'an Okta ID (20 letters and digits) or a constant such as `SUPER_ADMIN`',
  '^E[0-9]{7}$': 'an error code of Okta (`E0000000`)',
};

/** Formats that a message names instead of the length of a text. They tell nothing else about the value. */
const recognized: [RegExp, string][] = [
  [/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/, 'ISO 8601'],
  [new RegExp(timestamp), '`YYYY-MM-DD HH:mm:ss.S`'],
  [new RegExp(uuid), 'a UUID'],
];
/** No text in one of these formats is longer. */
const longest = 40;

/** The format or pattern that a schema requires of a text. */
export function requiredFormat({ format, pattern }: Pick<Schema, 'format' | 'pattern'>, keyword: string): string {
  if (keyword === 'format') return names[format ?? ''] ?? `format ${format}`;
  return names[pattern ?? ''] ?? `a string that matches \`${pattern}\``;
}

/** The format of a text, if it is a known one; else the shape of the value. */
export function formatOrShape(value: unknown): string {
  if (typeof value !== 'string' || value.length > longest) return shapeOf(value);
  return recognized.find(([pattern]) => pattern.test(value))?.[1] ?? shapeOf(value);
}
