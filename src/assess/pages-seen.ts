import { createHash } from 'node:crypto';
import type { Check, Checked } from '../contract/check.js';
import type { OperationContract } from '../contract/model.js';
import { checkNextPage, nextOf, type PagesRead, pagesWith } from '../contract/paging.js';
import type { Exchange } from '../domain/exchange.js';
import { makeFinding, verdictOf } from '../domain/finding.js';
import type { OperationId } from '../domain/operation.js';

/** Lists whose next page is awaited. */
const mostLists = 200;

/** The pages that a client read: a page that it reaches by the link of the page before is compared with the pages before it. */
export class PagesSeen {
  /** By a hash of the link to the next page. */
  readonly #lists = new Map<string, PagesRead>();

  /** Operations of these lists. The key of a page takes longer than the rest of the comparison. */
  readonly #operations = new Set<OperationId>();

  /** A check that also compares the pages of a list. It keeps hashes only. */
  around(check: Check): Check {
    const compared = (operation: OperationContract, exchange: Exchange): Checked =>
      this.#compare(operation, exchange, check(operation, exchange));
    return Object.assign(compared, { prepare: (operation: OperationContract) => check.prepare(operation) });
  }

  #compare(operation: OperationContract, exchange: Exchange, checked: Checked): Checked {
    const { request, response } = exchange;
    if (request.method !== 'GET') return checked;
    const before = this.#operations.has(operation.id) ? this.#lists.get(keyOf(request.url, request.url)) : undefined;
    const read = pagesWith(operation, before, exchange);
    if (read) {
      this.#operations.add(operation.id);
      this.#remember(keyOf(nextOf(operation, exchange) ?? '', request.url), read);
    }
    if (!before) return checked;
    const parts = checkNextPage(operation, before, exchange);
    if (parts.length === 0) return checked;
    const findings = [...checked.findings, ...parts.map((part) => makeFinding(operation.id, response.status, part))];
    return { ...checked, findings, verdict: verdictOf(findings) };
  }

  #remember(key: string, read: PagesRead): void {
    this.#lists.delete(key);
    this.#lists.set(key, read);
    const [oldest] = this.#lists.keys();
    if (this.#lists.size > mostLists && oldest !== undefined) this.#lists.delete(oldest);
  }
}

/** Path and parameters: a proxy may have another host than the links of the org, and clients may sort parameters. */
function keyOf(url: string, base: string): string {
  const own = URL.canParse(base) ? base : 'https://org.invalid';
  if (!URL.canParse(url, own)) return '';
  const { pathname, searchParams } = new URL(url, own);
  return createHash('sha256')
    .update(JSON.stringify([pathname, [...searchParams].sort()]))
    .digest('base64');
}
