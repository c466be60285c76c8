// @ts-nocheck
import { type Json, valueAt } from '../../domain/json.js';
import { readerOf, templateOf } from '../../domain/operation.js';
import type { OrgClient } from '../client.js';
import { parametersOf } from '../ids.js';
import type { Leftover } from './journal.js';
import { carriesName, uuidOf } from './names.js';
import type { ReadJournal } from './read.js';
import { pathOf } from './removal.js';

/** The state of a journaled object on the org. */
export type Found =
  | { state: 'ours'; id: string }
  /** The object does not exist. */
  | { state: 'gone' }
  | { state: 'not-ours' | 'no-name' | 'unclear' };

/** The maximum length of a list: 20 pages of 200 objects. */
const mostPages = 20;
const idFormat = /^(?!\.{1,2}$)[0-9A-Za-z._~-]{1,200}$/;

/** Finds the objects of one journal on the org. An object belongs to the run if it or its parent has the run's name. */
export class Lookup {
  readonly #journal: ReadJournal;
  readonly #client: OrgClient;
  readonly #parents = new Map<Leftover, Promise<Found>>();

  constructor(journal: ReadJournal, client: OrgClient) {
    this.#journal = journal;
    this.#client = client;
  }

  /** Finds an object and checks whether it belongs to the run. Throws if the org does not respond. */
  async find(leftover: Leftover): Promise<Found> {
    const parent = this.#parentOf(leftover);
    if (parent === undefined) return this.#findByName(leftover);
    // Children are removed with their parent.
    if (parent === 'removed') return { state: 'gone' };
    const found = this.#parents.get(parent) ?? this.find(parent);
    this.#parents.set(parent, found);
    const { state } = await found;
    if (state !== 'ours') return { state };
    if (leftover.id !== undefined) return { state: 'ours', id: leftover.id };
    // Without a list to search, it is removed with its parent.
    return leftover.recipe.find
      ? this.#findInList(
          leftover,
          (_, value) => value === markOf(leftover),
          () => true,
        )
      : { state: 'gone' };
  }

  /** Checks an object after the org accepted its removal. A list can still contain it for a moment. */
  async findRemoved(leftover: Leftover, id: string): Promise<Found> {
    const { remove, values } = leftover.recipe;
    const last = remove.at(-1);
    if (last && parametersOf(last.operation).length > 0) {
      const path = pathOf(readerOf(templateOf(last.operation)), values, id);
      const { exchange } = await this.#client.send({ method: 'GET', path });
      if ([404, 410].includes(exchange.response.status)) return { state: 'gone' };
    }
    return this.find(leftover);
  }

  /** Whether an object is a child of another object of the run. */
  isChild(leftover: Leftover): boolean {
    return this.#parentOf(leftover) !== undefined;
  }

  /** The parent of an object: the object of the same run whose id is first in the path of the removal. */
  #parentOf(leftover: Leftover): Leftover | 'removed' | undefined {
    const { recipe } = leftover;
    const last = recipe.remove.at(-1);
    const [first] = last ? parametersOf(last.operation) : [];
    const id = first !== undefined && Object.hasOwn(recipe.values, first) ? recipe.values[first] : undefined;
    if (id === undefined) return undefined;
    // A parent is created before its children.
    const before = this.#journal.leftovers.slice(0, Math.max(0, this.#journal.leftovers.indexOf(leftover)));
    const parent = before.find((other) => other.id === id && !other.recipe.changes && other.recipe.remove.length > 0);
    return parent ?? (this.#journal.removed.has(id) ? 'removed' : undefined);
  }

  async #findByName(leftover: Leftover): Promise<Found> {
    const { recipe, id } = leftover;
    const last = recipe.remove.at(-1);
    // It is removed with the object that it belongs to.
    if (!last) return { state: 'gone' };
    const { find } = recipe;
    const isOurs = (value: unknown) => this.#isOfRun(leftover, value);
    // A list can lack a new object for some seconds; a read by its alias finds it immediately.
    for (const key of parametersOf(last.operation).length > 0 ? [id, recipe.alias] : []) {
      if (key === undefined) continue;
      const path = pathOf(readerOf(templateOf(last.operation)), recipe.values, key);
      const { exchange, body } = await this.#client.send({ method: 'GET', path });
      const { status } = exchange.response;
      if (status === 200) {
        if (!find) return { state: 'no-name' };
        const itsId = id ?? valueAt(body, find.id);
        if (!isOurs(valueAt(body, find.name))) return { state: 'not-ours' };
        return isId(itsId) ? { state: 'ours', id: itsId } : { state: 'unclear' };
      }
      if (![404, 405, 410, 501].includes(status)) return { state: 'unclear' };
      if (!find) return status === 404 || status === 410 ? { state: 'gone' } : { state: 'no-name' };
      // Only a 404 with an Okta error comes from the org, and not from a proxy.
      if (key === recipe.alias && status === 404 && valueAt(body, '/errorCode') !== undefined) return { state: 'gone' };
    }
    if (!find) return { state: 'no-name' };
    return this.#findInList(
      leftover,
      (itsId, value) => (id === undefined ? value === markOf(leftover) : itsId === id),
      isOurs,
    );
  }

  /** Searches an object in the list of its kind. */
  async #findInList(
    { recipe }: Leftover,
    isIt: (id: unknown, value: unknown) => boolean,
    isOurs: (value: unknown) => boolean,
  ): Promise<Found> {
    const { find } = recipe;
    if (!find) return { state: 'no-name' };
    const seen = new Set<string>();
    let page: { path: string; query?: Record<string, string> } = {
      path: pathOf(find.operation, recipe.values, ''),
      ...(find.query ? { query: find.query } : {}),
    };
    for (let pages = 0; pages < mostPages; pages += 1) {
      const { exchange, body, next, crossOriginNext } = await this.#client.send({ method: 'GET', ...page });
      // The parent does not exist, and so neither does the object.
      if (exchange.response.status === 404 && parametersOf(find.operation).length > 0) return { state: 'gone' };
      if (exchange.response.status !== 200) return { state: 'unclear' };
      const items = find.list ? valueAt(body, find.list) : body;
      if (!Array.isArray(items)) return { state: 'unclear' };
      for (const item of items) {
        const id = valueAt(item, find.id);
        const value = valueAt(item, find.name);
        if (!isIt(id, value)) continue;
        if (!isOurs(value)) return { state: 'not-ours' };
        return isId(id) ? { state: 'ours', id } : { state: 'unclear' };
      }
      if (crossOriginNext) return { state: 'unclear' };
      if (next === undefined) return { state: 'gone' };
      if (seen.has(next)) return { state: 'unclear' };
      seen.add(next);
      page = { path: next };
    }
    return { state: 'unclear' };
  }

  #isOfRun({ recipe }: Leftover, value: unknown): boolean {
    const run = this.#journal.run?.run ?? '';
    if (run === '') return false;
    return carriesName(value, run) || (carriesName(recipe.name, run) && value === uuidOf(recipe.name));
  }
}

/** The value that identifies an object in a list. */
function markOf({ recipe }: Leftover): string {
  return recipe.mark ?? recipe.name;
}

function isId(value: Json | undefined): value is string {
  return typeof value === 'string' && idFormat.test(value);
}
