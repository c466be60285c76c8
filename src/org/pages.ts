import { nextLink } from '../contract/links.js';
import type { Headers } from '../domain/exchange.js';
import type { Json } from '../domain/json.js';
import { addressOf } from './address.js';

/**
 * Path and query of the next page: from the `Link` header of a response, or from `_links.next` of its body. `undefined` on the
 * last page, and if the next page has another host. The admin host of an org counts as the org.
 */
export function nextPage(org: string, headers: Headers, body: Json | undefined): string | undefined {
  const href = nextLink(headers, body);
  const next = href === undefined ? undefined : onOrg(org, href);
  return next && next.pathname + next.search;
}

/** Whether a response names a next page of another host: credentials must not be sent there. */
export function isNextElsewhere(org: string, headers: Headers, body: Json | undefined): boolean {
  const href = nextLink(headers, body);
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
