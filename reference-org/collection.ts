import { notFound } from './errors.js';
import { type JsonObject, type OrgState, timestamp } from './org.js';

/** Objects of one kind. */
export interface Collection {
  /** Throws 404 where there is none. */
  get(id: string | undefined): JsonObject;
  /** Those that lie in a parent, or all. */
  list(of?: string): JsonObject[];
  /** Puts a new object there, with an id and dates. */
  add(given: JsonObject, of?: string): JsonObject;
  change(thing: JsonObject, given: JsonObject): JsonObject;
  remove(thing: JsonObject): void;
}

/**
 * A collection of an org. What lies in a parent keeps its id under `of`, which no answer shows, and no leftover counts: it goes
 * with its parent.
 */
export function collection(
  state: OrgState,
  name: string,
  prefix: string,
  kind: string,
  dates: [string, string] = ['created', 'lastUpdated'],
): Collection {
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
      const thing: JsonObject = {
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
export function lacks(body: JsonObject, ...names: string[]): string | undefined {
  return names.find((name) => body[name] === undefined || body[name] === '');
}

/** Those properties of a body that are there. */
export function pick(body: JsonObject, ...names: string[]): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = body[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
