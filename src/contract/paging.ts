import { createHash } from 'node:crypto';
import type { Exchange } from '../domain/exchange.js';
import type { FindingParts, Level } from '../domain/finding.js';
import { asObject, isObject, type Json, valueAt } from '../domain/json.js';
import { pagingLevelOf } from './levels.js';
import { linkOf, nextLink } from './links.js';
import type { OperationContract } from './model.js';

/** Query parameters that select, sort or extend the items. The next link has to repeat them. */
const kept = ['expand', 'filter', 'limit', 'q', 'search', 'since', 'sortBy', 'sortOrder', 'type', 'until'];

/** The pages of one list that a client read so far, without their content. */
export interface PagesRead {
  /** Hashes of the items, each with a hash of its content. */
  items: ReadonlyMap<string, string>;
  /** Query parameters that the link to the next page lost. */
  lost: readonly string[];
  /** The number of items of the last page, if it had fewer than the request asked for. */
  short?: { count: number; isSure: boolean };
}

/** A limit that every org honors, if the documents state no maximum: an org may lower a higher one without a trace. */
const safeLimit = 20;

/** Items whose hashes are kept for one list. */
const mostItems = 20_000;

/** The items of a page; `undefined` if the response is not a list. */
export function itemsOf({ paging }: OperationContract, body: Json | undefined): Json[] | undefined {
  const list = paging?.list !== undefined && isObject(body) ? body[paging.list] : body;
  return Array.isArray(list) ? list : undefined;
}

/** What identifies an item in all pages: a hash, because ids of an org are not kept. */
export function hashOf({ paging }: OperationContract, item: Json): string {
  const id = isObject(item) ? item[paging?.id ?? 'id'] : undefined;
  return shortHash(typeof id === 'string' ? id : JSON.stringify(item));
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('base64').slice(0, 16);
}

/** The findings of one page: its size, and its link to the next page. */
export function checkPage(operation: OperationContract, exchange: Exchange): FindingParts[] {
  if (operation.method !== 'GET' || exchange.response.status !== 200) return [];
  const href = nextOf(operation, exchange);
  if (href === undefined && !/limit|%/.test(exchange.request.url)) return [];
  const url = urlOf(exchange);
  const faults = [...checkSize(operation, exchange, url)];
  if (href === undefined) return faults;
  const next = URL.canParse(href, url.href) ? new URL(href, url.href) : undefined;
  if (!next) return [...faults, fault(operation, '', 'The next link is not a URL')];
  // Without a host in the recorded URL, it is not known which host is the org.
  if (URL.canParse(exchange.request.url) && !ownHosts(operation, exchange, url).includes(orgHost(next)))
    return [...faults, fault(operation, '', 'The next link names another host')];
  if (isLoop(operation, url, next))
    return [...faults, fault(operation, '', 'The next link is the page itself: a client that follows it never ends')];
  if (!isSameList(operation, url, next)) faults.push(fault(operation, '', 'The next link is a link to another list'));
  for (const name of lostParameters(operation, url, next)) faults.push(lost(operation, name));
  return faults;
}

/**
 * The findings of a page whose link was on the page before.
 * @param before the pages of the same list that were read before
 */
export function checkNextPage(operation: OperationContract, before: PagesRead, exchange: Exchange): FindingParts[] {
  const items = exchange.response.status === 200 ? itemsOf(operation, exchange.response.body) : undefined;
  if (!items) return [];
  const level = pagingLevelOf(operation.evidence);
  const faults = before.lost.map((name) => lost(operation, name, level));
  // An item that was changed meanwhile can have moved to a later page.
  const count = items.filter(
    (item) => before.items.get(hashOf(operation, item)) === shortHash(JSON.stringify(item)),
  ).length;
  if (count > 0)
    faults.push({
      ...fault(operation, listPointer(operation), 'An item of an earlier page is repeated', level),
      count,
    });
  const { short } = before;
  if (short && items.length > (short.isSure ? 0 : short.count))
    faults.push(fault(operation, listPointer(operation), 'A page had fewer items than `limit`, although more exist'));
  return faults;
}

