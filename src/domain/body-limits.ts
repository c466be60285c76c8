import type { Json } from './json.js';

/** Responses of Okta have fewer than 20 levels. */
export const mostLevels = 100;
/** A page of Okta's longest list, 10,000 groups with their statistics, has about 400,000 values. */
export const mostValues = 500_000;
/** Okta's largest objects are maps with some hundred properties. */
export const mostProperties = 10_000;
/** Shorter texts parse quickly, independent of their content. */
const longText = 250_000;

const tooDeep = `is nested deeper than ${mostLevels} levels`;
const tooMany = `has more than ${mostValues.toLocaleString('en')} values`;
const tooWide = `has an object with more than ${mostProperties.toLocaleString('en')} properties`;

/**
 * Why a body cannot be processed, or `undefined` if it can. The body is read level by level: a recursive function could
 * exceed the stack.
 */
export function limitExceeded(body: Json | undefined): string | undefined {
  if (typeof body === 'string') return textLimitExceeded(body);
  let level: unknown[] = [body];
  let values = 1;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= mostLevels) return tooDeep;
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      const children = Array.isArray(value) ? value : Object.values(value);
      if (children.length > mostProperties && !Array.isArray(value)) return tooWide;
      values += children.length;
      if (values > mostValues) return tooMany;
      for (const child of children) if (typeof child === 'object' && child !== null) next.push(child);
    }
    level = next;
  }
  return undefined;
}

/**
 * Why a JSON text must not be parsed, or `undefined` if it can: 16 MB of brackets take seconds. Short texts, and texts that are
 * not JSON, are never refused.
 */
export function textLimitExceeded(text: string): string | undefined {
  if (text.length < longText || !/^\s*[[{]/.test(text)) return undefined;
  let depth = 0;
  let values = 1;
  let isFirst = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char <= space) continue;
    if (char === closeList || char === closeObject) {
      depth -= 1;
      isFirst = false;
      continue;
    }
    if (isFirst || char === comma) values += 1;
    isFirst = char === openList || char === openObject;
    if (isFirst) depth += 1;
    if (char === quote) at = endOfString(text, at);
    if (depth > mostLevels) return tooDeep;
    if (values > mostValues) return tooMany;
  }
  return undefined;
}

const [space, quote, comma, openList, closeList, openObject, closeObject] = [32, 34, 44, 91, 93, 123, 125];

/** The index of the quote that ends the JSON string that starts at `from`. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text[end - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return end;
  }
  return text.length;
}
