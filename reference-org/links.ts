import type { JsonObject } from './state.js';

/** A link with its allowed methods. */
export function link(href: string, ...allow: string[]): JsonObject {
  return allow.length > 0 ? { href, hints: { allow } } : { href };
}
