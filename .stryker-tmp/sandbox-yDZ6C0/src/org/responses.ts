// @ts-nocheck
import { asObject } from '../domain/json.js';
/** Parses a response as a JSON object; empty if it is not one. */
export function objectOf(text: string): Record<string, unknown> {
  return asObject(jsonOf(text));
}

/** Parses a response as JSON; `undefined` if it is not valid. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Parses a numeric header: decimal digits only. Uses the first value of a repeated header. */
export function numberOf(value: string | string[] | undefined): number | undefined {
  const text = [value].flat()[0]?.trim();
  return text !== undefined && text.length <= 15 && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Parses an HTTP date header, in milliseconds since 1970. */
export function dateOf(value: string | string[] | undefined): number | undefined {
  const text = [value].flat()[0]?.trim();
  // `Date.parse` parses a number such as -5 as a year.
  if (text === undefined || text.length > 40 || !/^[A-Z][a-z]{2,8},? /.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
