import type { Headers } from '../domain/exchange.js';
import type { Json } from '../domain/json.js';
import { addressOf } from './address.js';

/**
 * The path and query of the page after an answer: from its `Link` header, or from the body's own `_links.next`. `undefined`
 * on the last page, and where the next one would lead to another org: an org's admin host stands for the org.
 */
export function nextPage(org: string, headers: Headers, body: Json | undefined): string | undefined {
  const href = nextOf(headers, body);
  const next = href === undefined ? undefined : onOrg(org, href);
  return next && next.pathname + next.search;
}

/** Whether an answer names a next page that is none of the org's: credentials must not follow it. */
export function isNextElsewhere(org: string, headers: Headers, body: Json | undefined): boolean {
  const href = nextOf(headers, body);
  return href !== undefined && onOrg(org, href) === undefined;
}

function onOrg(org: string, href: string): URL | undefined {
  if (!URL.canParse(href, org)) return undefined;
  const next = new URL(href, org);
  const own = new URL(org);
  if (next.host !== own.host && next.hostname !== own.hostname.replace('.', '-admin.')) return undefined;
  try {
    return addressOf(own.origin, { path: next.pathname + next.search });
  } catch {
    return undefined;
  }
}

function nextOf(headers: Headers, body: Json | undefined): string | undefined {
  return fromHeader(headers) ?? fromBody(body);
}

function fromHeader(headers: Headers): string | undefined {
  const links = [headers.link ?? []].flat().join(', ');
  // A new target begins at each `<`: the search takes no more than the length of the header.
  return /<([^<>]*)>\s*;[^,<]*\brel="?next"?/.exec(links)?.[1];
}

function fromBody(body: Json | undefined): string | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const { _links: links } = body;
  if (typeof links !== 'object' || links === null || Array.isArray(links)) return undefined;
  const { next } = links;
  if (typeof next !== 'object' || next === null || Array.isArray(next)) return undefined;
  return typeof next.href === 'string' ? next.href : undefined;
}
