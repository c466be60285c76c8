import type { Headers } from '../domain/exchange.js';
import { asObject, type Json } from '../domain/json.js';

/** The link to the next page: of the `Link` header, or of `_links.next` of the body. */
export function nextLink(headers: Headers, body: Json | undefined): string | undefined {
  return linkOf('next', headers, body);
}

/** A link of the `Link` header, or of `_links` of the body. */
export function linkOf(rel: 'next' | 'self', headers: Headers, body: Json | undefined): string | undefined {
  return fromHeader(rel, headers) ?? fromBody(rel, body);
}

function fromHeader(rel: 'next' | 'self', headers: Headers): string | undefined {
  const { link } = headers;
  if (link === undefined) return undefined;
  const links = typeof link === 'string' ? link : link.join(', ');
  // `[^<>]` keeps the search linear: no match can extend over the next `<`.
  const found = links.matchAll(/<([^<>]*)>\s*;[^,<]*\brel="?(next|self)"?/g);
  for (const [, href, name] of found) if (name === rel) return href;
  return undefined;
}

function fromBody(rel: 'next' | 'self', body: Json | undefined): string | undefined {
  const { href } = asObject(asObject(asObject(body)._links)[rel]);
  return typeof href === 'string' ? href : undefined;
}
