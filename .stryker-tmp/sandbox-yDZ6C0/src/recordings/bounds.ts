// @ts-nocheck
import type { Json } from '../domain/json.js';

const megabyte = 1024 * 1024;

/** The largest body that is read, compressed or not. The limit for responses of a live org is the same. */
export const largestBody = 16 * megabyte;

/** The largest exchange that is kept in memory: a body with escapes, headers and metadata. */
export const largestEntry = 32 * megabyte;

/** How deep JSON may be nested. Bodies of Okta have fewer than 20 levels. */
export const deepestNesting = 200;

/** A number of bytes as text. */
export function inMegabytes(bytes: number): string {
  return `${bytes / megabyte} MB`;
}

/** Whether a value is nested too deep. It does not recurse, so that no depth exceeds the stack. */
export function isTooDeep(value: Json | undefined): boolean {
  const pending: { item: Json | undefined; depth: number }[] = [{ item: value, depth: 0 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { item, depth } = next;
    if (typeof item !== 'object' || item === null) continue;
    if (depth === deepestNesting) return true;
    for (const child of Object.values(item))
      if (typeof child === 'object' && child !== null) pending.push({ item: child, depth: depth + 1 });
  }
  return false;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Decodes UTF-8; `undefined` if the bytes are invalid. A byte order mark is removed. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
