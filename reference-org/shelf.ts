import { notFound } from './errors.js';
import { type OrgState, type Thing, timestamp } from './org.js';

/** Objects of one kind. */
export interface Shelf {
  /** Throws 404 where there is none. */
  get(id: string | undefined): Thing;
  /** Those that lie in a parent, or all. */
  list(of?: string): Thing[];
  /** Puts a new object there, with an id and dates. */
  add(given: Thing, of?: string): Thing;
  change(thing: Thing, given: Thing): Thing;
  remove(thing: Thing): void;
}

/**
 * A shelf of an org. What lies in a parent keeps its id under `of`, which no answer shows, and no leftover counts: it goes
 * with its parent.
 */
export function shelf(
  state: OrgState,
  name: string,
  prefix: string,
  kind: string,
  dates: [string, string] = ['created', 'lastUpdated'],
): Shelf {
  const things = state.collection(name);
  const [created, changed] = dates;
  return {
    get(id = '') {
      const thing = things.get(id);
      if (!thing) throw notFound(id, kind);
      return thing;
    },
    list: (of) => [...things.values()].filter((thing) => of === undefined || thing.of === of),
    add(given, of) {
      const at = timestamp(state);
      const thing: Thing = {
        id: state.newId(prefix),
        ...given,
        [created]: at,
        [changed]: at,
        ...(of === undefined ? {} : { of }),
      };
      things.set(String(thing.id), thing);
      return thing;
    },
    change: (thing, given) => Object.assign(thing, given, { [changed]: timestamp(state) }),
    remove: (thing) => void things.delete(String(thing.id)),
  };
}

/** The first of `names` that a body lacks, or `undefined`. */
export function lacks(body: Thing, ...names: string[]): string | undefined {
  return names.find((name) => body[name] === undefined || body[name] === '');
}

/** Those properties of a body that are there. */
export function pick(body: Thing, ...names: string[]): Thing {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = body[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
