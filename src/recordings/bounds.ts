import { TextDecoder } from 'node:util';
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

/** The length of a value as JSON. The text itself is not made, because it would take as much memory as the value. */
export function jsonLength(value: Json): number {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value).length;
  const lengths = Array.isArray(value)
    ? value.map(jsonLength)
    : Object.entries(value).map(([key, child]) => JSON.stringify(key).length + 1 + jsonLength(child));
  return lengths.reduce((sum, length) => sum + length + 1, lengths.length === 0 ? 2 : 1);
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

/** Decodes UTF-8 that is read in parts. The bytes of a part are not kept, so that a long text is in memory only once. */
export class PartialText {
  #decoder: TextDecoder | undefined;
  #text: string | undefined = '';

  /** Adds a part that is not the last one. It may end inside a character. */
  add(bytes: Uint8Array): void {
    this.#decoder ??= new TextDecoder('utf-8', { fatal: true });
    this.#append(this.#decoder, bytes, true);
  }

  /** The whole text with its last part; `undefined` if the bytes are invalid. */
  end(last: Uint8Array): string | undefined {
    if (!this.#decoder) return textOf(last);
    this.#append(this.#decoder, last, false);
    return this.#text;
  }

  #append(decoder: TextDecoder, bytes: Uint8Array, stream: boolean): void {
    if (this.#text === undefined) return;
    try {
      this.#text += decoder.decode(bytes, { stream });
    } catch {
      this.#text = undefined;
    }
  }
}
