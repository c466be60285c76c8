import type { Vocabulary } from '../../contract/vocabulary.js';

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const url = /^https?:\/\/[^\s/]/;
const oktaId = /^[a-z0-9]{3}[A-Za-z0-9]{17}$/;

/** The format `constant`: one of Okta's constants, as members of closed sets are written. */
const constant = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/;

/** The format of a string, if it has one of those that are recognized. */
export function formatOf(text: string, vocabulary: Vocabulary): string | undefined {
  const { length } = text;
  if (length === 20 && oktaId.test(text)) return 'Okta id';
  if (length >= 20 && length <= 40 && dateTime.test(text)) return 'date-time';
  if (text.startsWith('http') && url.test(text)) return 'url';
  if (length === 36 && uuid.test(text)) return 'uuid';
  return length <= 60 && constant.test(text) && vocabulary.hasValue(text) ? 'constant' : undefined;
}
