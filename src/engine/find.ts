import { asObject, type Json, pointerTo, valueAt } from '../domain/json.js';
import { isPathSegment } from '../org/ids.js';
import { idsOf } from './fill.js';
import type { Ready } from './live.js';
import { type Fixture, type Found, foundIn, mostPages } from './model.js';
import { namePrefix } from './run.js';
import type { Sender, Sent } from './send.js';
import { needsTier, noneOnThisOrg, type Why } from './why.js';

/**
 * Finds the object of a fixture on the org: by the first of its alternatives that has one.
 * @param since where what it lies in was created by this run: how many responses the run had read before that
 */
export async function find(
  sender: Sender,
  fixture: Fixture,
  ids: Record<string, string>,
  isOwn: boolean,
  since: number | undefined,
): Promise<Ready> {
  const { make, parameter, partOf } = fixture.spec;
  let ready: Ready = { why: needsTier(make ? 'write' : 'read') };
  for (const found of foundIn(fixture.spec)) {
    ready = await findBy(sender, fixture, found, ids, isOwn);
    if ('object' in ready) break;
  }
  if ('why' in ready || !partOf || since === undefined || ready.id === '') return ready;
  const isPart = valueAt(ready.object, partOf.pointer) === ids[partOf.parameter];
  if (isPart && !sender.run.client.seen.has(ready.id, since)) sender.run.ownership.own([parameter], [ready.id]);
  return ready;
}

async function findBy(
  sender: Sender,
  fixture: Fixture,
  found: Found,
  ids: Record<string, string>,
  isOwn: boolean,
): Promise<Ready> {
  let item: { [key: string]: Json } | undefined;
  let reason: Why | undefined;
  let page: { page?: string; query?: Record<string, string> } | undefined = {
    query: { ...found.query, ...found.queryOf?.(ids) },
  };
  // What is looked for on the org itself is the same for every suite, and is asked for once.
  const once = Object.keys(ids).length === 0;
  const values = { ...ids, ...found.with };
  for (let pages = 0; page && !item && pages < mostPages; pages += 1) {
    const { success, why }: Sent = await sender.send(found.operation, { ids: values, ...page, once });
    reason = why;
    item = objectsOf(found, success?.body).find(
      (object) => (found.one || isOwn || !isOfARun(object)) && (found.where?.(object, ids) ?? true),
    );
    page = success?.next === undefined ? undefined : { page: success.next };
  }
  if (!item) return { why: reason ?? noneOnThisOrg(found.operation) };
  if (found.one) return { id: '', ids, object: item };
  const id = valueAt(item, pointerTo(fixture.spec.id ?? 'id'));
  if (!isPathSegment(id))
    return {
      why: {
        kind: 'inconclusive',
        reason: 'org-fault',
        detail: `${found.operation} lists an object without a usable id`,
      },
    };
  return { id, ids: { ...ids, ...idsOf(fixture, id) }, object: item };
}

/** The objects of a response: those of its list, or the object that it is. */
function objectsOf(found: Found, body: Json | undefined): { [key: string]: Json }[] {
  const content = found.list ? asObject(body)[found.list] : body;
  if (Array.isArray(content)) return found.one ? [] : content.map(asObject);
  return body !== undefined && (found.one || found.with) ? [asObject(body)] : [];
}

/** Runs create objects and remove them: none of theirs is taken for one of the org. */
function isOfARun(object: { [key: string]: Json }): boolean {
  return JSON.stringify(object).includes(namePrefix);
}
