import type { Json } from '../domain/json.js';

const megabyte = 1024 * 1024;

/** The largest body that is read, packed or not: the same as from a live org. */
export const largestBody = 16 * megabyte;

/** The largest exchange that is kept in memory: a body with its escapes, and what surrounds it. */
export const largestEntry = 32 * megabyte;

/** How deep JSON may be nested. Bodies of Okta stay below 20 levels. */
export const deepestNesting = 200;

/** A number of bytes for people. */
export function inMegabytes(bytes: number): string {
  return `${bytes / megabyte} MB`;
}

/** Whether a value is nested deeper than allowed. It does not recurse: the value may have any depth. */
export function isTooDeep(value: Json | undefined): boolean {
  const waiting: { item: Json | undefined; depth: number }[] = [{ item: value, depth: 0 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { item, depth } = next;
    if (typeof item !== 'object' || item === null) continue;
    if (depth === deepestNesting) return true;
    for (const child of Object.values(item))
      if (typeof child === 'object' && child !== null) waiting.push({ item: child, depth: depth + 1 });
  }
  return false;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The text of bytes; `undefined` where they are not UTF-8. A byte order mark is dropped. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
