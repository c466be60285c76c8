// @ts-nocheck
import type { JsonObject } from './state.js';

/** A link with its allowed methods. */
export function link(href: string, ...allow: string[]): JsonObject {
  return allow.length > 0 ? { href, hints: { allow } } : { href };
}

/** A page of a list, and the links of its `Link` header: `self`, and `next` unless it is the last page. */
export function page<T extends JsonObject>(
  items: T[],
  query: URLSearchParams,
  address: string,
  usualLimit: number,
): { items: T[]; links: Record<string, string> } {
  const limit = Math.max(1, Number(query.get('limit') ?? usualLimit) || usualLimit);
  const after = query.get('after');
  const from = after === null ? 0 : items.findIndex((item) => item.id === after) + 1;
  const shown = items.slice(from, from + limit);
  const of = (cursor: string | null) => {
    const parameters = new URLSearchParams(query);
    parameters.delete('after');
    if (cursor) parameters.set('after', cursor);
    parameters.set('limit', String(limit));
    return `${address}?${parameters}`;
  };
  const last = shown.at(-1);
  return {
    items: shown,
    links: { self: of(after), ...(from + limit < items.length && last ? { next: of(String(last.id)) } : {}) },
  };
}
