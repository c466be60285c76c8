import { notFound } from '../../errors.js';
import { type Repository, type RepositoryOptions, repositoryOf } from '../../repository.js';
import type { JsonObject, OrgState } from '../../state.js';

/** The path of the list of authorization servers. */
export const path = '/api/v1/authorizationServers';

/** Finds an authorization server. Throws 404 if there is none. @param id its id, or `default` */
export function findServer(state: OrgState, id = ''): JsonObject {
  const servers = state.collection('authorizationServers');
  const server = servers.get(id) ?? [...servers.values()].find((candidate) => id === 'default' && candidate.default);
  if (!server) throw notFound(id, 'AuthorizationServer');
  return server;
}

/** The URL of an authorization server in the API. */
export function urlOf(state: OrgState, server: unknown): string {
  return `${state.url()}${path}/${server}`;
}

/** The objects of authorization servers of one type. */
export interface Parts extends Repository {
  /** The objects of one server. */
  of(server: string | undefined): JsonObject[];
  /** An object of a server. Throws 404 if the server does not have it. */
  find(ids: readonly string[]): JsonObject;
}

/** The repository of objects that belong to authorization servers. */
export function partsOf(state: OrgState, name: string, options: RepositoryOptions): Parts {
  const parts = repositoryOf(state, name, options);
  return {
    ...parts,
    of: (server) => parts.list(String(findServer(state, server).id)),
    find([server, id = '']) {
      const part = parts.get(id);
      if (part.parentId !== findServer(state, server).id) throw notFound(id, options.type);
      return part;
    },
  };
}
