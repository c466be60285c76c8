import type { Vocabulary } from '../../contract/vocabulary.js';

const patterns = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/,
  uuid: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  url: /^https?:\/\/[^\s/]/,
  'Okta id': /^[a-z0-9]{3}[A-Za-z0-9]{17}$/,
} as const;

/** The format `constant`: one of Okta's constants, as members of closed sets are written. */
const constant = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/;

/** Longer strings have no format. */
const longest = 2_000;

/** The format of a string, if it has one of those that are recognized. */
export function formatOf(text: string, vocabulary: Vocabulary): string | undefined {
  if (text.length > longest) return undefined;
  for (const [format, pattern] of Object.entries(patterns)) if (pattern.test(text)) return format;
  return constant.test(text) && vocabulary.hasValue(text) ? 'constant' : undefined;
}