/** The pages read so far, with one more. `undefined` if it is the last one. */
export function pagesWith(
  operation: OperationContract,
  before: PagesRead | undefined,
  exchange: Exchange,
): PagesRead | undefined {
  const { status, body } = exchange.response;
  const href = status === 200 ? nextOf(operation, exchange) : undefined;
  const items = itemsOf(operation, body);
  if (href === undefined || !items) return undefined;
  const url = urlOf(exchange);
  if (!URL.canParse(href, url.href)) return undefined;
  const known = before && before.items.size < mostItems ? before.items : [];
  const next = new URL(href, url.href);
  const short = shortPage(operation, url, next, items.length);
  return {
    items: new Map([
      ...known,
      ...items
        .slice(0, mostItems)
        .map((item): [string, string] => [hashOf(operation, item), shortHash(JSON.stringify(item))]),
    ]),
    lost: lostParameters(operation, url, next),
    ...(short && { short }),
  };
}

/** Whether a page has fewer items than its limit. A longer page after it shows that the org did not only lower the limit. */
function shortPage(operation: OperationContract, url: URL, next: URL, count: number): PagesRead['short'] {
  const chosen = chosenLimit(operation, url);
  if (chosen === undefined || operation.paging?.exceptions?.alwaysNext) return undefined;
  const { maximum } = operation.query?.limit ?? {};
  const limit = Math.min(chosen, maximum ?? chosen, chosenLimit(operation, next) ?? chosen);
  return count < limit ? { count, isSure: maximum !== undefined || limit <= safeLimit } : undefined;
}

/** Findings that compare two pages of a list with its other items. */
export const comparedFindings = {
  noNext: (operation: OperationContract): FindingParts =>
    fault(
      operation,
      '',
      'No next link after a full page, although the list has more items',
      pagingLevelOf(operation.evidence),
    ),
  itemLost: (operation: OperationContract, count: number): FindingParts => ({
    ...fault(
      operation,
      listPointer(operation),
      'An item is on no page, although the list contains it',
      pagingLevelOf(operation.evidence),
    ),
    count,
  }),
  notNarrowed: (operation: OperationContract, name: string): FindingParts =>
    fault(
      operation,
      `?${name}`,
      `\`${name}\` is ignored: items are returned that it excludes`,
      pagingLevelOf(operation.evidence),
    ),
};

/**
 * Of a list and two pages that were read one item at a time: how many items of the list are between the two, and on no page.
 * @param list hashes of the items, in order. If the first page does not start with the first of them, the list changed, or has
 *   another order with another limit
 */
export function lostBetween(list: readonly string[], first: string, second: string): number {
  const from = list.indexOf(first);
  const to = list.indexOf(second);
  return from !== 0 || to < 0 ? 0 : to - 1;
}

/** Whether an item contains the value by which the list was narrowed, anywhere. If not, the item is certainly excluded. */
export function containsValue(item: Json, value: string): boolean {
  return JSON.stringify(item).toLowerCase().includes(JSON.stringify(value).slice(1, -1).toLowerCase());
}

