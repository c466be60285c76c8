import { notFound } from './errors.js';
import type { Handler } from './resource.js';
import { type JsonObject, type OrgState, timestamp } from './state.js';

/** How the objects of a repository are created and reported. */
export interface RepositoryOptions {
  /** The prefix of their ids, such as `00u`. */
  idPrefix: string;
  /** Okta's internal name of their type, as the 404 message shows it. */
  type: string;
  /** The properties with the time of creation and of the last change; default: `created` and `lastUpdated`. */
  dates?: readonly [created: string, changed: string];
}

/** Creates, reads, changes and deletes the objects of one collection. */
export interface Repository {
  /** Throws 404 if no object has the id. */
  get(id: string | undefined): JsonObject;
  /** The objects of one parent, or all. */
  list(parentId?: string): JsonObject[];
  /** Adds an object with a new id and dates. */
  add(values: JsonObject, parentId?: string): JsonObject;
  change(object: JsonObject, values: JsonObject): JsonObject;
  remove(object: JsonObject): void;
}

/**
 * The repository of the collection `name`. An object that belongs to a parent stores the parent's id as `parentId`. Responses do
 * not contain it, and the object does not count as a leftover, because it is deleted with its parent.
 */
export function repositoryOf(state: OrgState, name: string, options: RepositoryOptions): Repository {
  const { idPrefix, type, dates = ['created', 'lastUpdated'] } = options;
  const objects = state.collection(name);
  const [created, changed] = dates;
  return {
    get(id = '') {
      const object = objects.get(id);
      if (!object) throw notFound(id, type);
      return object;
    },
    list: (parentId) =>
      [...objects.values()].filter((object) => parentId === undefined || object.parentId === parentId),
    add(values, parentId) {
      const now = timestamp(state);
      const id = state.newId(idPrefix);
      const object: JsonObject = {
        id,
        ...values,
        [created]: now,
        [changed]: now,
        ...(parentId === undefined ? {} : { parentId }),
      };
      objects.set(String(object.id), object);
      return object;
    },
    change: (object, values) => Object.assign(object, values, { [changed]: timestamp(state) }),
    remove: (object) => void objects.delete(String(object.id)),
  };
}

/** Deletes the object whose id is the first in the path. */
export function removalFrom({ get, remove }: Repository): Handler {
  return ({ ids }) => {
    remove(get(ids[0]));
    return { status: 204 };
  };
}
