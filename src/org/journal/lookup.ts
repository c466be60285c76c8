import { type Json, valueAt } from '../../domain/json.js';
import type { OrgClient } from '../client.js';
import type { Leftover } from './journal.js';
import { carriesName, uuidOf } from './names.js';
import type { ReadJournal } from './read.js';
import { parametersOf, pathOf, readerOf, templateOf } from './removal.js';

/** What the org says of an object of a journal. */
export type Found =
  | { state: 'ours'; id: string }
  /** It does not exist. */
  | { state: 'gone' }
  | { state: 'not-ours' | 'no-name' | 'unclear' };

/** A list is read no further: 20 pages of 200 objects. */
const mostPages = 20;
const idFormat = /^(?!\.{1,2}$)[0-9A-Za-z._~-]{1,200}$/;

/** Finds the objects of one journal on the org. An object belongs to the run if it has the run's name, or is part of an object that has. */
export class Lookup {
  readonly #journal: ReadJournal;
  readonly #client: OrgClient;
  readonly #containers = new Map<Leftover, Promise<Found>>();

  constructor(journal: ReadJournal, client: OrgClient) {
    this.#journal = journal;
    this.#client = client;
  }

  /** Finds an object, and says whether it belongs to the run. Throws where no answer comes. */
  async find(leftover: Leftover): Promise<Found> {
    const container = this.#containerOf(leftover);
    if (container === undefined) return this.#findByName(leftover);
    // What an object contained is removed with it.
    if (container === 'removed') return { state: 'gone' };
    const around = this.#containers.get(container) ?? this.find(container);
    this.#containers.set(container, around);
    const { state } = await around;
    if (state !== 'ours') return { state };
    if (leftover.id !== undefined) return { state: 'ours', id: leftover.id };
    // Without a list to find it in, it is removed with its container.
    return leftover.recipe.find
      ? this.#findInList(
          leftover,
          (_, value) => value === markOf(leftover),
          () => true,
        )
      : { state: 'gone' };
  }

  /** Finds an object again after the org has confirmed that it removed it. Its list may show it a moment longer. */
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

  /** Whether an object is part of another object of the run. */
  isPart(leftover: Leftover): boolean {
    return this.#containerOf(leftover) !== undefined;
  }

  /** The object of the same run that the path of the removal begins with, if it is not the object itself. */
  #containerOf(leftover: Leftover): Leftover | 'removed' | undefined {
    const { recipe } = leftover;
    const last = recipe.remove.at(-1);
    const [first] = last ? parametersOf(last.operation) : [];
    const id = first !== undefined && Object.hasOwn(recipe.values, first) ? recipe.values[first] : undefined;
    if (id === undefined) return undefined;
    // It was made before what it contains.
    const before = this.#journal.leftovers.slice(0, Math.max(0, this.#journal.leftovers.indexOf(leftover)));
    const container = before.find(
      (other) => other.id === id && !other.recipe.changes && other.recipe.remove.length > 0,
    );
    return container ?? (this.#journal.removed.has(id) ? 'removed' : undefined);
  }

  async #findByName(leftover: Leftover): Promise<Found> {
    const { recipe, id } = leftover;
    const last = recipe.remove.at(-1);
    // It goes with the object that it belongs to.
    if (!last) return { state: 'gone' };
    const { find } = recipe;
    const isOurs = (value: unknown) => this.#isOfRun(leftover, value);
    // A list may show an object some seconds late; its alias finds it at once.
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
      // A 404 of another server than the org proves nothing.
      if (key === recipe.alias && status === 404 && valueAt(body, '/errorCode') !== undefined) return { state: 'gone' };
    }
    if (!find) return { state: 'no-name' };
    return this.#findInList(
      leftover,
      (itsId, value) => (id === undefined ? value === markOf(leftover) : itsId === id),
      isOurs,
    );
  }

  /** Looks for an object in the list of its kind. */
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
      // What contains the list is gone, and the object with it.
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

/** What identifies an object in a list. */
function markOf({ recipe }: Leftover): string {
  return recipe.mark ?? recipe.name;
}

function isId(value: Json | undefined): value is string {
  return typeof value === 'string' && idFormat.test(value);
}