/** An expression of the contract with the values of an item. `undefined` if the item has no such value. */
export function narrowingBy(template: string, item: Json): { expression: string; value: string } | undefined {
  const pointer = /\{([^}]+)\}/.exec(template)?.[1] ?? '';
  const value = valueAt(item, pointer);
  if (typeof value !== 'string' || value === '' || value.length > 200 || /["\\]/.test(value)) return undefined;
  return { expression: template.replace(`{${pointer}}`, () => value), value };
}

function checkSize(operation: OperationContract, exchange: Exchange, url: URL): FindingParts[] {
  const limit = chosenLimit(operation, url);
  const items = itemsOf(operation, exchange.response.body);
  if (limit === undefined || !items || items.length <= limit) return [];
  return [fault(operation, '?limit', '`limit` is ignored: the page has more items', pagingLevelOf(operation.evidence))];
}

/** The size of the pages that the request asks for. */
function chosenLimit({ paging, query }: OperationContract, { searchParams }: URL): number | undefined {
  const limit = Number(searchParams.get('limit') ?? Number.NaN);
  const least = query?.limit?.minimum ?? 1;
  return paging && paging.limit !== false && Number.isInteger(limit) && limit >= Math.max(1, least) ? limit : undefined;
}

function lostParameters({ paging }: OperationContract, { searchParams }: URL, next: URL): string[] {
  const limit = Number(searchParams.get('limit'));
  return kept.filter((name) => {
    if (!searchParams.get(name) || paging?.exceptions?.loses?.includes(name)) return false;
    if (name === 'limit' && (paging?.limit === false || !(limit >= 1))) return false;
    // An org may lower a limit that is too high.
    return !next.searchParams.has(name) || (name === 'limit' && Number(next.searchParams.get(name)) > limit);
  });
}

/** Whether a link differs from the request in no more than parameters that it should repeat: it has no new cursor. */
function isLoop({ paging }: OperationContract, url: URL, next: URL): boolean {
  if (paging?.exceptions?.alwaysNext || url.pathname !== next.pathname) return false;
  const cursorsOf = ({ searchParams }: URL) =>
    JSON.stringify([...searchParams].filter(([name]) => !kept.includes(name)).sort());
  return cursorsOf(url) === cursorsOf(next);
}

/** Whether a link has the path of the operation. An id may be written differently: `me`, or a label. */
function isSameList({ template, paging }: OperationContract, url: URL, next: URL): boolean {
  if (paging?.exceptions?.otherPath) return true;
  const [expected, own, linked] = [template, url.pathname, next.pathname].map((path) =>
    path.split('/').filter(Boolean),
  );
  // A recording may leave out the path before that of the operation.
  if (!expected || own?.length !== expected.length) return true;
  return linked?.length === expected.length && expected.every((part, i) => part.startsWith('{') || part === linked[i]);
}

/** The link to the next page. In the body of other operations, `_links.next` is something else: the next step of a factor. */
export function nextOf({ paging }: OperationContract, { response }: Exchange): string | undefined {
  return nextLink(response.headers, paging?.links === 'body' ? response.body : undefined);
}

/** The hosts of the org: of the request, and of its other links. Behind a custom domain, links have the org's own host. */
function ownHosts(operation: OperationContract, { response: { headers, body } }: Exchange, url: URL): string[] {
  const self = linkOf('self', headers, undefined);
  const [first] = itemsOf(operation, body) ?? [];
  const links = [
    ...Object.entries(asObject(asObject(body)._links)),
    ...Object.entries(asObject(asObject(first)._links)),
  ]
    .filter(([rel]) => rel !== 'next')
    .flatMap(([, link]) => asObject(link).href ?? []);
  const hosts = [self, ...links].flatMap((href) =>
    typeof href === 'string' && URL.canParse(href) ? orgHost(new URL(href)) : [],
  );
  return [orgHost(url), ...hosts];
}

/** The host of the org; its admin host counts as the org. */
function orgHost({ host }: URL): string {
  return host.replace('-admin.', '.');
}

function urlOf({ request }: Exchange): URL {
  return URL.canParse(request.url) ? new URL(request.url) : new URL(request.url, 'https://org.invalid');
}

function listPointer({ paging }: OperationContract): string {
  return paging?.list === undefined ? '/*' : `/${paging.list}/*`;
}

/** One page shows that a link lost a parameter. Only the page after it shows that its items differ. */
function lost(operation: OperationContract, name: string, level: Level = 'warning'): FindingParts {
  return fault(operation, `?${name}`, `The next link loses \`${name}\``, level);
}

function fault(
  { resource, id }: OperationContract,
  pointer: string,
  message: string,
  level: Level = 'warning',
): FindingParts {
  return { kind: 'paging', level, pointer, message, contract: `${resource}/operations.json#${id}` };
}
