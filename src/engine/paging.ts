import type { Accumulator } from '../assess/accumulator.js';
import type { OperationContract } from '../contract/model.js';
import {
  checkNextPage,
  checkPage,
  comparedFindings,
  containsValue,
  hashOf,
  itemsOf,
  lostBetween,
  narrowingBy,
  pagesWith,
} from '../contract/paging.js';
import type { FindingParts } from '../domain/finding.js';
import type { Json } from '../domain/json.js';
import type { Reply } from '../org/client.js';
import { fillPath } from '../org/ids.js';
import type { Sender, Sent, SuiteRequest } from './send.js';

const tooFew = 'too few items';

/** A list of the org, and how it is read again. */
interface List {
  contract: OperationContract;
  /** The response to the call of the suite. */
  reply: Reply;
  /** Sends the call again with these query parameters, in addition to those that select the list. */
  read(more: Record<string, string>): Promise<Reply>;
  /** Reads the page of a link. */
  follow(page: string): Promise<Reply>;
}

/** The findings of some requests, or why they show nothing. */
type Verified = { kind: 'verified'; faults: FindingParts[] } | { kind: 'not verified'; detail: string };

/**
 * Verifies the pages of the list that a call returned, once per operation: two pages of one item each, and one request for each
 * parameter that narrows the list. A fault is reported if it occurs twice, because others may change the list meanwhile.
 */
export async function verifyPages(
  { run, accumulators }: Sender,
  contract: OperationContract,
  request: SuiteRequest,
  sent: Sent,
): Promise<void> {
  const accumulator = accumulators.get(contract.id);
  if (!contract.paging || !accumulator || sent.kind !== 'checked' || run.paged.has(contract.id)) return;
  const { reply } = sent;
  const count = itemsOf(contract, reply.exchange.response.body)?.length;
  if (count === undefined) return;
  if (count < 2 && reply.next === undefined) return accumulator.paged({ part: 'pages', why: tooFew });
  run.paged.add(contract.id);
  const send = (path: string, query?: Record<string, string>) =>
    run.client.send({ method: 'GET', path, operation: contract.id, ...(query && { query }) });
  const path = fillPath(contract.template, request.ids);
  const list: List = {
    contract,
    reply,
    read: (more) => send(path, { ...request.query, ...more }),
    follow: (page) => send(page),
  };
  const narrowing = Object.entries(contract.paging.narrowedBy ?? {});
  const verified = await Promise.all([
    verifyPart('pages', (current) => twoPages(current)),
    ...narrowing.map(([name, template]) => verifyPart(name, (current) => narrowed(current, name, template))),
  ]);
  for (const [part, result] of verified) record(accumulator, part, result);

  async function verifyPart(part: string, verify: (list: List) => Promise<Verified>): Promise<[string, Verified]> {
    return [
      part,
      await run.guard(
        () => confirmed(list, verify),
        ({ detail }) => notVerified(detail),
      ),
    ];
  }
}

function record(accumulator: Accumulator, part: string, verified: Verified): void {
  accumulator.paged({ part, ...(verified.kind === 'not verified' && { why: verified.detail }) });
  if (verified.kind === 'verified') for (const fault of verified.faults) accumulator.violates(200, fault);
}

/** Faults that occur again with the list as it is then. */
async function confirmed(list: List, verify: (list: List) => Promise<Verified>): Promise<Verified> {
  const once = await verify(list);
  if (once.kind === 'not verified' || once.faults.length === 0) return once;
  const again = await verify({ ...list, reply: await list.read({}) });
  if (again.kind === 'not verified') return again;
  const messages = new Set(again.faults.map(({ message }) => message));
  return { kind: 'verified', faults: once.faults.filter(({ message }) => messages.has(message)) };
}

