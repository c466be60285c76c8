import { setTimeout as sleep } from 'node:timers/promises';
import { isNotServed } from '../contract/refusal.js';
import { asObject, isObject, type Json, valueAt } from '../domain/json.js';
import type { Reply } from '../org/client.js';
import { fillPath } from '../org/ids.js';
import { readerOf } from './identity.js';
import { type Fixture, mostPages } from './model.js';
import type { Run } from './run.js';

/** What the org says of an object: that it exists and how it is, that it does not, or neither. */
export type Look =
  | { kind: 'present'; object: { [key: string]: Json }; reply?: Reply }
  | { kind: 'absent' }
  | { kind: 'unknown'; refusal?: Reply };

/**
 * Reads an object of the run: by itself, or in its list where the org does not say it by itself. A cancelled run does so, too,
 * because what it removes it has to confirm.
 */
export async function look(run: Run, fixture: Fixture, ids: Record<string, string>, id: string): Promise<Look> {
  const reader = readerOf(fixture);
  let refusal: Reply | undefined;
  if (reader) {
    const template = reader.split(' ')[1] ?? '';
    const reply = await read(run, fillPath(template, { ...ids, [fixture.spec.parameter]: id }));
    const { status, body } = reply.exchange.response;
    if (status === 200 && isObject(reply.body)) return { kind: 'present', object: reply.body, reply };
    // A 404 of another server than the org proves nothing.
    if (status === 404 && asObject(body).errorCode !== undefined && !isNotServed(reply.exchange, template))
      return { kind: 'absent' };
    refusal = reply;
  }
  const seen = await lookInList(run, fixture, ids, id);
  return seen.kind === 'unknown' && refusal ? { ...seen, refusal } : seen;
}

/** Looks until the object is as expected, for some seconds: an org may show a change a moment later. */
export async function lookUntil(
  expected: Look['kind'],
  ...[run, fixture, ids, id]: Parameters<typeof look>
): Promise<Look> {
  for (let attempt = 1; ; attempt += 1) {
    const seen = await look(run, fixture, ids, id);
    if (seen.kind === expected || seen.kind === 'unknown' || attempt >= 4) return seen;
    await sleep(250 * 2 ** attempt);
  }
}

async function lookInList(run: Run, { spec }: Fixture, ids: Record<string, string>, id: string): Promise<Look> {
  if (!spec.find) return { kind: 'unknown' };
  const { path, list } = spec.find;
  let page: string | undefined = fillPath(path, ids);
  for (let pages = 0; page !== undefined && pages < mostPages; pages += 1) {
    const { exchange, body, next }: Reply = await read(run, page);
    if (exchange.response.status !== 200) return { kind: 'unknown' };
    const items = list ? asObject(body)[list] : body;
    if (typeof items !== 'object' || items === null) return { kind: 'unknown' };
    const item = [items].flat().find((candidate) => valueAt(candidate, spec.id ?? 'id') === id);
    if (item !== undefined) return { kind: 'present', object: asObject(item) };
    page = next;
  }
  return page === undefined ? { kind: 'absent' } : { kind: 'unknown' };
}

/** Reads a list, so that the run knows which objects existed before it creates one. Tells whether it read all of it. */
export async function readList(run: Run, path: string): Promise<boolean> {
  let page: string | undefined = path;
  for (let pages = 0; page !== undefined && pages < mostPages; pages += 1) {
    const reply: Reply = await read(run, page);
    if (reply.exchange.response.status !== 200) return false;
    page = reply.next;
  }
  return page === undefined;
}

function read(run: Run, path: string): Promise<Reply> {
  return run.client.send({ method: 'GET', path, removing: true });
}
