import { notFound } from '../../errors.js';
import { link } from '../../links.js';
import { page } from '../../pages.js';
import { type Repository, repositoryOf } from '../../repository.js';
import type { Handler, RoutedRequest, Routes } from '../../resource.js';
import type { JsonObject, OrgState, Value } from '../../state.js';
import { scopesOf } from '../authorization-servers/scopes.js';
import { findServer, urlOf } from '../authorization-servers/servers.js';
import { usersOf } from '../users/users.js';

/** The refresh tokens of an org. */
export function refreshTokensOf(state: OrgState): Repository {
  return repositoryOf(state, 'refreshTokens', { idPrefix: 'oar', type: 'OAuth2RefreshToken' });
}

/** The clients of an authorization server or of a user, and their refresh tokens. */
interface Owner {
  /** The path of the list of clients. */
  path: string;
  scope: string;
  /** The tokens of one owner. Throws 404 if there is no such owner. */
  tokensOf: (id: string | undefined) => JsonObject[];
  hasGrants: boolean;
}

/** The refresh tokens that users gave to clients: those of an authorization server, and those of a user. */
export function serveRefreshTokens(routes: Routes, state: OrgState): void {
  const tokens = refreshTokensOf(state);
  serveTokensOf(routes, state, {
    path: '/api/v1/authorizationServers/{server}/clients',
    scope: 'okta.authorizationServers',
    tokensOf: (id) => tokens.list().filter(({ serverId }) => serverId === findServer(state, id).id),
    hasGrants: false,
  });
  serveTokensOf(routes, state, {
    path: '/api/v1/users/{user}/clients',
    scope: 'okta.users',
    tokensOf: (id) => tokens.list().filter(({ userId }) => userId === usersOf(state).get(id).id),
    hasGrants: true,
  });
}

function serveTokensOf(routes: Routes, state: OrgState, { path, scope, tokensOf, hasGrants }: Owner): void {
  const tokens = refreshTokensOf(state);
  const ofClient = ([owner, client = '']: string[]): JsonObject[] => {
    const found = tokensOf(owner);
    if (!state.collection('apps').has(client)) throw notFound(client, 'PublicClientApp');
    return found.filter(({ clientId }) => clientId === client);
  };
  const one = (ids: string[]): JsonObject => {
    const token = ofClient(ids).find(({ id }) => id === ids[2]);
    if (!token) throw notFound(ids[2] ?? '', 'OAuth2RefreshToken');
    return token;
  };
  const urlOfClient = ([owner = '']: string[], client: unknown) =>
    `${state.url()}${path.replace(/\{\w+\}/, owner)}/${client}`;
  const present = (token: JsonObject, { ids, query }: RoutedRequest) =>
    presentToken(state, token, `${urlOfClient(ids, token.clientId)}/tokens/${token.id}`, query.get('expand'));
  const on = (operation: string, handler: Handler) => routes.on(operation, handler, { scope });
  on(`GET ${path}`, ({ ids }) => ({
    body: [...new Set(tokensOf(ids[0]).map(({ clientId }) => String(clientId)))].map((client) =>
      presentClient(state, client, urlOfClient(ids, client), hasGrants),
    ),
  }));
  on(`GET ${path}/{client}/tokens`, (request) => {
    const { ids, query } = request;
    const { items, links } = page(ofClient(ids), query, `${urlOfClient(ids, ids[1])}/tokens`, 20);
    return { body: items.map((token) => present(token, request)), links };
  });
  on(`GET ${path}/{client}/tokens/{token}`, (request) => ({ body: present(one(request.ids), request) }));
  on(`DELETE ${path}/{client}/tokens`, ({ ids }) => {
    for (const token of ofClient(ids)) tokens.remove(token);
    return { status: 204 };
  });
  on(`DELETE ${path}/{client}/tokens/{token}`, ({ ids }) => {
    tokens.remove(one(ids));
    return { status: 204 };
  });
}

/** A client as the lists of clients show it. */
function presentClient(state: OrgState, client: string, self: string, hasGrants: boolean): JsonObject {
  const { label = null } = state.collection('apps').get(client) ?? {};
  return {
    client_id: client,
    client_name: label,
    client_uri: null,
    logo_uri: null,
    _links: {
      ...(hasGrants
        ? { grants: link(`${self}/grants`, 'GET', 'DELETE') }
        : { client: { href: `${state.url()}/oauth2/v1/clients/${client}`, title: label } }),
      tokens: link(`${self}/tokens`, 'GET', 'DELETE'),
    },
  };
}

/** A refresh token as responses show it. @param self its URL below the app, the user or the authorization server */
export function presentToken(state: OrgState, token: JsonObject, self: string, expand: string | null): JsonObject {
  const { serverId, ...shown } = token;
  const names = token.scopes as Value[];
  const scopes = scopesOf(state)
    .list(String(serverId))
    .filter(({ name }) => names.includes(name ?? ''));
  const scopeOf = ({ id = null, name = null, displayName = null, description = null }: JsonObject) => ({
    id,
    name,
    displayName,
    description,
    _links: { scope: { href: `${urlOf(state, serverId)}/scopes/${id}`, title: displayName } },
  });
  return {
    ...shown,
    issuer: `${state.url()}/oauth2/${serverId}`,
    ...(expand === 'scope' ? { _embedded: { scopes: scopes.map(scopeOf) } } : {}),
    _links: { ...partiesOf(state, token), self: link(self), revoke: link(self, 'DELETE') },
  };
}

/** Links to the app, its client, the user and the authorization server of a token or grant. */
export function partiesOf(state: OrgState, { clientId, userId, serverId }: JsonObject): JsonObject {
  const org = state.url();
  const { label: title = null } = state.collection('apps').get(String(clientId)) ?? {};
  const { firstName = '', lastName = '' } = (state.collection('users').get(String(userId))?.profile ??
    {}) as JsonObject;
  return {
    app: { href: `${org}/api/v1/apps/${clientId}`, title },
    authorizationServer: { href: urlOf(state, serverId), title: findServer(state, String(serverId)).name ?? null },
    client: { href: `${org}/oauth2/v1/clients/${clientId}`, title },
    user: { href: `${org}/api/v1/users/${userId}`, title: `${firstName} ${lastName}` },
  };
}
