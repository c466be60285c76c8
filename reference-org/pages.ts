import { invalid } from './errors.js';
import { link } from './links.js';
import type { OrgAnswer, Pages } from './resource.js';
import type { JsonObject, OrgState, Value } from './state.js';

/** A page of a list, and the links of its `Link` header: `self`, and `next` unless it is the last page. */
export function page<T extends JsonObject>(
  all: T[],
  query: URLSearchParams,
  address: string,
  usualLimit: number,
): { items: T[]; links: Record<string, string> } {
  const items = narrowed(all, query);
  const limit = Math.max(1, Number(query.get('limit') ?? usualLimit) || usualLimit);
  const after = query.get('after');
  const from = after === null ? 0 : items.findIndex((item, i) => cursorOf(item, i) === after) + 1;
  const shown = items.slice(from, from + limit);
  const of = (cursor: string | null) => {
    const parameters = new URLSearchParams(query);
    parameters.delete('after');
    if (cursor) parameters.set('after', cursor);
    parameters.set('limit', String(limit));
    return `${address}?${parameters}`;
  };
  const last = shown.at(-1);
  const isLast = from + limit >= items.length || !last;
  return {
    items: shown,
    links: { self: of(after), ...(isLast ? {} : { next: of(cursorOf(last, from + shown.length - 1)) }) },
  };
}

/** Refuses a limit over 200, which some lists of the current edition have. Throws 400. */
export function requireLimit({ profile }: OrgState, query: URLSearchParams): void {
  if (Number(query.get('limit')) > 200 && profile !== 'previous')
    throw invalid('limit', 'limit: The value is too large.');
}

/** A page of a whole list that a handler returned. */
export function pageOf(answer: OrgAnswer, pages: Pages, query: URLSearchParams, address: string): OrgAnswer {
  const { list, limit = 100, isFixed } = pages;
  const whole = (list ? (answer.body as JsonObject)[list] : answer.body) as JsonObject[];
  const parameters = new URLSearchParams(query);
  if (isFixed) parameters.delete('limit');
  const { items, links } = page(whole, parameters, address, limit);
  if (!list) return { ...answer, body: items, links };
  const body = answer.body as JsonObject;
  const known = body._links as JsonObject | undefined;
  const next = links.next === undefined ? {} : { next: link(links.next) };
  const hasLinks = known !== undefined || links.next !== undefined;
  return { ...answer, body: { ...body, [list]: items, ...(hasLinks ? { _links: { ...known, ...next } } : {}) } };
}

function cursorOf(item: JsonObject, index: number): string {
  return String(item.id ?? item.uuid ?? index);
}

/** The items that `filter`, `search` and `q` select. Expressions that are not understood select all. */
function narrowed<T extends JsonObject>(items: T[], query: URLSearchParams): T[] {
  const q = query.get('q')?.toLowerCase();
  const expressions = [query.get('filter'), query.get('search')].flatMap((text) => text ?? []);
  return items.filter(
    (item) =>
      (q === undefined || textsOf(item).some((text) => text.toLowerCase().startsWith(q))) &&
      expressions.every((text) => text.split(' or ').some((part) => isSelected(item, part))),
  );
}

function isSelected(item: JsonObject, expression: string): boolean {
  const [, path = '', operator = '', value = ''] =
    /^\(?([\w.]+) (eq|sw|co) "([^"]*)"\)?$/.exec(expression.trim()) ?? [];
  const found = path
    .split('.')
    .reduce<Value | undefined>((node, name) => (node as JsonObject | undefined)?.[name], item);
  if (operator === 'eq') return String(found) === value;
  if (operator === 'sw') return String(found).startsWith(value);
  return operator !== 'co' || String(found).includes(value);
}

/** The texts that `q` compares: of the object, and of its profile. */
function textsOf(item: JsonObject): string[] {
  const profile = (item.profile ?? {}) as JsonObject;
  return [...Object.values(item), ...Object.values(profile)].filter((value) => typeof value === 'string');
}
