import type { Vocabulary } from '../../contract/vocabulary.js';

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const url = /^https?:\/\/[^\s/]/;
const oktaId = /^[a-z0-9]{3}[A-Za-z0-9]{17}$/;

/** The format `constant`: one of Okta's constants, as members of closed sets are written. */
const constant = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/;

/** The formats that are recognized. */
export const formats = ['Okta id', 'date-time', 'url', 'uuid', 'constant'] as const;

/** The index of the format of a string in `formats`, or -1. Cheap tests come first: each string of each response is tested. */
export function formatOf(text: string, vocabulary: Vocabulary): number {
  const { length } = text;
  if (length === 20 && oktaId.test(text)) return 0;
  const first = text.charCodeAt(0);
  if (length >= 20 && length <= 40 && isDigit(first) && dateTime.test(text)) return 1;
  if (first === 104 && url.test(text)) return 2;
  if (length === 36 && uuid.test(text)) return 3;
  return length <= 60 && first >= 65 && first <= 90 && vocabulary.hasValue(text) && constant.test(text) ? 4 : -1;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
