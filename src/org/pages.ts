import type { Headers } from '../domain/exchange.js';
import type { Json } from '../domain/json.js';
import { addressOf } from './address.js';

/**
 * The path and query of the next page, from the `Link` header or from `_links.next` in the body. `undefined` on the last page,
 * and if the next page is on another host. The admin host of an org counts as the org.
 */
export function nextPage(org: string, headers: Headers, body: Json | undefined): string | undefined {
  const href = nextOf(headers, body);
  const next = href === undefined ? undefined : onOrg(org, href);
  return next && next.pathname + next.search;
}

/** Whether the next page of a response is on another host, to which credentials must not be sent. */
export function isNextCrossOrigin(org: string, headers: Headers, body: Json | undefined): boolean {
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
  // A target cannot contain `<`, so that the search is linear.
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
