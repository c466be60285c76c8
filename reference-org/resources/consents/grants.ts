import { notFound } from '../../errors.js';
import { page } from '../../pages.js';
import { type Repository, repositoryOf } from '../../repository.js';
import type { RoutedRequest, Routes } from '../../resource.js';
import type { JsonObject, OrgState } from '../../state.js';
import { scopesOf } from '../authorization-servers/scopes.js';
import { urlOf } from '../authorization-servers/servers.js';
import { usersOf } from '../users/users.js';
import { partiesOf } from './refresh-tokens.js';

const user = '/api/v1/users/{user}';

/** The consents of users to scopes. */
export function grantsOf(state: OrgState): Repository {
  return repositoryOf(state, 'userGrants', { idPrefix: 'oag', type: 'OAuth2ScopeConsentGrant' });
}

/** The scopes that users allowed clients to use. */
export function serveGrants(routes: Routes, state: OrgState): void {
  const grants = grantsOf(state);
  /** The grants of a user, or those to one client. */
  const of = ([id, client]: string[]): JsonObject[] => {
    const found = grants.list().filter(({ userId }) => userId === usersOf(state).get(id).id);
    if (client !== undefined && !state.collection('apps').has(client)) throw notFound(client, 'PublicClientApp');
    return found.filter(({ clientId }) => client === undefined || clientId === client);
  };
  const one = ([id = '', grant = '']: string[]): JsonObject => {
    const found = of([id]).find((candidate) => candidate.id === grant);
    if (!found) throw notFound(grant, 'OAuth2ScopeConsentGrant');
    return found;
  };
  const list = (address: string, found: JsonObject[], query: URLSearchParams) => {
    const wanted = query.get('scopeId');
    const selected = found.filter(({ scopeId }) => wanted === null || scopeId === wanted);
    const { items, links } = page(selected, query, address, 20);
    return { body: items.map((grant) => presentGrant(state, grant, query.get('expand'))), links };
  };
  const removeAll = (found: JsonObject[]) => {
    for (const grant of found) grants.remove(grant);
    return { status: 204 };
  };
  const url = (...parts: (string | undefined)[]) => `${state.url()}/api/v1/users/${parts.join('/')}`;
  routes.on(`GET ${user}/grants`, ({ ids, query }: RoutedRequest) => list(url(ids[0], 'grants'), of(ids), query));
  routes.on(`DELETE ${user}/grants`, ({ ids }) => removeAll(of(ids)));
  routes.on(`GET ${user}/grants/{grant}`, ({ ids, query }) => ({
    body: presentGrant(state, one(ids), query.get('expand')),
  }));
  routes.on(`DELETE ${user}/grants/{grant}`, ({ ids }) => removeAll([one(ids)]));
  routes.on(`GET ${user}/clients/{client}/grants`, ({ ids, query }) =>
    list(url(ids[0], 'clients', ids[1], 'grants'), of(ids), query),
  );
  routes.on(`DELETE ${user}/clients/{client}/grants`, ({ ids }) => removeAll(of(ids)));
}

function presentGrant(state: OrgState, grant: JsonObject, expand: string | null): JsonObject {
  const { serverId, ...shown } = grant;
  const scope = scopesOf(state).get(String(grant.scopeId));
  return {
    ...shown,
    issuer: `${state.url()}/oauth2/${serverId}`,
    createdBy: { id: grant.userId ?? null, type: 'User' },
    ...(expand === 'scope' ? { _embedded: { scope: { id: scope.id ?? null } } } : {}),
    _links: {
      ...partiesOf(state, grant),
      scope: { href: `${urlOf(state, serverId)}/scopes/${scope.id}`, title: scope.displayName ?? null },
      self: {
        href: `${state.url()}/api/v1/users/${grant.userId}/grants/${grant.id}`,
        hints: { allow: ['GET', 'DELETE'] },
      },
    },
  };
}
