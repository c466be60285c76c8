import { isPathSegment } from '../org/ids.js';
import type { Json } from '../words.js';
import { asObject, idsOf, valueAt } from './fill.js';
import type { Ready } from './live.js';
import { type Fixture, mostPages } from './plan.js';
import { namePrefix } from './run.js';
import type { Sender, Sent } from './send.js';
import { needsTier, noneOnThisOrg, type Why } from './why.js';

/**
 * Finds the object of a fixture on the org.
 * @param since where what it lies in was created by this run: how many responses the run had read before that
 */
export async function find(
  sender: Sender,
  fixture: Fixture,
  ids: Record<string, string>,
  isOwn: boolean,
  since: number | undefined,
): Promise<Ready> {
  const { found, make, id: idProperty = 'id', partOf, parameter } = fixture.spec;
  if (!found) return { why: needsTier(make ? 'write' : 'read') };
  let item: { [key: string]: Json } | undefined;
  let reason: Why | undefined;
  let page: { page?: string; query?: Record<string, string> } | undefined = {
    query: { ...found.query, ...found.queryOf?.(ids) },
  };
  // What is looked for on the org itself is the same for every suite, and is asked for once.
  const once = Object.keys(ids).length === 0;
  for (let pages = 0; page && !item && pages < mostPages; pages += 1) {
    const { success, why }: Sent = await sender.send(found.operation, { ids, ...page, once });
    reason = why;
    if (found.one) {
      const object = success && asObject(success.body);
      item = object && (found.where?.(object, ids) ?? true) ? object : undefined;
    } else {
      const body = found.list ? asObject(success?.body)[found.list] : success?.body;
      item = (Array.isArray(body) ? body : [])
        .map(asObject)
        .find((object) => (isOwn || !isOfARun(object)) && (found.where?.(object, ids) ?? true));
    }
    page = success?.next === undefined ? undefined : { page: success.next };
  }
  if (!item) return { why: reason ?? noneOnThisOrg(found.operation) };
  const id = found.one ? '' : valueAt(item, idProperty);
  if (!found.one && !isPathSegment(id))
    return {
      why: {
        kind: 'inconclusive',
        reason: 'org-fault',
        detail: `${found.operation} lists an object without a usable id`,
      },
    };
  const isPart =
    partOf && since !== undefined && valueAt(item, partOf.pointer) === ids[partOf.parameter] && typeof id === 'string';
  if (isPart && !sender.run.client.seen.has(id, since)) sender.run.ownership.own([parameter], [id]);
  return { id: String(id), ids: { ...ids, ...(found.one ? {} : idsOf(fixture, String(id))) }, object: item };
}

/** Runs create objects and remove them: none of theirs is taken for one of the org. */
function isOfARun(object: { [key: string]: Json }): boolean {
  return JSON.stringify(object).includes(namePrefix);
}
