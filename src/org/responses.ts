import { asObject } from '../domain/json.js';
/** The JSON object of a response; empty for everything else. */
export function objectOf(text: string): Record<string, unknown> {
  return asObject(jsonOf(text));
}

/** The JSON value of a response, or `undefined`. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The number of a header that counts something: decimal digits only. Its first line counts where it is repeated. */
export function numberOf(value: string | string[] | undefined): number | undefined {
  const text = [value].flat()[0]?.trim();
  return text !== undefined && text.length <= 15 && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** The time of an HTTP date header in milliseconds since 1970. */
export function dateOf(value: string | string[] | undefined): number | undefined {
  const text = [value].flat()[0]?.trim();
  // `Date.parse` takes a number such as -5 for a year.
  if (text === undefined || text.length > 40 || !/^[A-Z][a-z]{2,8},? /.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
