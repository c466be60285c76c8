import type { OrgAnswer } from './resource.js';
import type { JsonObject } from './state.js';

/** Faults of the pages of a list. They change a correct response; other responses stay as they are. */
export const pagingFaults = [
  'next loses expand',
  'next loses filter',
  'next loses search',
  'next loses limit',
  'no next',
  'next on another host',
  'next to another list',
  'next loops',
  'item repeated',
  'item lost',
  'short page',
  'limit ignored',
  'filter ignored',
  'search ignored',
  'q ignored',
] as const;
export type PagingFault = (typeof pagingFaults)[number];

/** Whether a fault is one of the pages of a list. */
export function isPagingFault(kind: string | undefined): kind is PagingFault {
  return (pagingFaults as readonly (string | undefined)[]).includes(kind);
}

/**
 * The response to a request with a fault.
 * @param ask returns the correct response
 */
export async function answerWith(
  kind: PagingFault,
  url: URL,
  ask: (url: URL) => Promise<OrgAnswer>,
): Promise<OrgAnswer> {
  const [, ignored] = /^(\w+) ignored$/.exec(kind) ?? [];
  if (ignored !== undefined) return withoutParameter(ignored, url, ask);
  const answer = await ask(url);
  const [, lost] = /^next loses (\w+)$/.exec(kind) ?? [];
  if (lost !== undefined) return withNext(answer, (next) => next.searchParams.delete(lost));
  switch (kind) {
    case 'no next':
      return withoutNext(answer);
    case 'next on another host':
      return withNext(answer, (next) => {
        next.host = 'elsewhere.example.com';
      });
    case 'next to another list':
      return withNext(answer, (next) => {
        next.pathname = '/api/v1/trustedOrigins';
      });
    case 'next loops':
      return withNext(answer, (next) => {
        next.search = url.search;
      });
    case 'short page':
      return url.searchParams.has('after') ? answer : withItems(answer, (items) => items.slice(0, -1));
    default:
      return url.searchParams.has('after') ? otherPage(kind, url, answer, ask) : answer;
  }
}

/** The page after the requested one, or the requested one with the last item of the page before. */
async function otherPage(
  kind: PagingFault,
  url: URL,
  answer: OrgAnswer,
  ask: (url: URL) => Promise<OrgAnswer>,
): Promise<OrgAnswer> {
  if (kind === 'item lost') {
    const next = nextOf(answer);
    return next === undefined ? withItems(answer, (items) => items.slice(1)) : ask(new URL(next));
  }
  const first = new URL(url);
  first.searchParams.delete('after');
  const before = itemsOf(await ask(first));
  return withItems(answer, (items) => [...before.slice(-1), ...items.slice(1)]);
}

/** A response as if the request did not have the parameter. The links still have it. */
async function withoutParameter(name: string, url: URL, ask: (url: URL) => Promise<OrgAnswer>): Promise<OrgAnswer> {
  const value = url.searchParams.get(name);
  const other = new URL(url);
  other.searchParams.delete(name);
  const answer = await ask(other);
  return value === null ? answer : withNext(answer, (next) => next.searchParams.set(name, value));
}

function withNext(answer: OrgAnswer, change: (next: URL) => void): OrgAnswer {
  const href = nextOf(answer);
  if (href === undefined) return answer;
  const next = new URL(href);
  change(next);
  if (answer.links?.next !== undefined) return { ...answer, links: { ...answer.links, next: next.href } };
  const body = answer.body as JsonObject;
  return { ...answer, body: { ...body, _links: { ...(body._links as JsonObject), next: { href: next.href } } } };
}

function withoutNext(answer: OrgAnswer): OrgAnswer {
  const { next: _, ...links } = answer.links ?? {};
  const body = answer.body as JsonObject;
  if (Array.isArray(body) || !body?._links) return { ...answer, links };
  const { next: __, ...others } = body._links as JsonObject;
  return { ...answer, links, body: { ...body, _links: others } };
}

function nextOf({ links, body }: OrgAnswer): string | undefined {
  const inBody = ((body as JsonObject | undefined)?._links as JsonObject | undefined)?.next as JsonObject | undefined;
  return links?.next ?? (inBody?.href as string | undefined);
}

function itemsOf({ body }: OrgAnswer): JsonObject[] {
  const list = Array.isArray(body) ? body : Object.values((body ?? {}) as JsonObject).find(Array.isArray);
  return (list ?? []) as JsonObject[];
}

function withItems(answer: OrgAnswer, change: (items: JsonObject[]) => JsonObject[]): OrgAnswer {
  const items = change(itemsOf(answer));
  if (Array.isArray(answer.body)) return { ...answer, body: items };
  const body = (answer.body ?? {}) as JsonObject;
  const [name] = Object.entries(body).find(([, value]) => Array.isArray(value)) ?? [];
  return name === undefined ? answer : { ...answer, body: { ...body, [name]: items } };
}
