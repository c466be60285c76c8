// @ts-nocheck
import { type Json, valueAt } from '../../domain/json.js';
import type { OrgClient } from '../client.js';
import { isPathSegment } from '../ids.js';
import { type CreatedKind, runThatNamed } from './created-kinds.js';
import { pathOf } from './removal.js';

/** An object of the org with a name of a run. */
export interface CreatedObject {
  kind: CreatedKind;
  id: string;
  name: string;
  /** The id of the run in the name. */
  run: string;
  /** When it was created, in milliseconds since 1970; `undefined` if the org does not return it. */
  created: number | undefined;
}

/** The objects of runs on an org. */
export interface Inventory {
  objects: CreatedObject[];
  /** Kinds whose list could not be read completely. */
  unread: string[];
}

/** The maximum length of a list: 20 pages of 200 objects. */
const mostPages = 20;
/** Names of the creation date in Okta's objects. */
const dates = ['created', 'createdDate', 'createdAt'];
/** Okta's error codes for a feature or an operation that the org does not have. */
const notOnThisOrg = new Set(['E0000008', 'E0000015', 'E0000022', 'E0000060', 'E0000215']);

/** Lists all kinds of objects that runs create, and returns the objects with a name of a run. Only reads. */
export async function findCreated(client: OrgClient, kinds: readonly CreatedKind[]): Promise<Inventory> {
  const lists = await Promise.all(kinds.map((kind) => listOf(client, kind)));
  return {
    objects: lists.flatMap(({ objects }) => objects),
    unread: [...new Set(lists.flatMap(({ objects: _, isComplete }, i) => (isComplete ? [] : [kinds[i]?.kind ?? ''])))],
  };
}

/** Lists the objects of one kind. */
export async function listOf(
  client: OrgClient,
  kind: CreatedKind,
): Promise<{ objects: CreatedObject[]; isComplete: boolean }> {
  const { find } = kind;
  const objects = new Map<string, CreatedObject>();
  const seen = new Set<string>();
  const ended = (isComplete: boolean) => ({ objects: [...objects.values()], isComplete });
  let page: { path: string; query?: Record<string, string> } = {
    path: pathOf(find.operation, {}, ''),
    ...(find.query ? { query: find.query } : {}),
  };
  for (let pages = 0; pages < mostPages; pages += 1) {
    const { exchange, body, next, crossOriginNext } = await client.send({
      method: 'GET',
      operation: find.operation,
      ...page,
    });
    if (exchange.response.status !== 200)
      return ended(pages === 0 && notOnThisOrg.has(String(valueAt(body, '/errorCode'))));
    const items = find.list ? valueAt(body, find.list) : body;
    // The response can be the object itself instead of a list.
    for (const item of Array.isArray(items) ? items : [items]) {
      const object = objectOf(kind, item);
      if (object) objects.set(object.id, object);
    }
    if (crossOriginNext) return ended(false);
    if (next === undefined) return ended(true);
    if (seen.has(next)) return ended(false);
    seen.add(next);
    page = { path: next };
  }
  return ended(false);
}

/** Reads an item of a list or an object; `undefined` if it does not have a name of a run for this kind. */
export function objectOf(kind: CreatedKind, item: Json | undefined): CreatedObject | undefined {
  const name = valueAt(item, kind.find.name);
  const run = runThatNamed(kind, name);
  const id = valueAt(item, kind.find.id);
  if (run === undefined || typeof name !== 'string' || !isPathSegment(id)) return undefined;
  const date = dates.map((property) => valueAt(item, property)).find((value) => typeof value === 'string');
  const created = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  return { kind, id, name, run, created: Number.isNaN(created) ? undefined : created };
}

/** Objects, sorted by age. */
export interface Sorted {
  old: CreatedObject[];
  /** Objects of runs that may still be running. */
  young: CreatedObject[];
  /** Objects of unknown age. */
  undated: CreatedObject[];
}

/**
 * Sorts objects by the age of the run that created them, which is the age of its youngest object. If no object of a run has a
 * date, its age is unknown.
 * @param limitMs the age from which a run is old; with 0, all runs are old except the running ones
 * @param running ids of runs that are running
 */
export function sortByAge(
  objects: readonly CreatedObject[],
  limitMs: number,
  running: ReadonlySet<string> = new Set(),
  now: number = Date.now(),
): Sorted {
  const youngest = new Map<string, number>();
  for (const { run, created } of objects)
    if (created !== undefined) youngest.set(run, Math.max(created, youngest.get(run) ?? created));
  const sorted: Sorted = { old: [], young: [], undated: [] };
  for (const object of objects) {
    const created = youngest.get(object.run);
    if (running.has(object.run)) sorted.young.push(object);
    else if (limitMs === 0) sorted.old.push(object);
    else if (created === undefined) sorted.undated.push(object);
    else sorted[now - created < limitMs ? 'young' : 'old'].push(object);
  }
  return sorted;
}