/** Reads two pages with one item each, or follows the link of the list if a request cannot choose the size of its pages. */
async function twoPages(list: List): Promise<Verified> {
  const { contract } = list;
  const { paging, id } = contract;
  const items = itemsIn(list, list.reply);
  const isChosen = paging?.limit !== false && items.length > 1;
  const first = isChosen
    ? await list.read({ ...(paging?.expand && { expand: paging.expand }), limit: '1' })
    : list.reply;
  const { status } = first.exchange.response;
  if (status !== 200) return notVerified(`${id} with limit=1: status ${status}`);
  const faults = checkPage(contract, first.exchange);
  // A link that leads elsewhere is not followed.
  if (faults.some(({ pointer }) => pointer === '')) return { kind: 'verified', faults };
  if (first.crossOriginNext) return notVerified('the next page is on another host');
  const shown = itemsIn(list, first);
  if (first.next === undefined) {
    if (!isChosen) return notVerified('the list has one page, and a request cannot choose the size of its pages');
    if (shown.length === 1) faults.push(comparedFindings.noNext(contract));
    return faults.length > 0 ? { kind: 'verified', faults } : notVerified('the list changed during the run');
  }
  const second = await list.follow(first.next);
  if (second.exchange.response.status !== 200)
    return notVerified(`${id}, second page: status ${second.exchange.response.status}`);
  faults.push(...checkPage(contract, second.exchange));
  const before = pagesWith(contract, undefined, first.exchange);
  if (before) faults.push(...checkNextPage(contract, before, second.exchange));
  const lost = isChosen ? lostOf(contract, items, shown, itemsIn(list, second)) : 0;
  if (lost > 0) faults.push(comparedFindings.itemLost(contract, lost));
  return { kind: 'verified', faults: mostSevere(faults) };
}

/** How many items of a list are between two pages, and on neither. */
function lostOf(contract: OperationContract, items: readonly Json[], ...pages: readonly Json[][]): number {
  const [[last], [next]] = pages.map((page) => page.map((item) => hashOf(contract, item))) as [string[], string[]];
  const all = items.map((item) => hashOf(contract, item));
  return last === undefined || next === undefined ? 0 : lostBetween(all, last, next);
}

/** Narrows a list to its last items, and reads the first of them: without narrowing, it would be the first of the list. */
async function narrowed(list: List, name: string, template: string): Promise<Verified> {
  const { contract } = list;
  const items = itemsIn(list, list.reply);
  const [first] = items;
  // Two items of three: the response has a second page, so that its link can be checked.
  const wanted = (name === 'q' ? items.slice(-1) : items.slice(items.length > 2 ? -2 : -1)).flatMap(
    (item) => narrowingBy(template, item) ?? [],
  );
  if (items.length < 2 || first === undefined || wanted.length === 0) return notVerified(tooFew);
  if (wanted.some(({ value }) => containsValue(first, value))) return notVerified('the items do not differ');
  const reply = await list.read({ [name]: wanted.map(({ expression }) => expression).join(' or '), limit: '1' });
  const { status } = reply.exchange.response;
  if (status !== 200) return notVerified(`${contract.id} with \`${name}\`: status ${status}`);
  const faults = checkPage(contract, reply.exchange);
  const isExcluded = (item: Json) => !wanted.some(({ value }) => containsValue(item, value));
  if (itemsIn(list, reply).some(isExcluded)) faults.push(comparedFindings.notNarrowed(contract, name));
  return { kind: 'verified', faults };
}

function itemsIn({ contract }: List, { exchange }: Reply): Json[] {
  return itemsOf(contract, exchange.response.body) ?? [];
}

/** One page shows a fault as a warning, two pages as a violation: the violation stays. */
function mostSevere(faults: FindingParts[]): FindingParts[] {
  return faults.filter(
    (fault) =>
      fault.level !== 'warning' ||
      !faults.some(({ message, level }) => message === fault.message && level === 'violation'),
  );
}

function notVerified(detail: string): Verified {
  return { kind: 'not verified', detail };
}
