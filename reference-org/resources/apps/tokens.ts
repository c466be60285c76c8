import { notFound } from '../../errors.js';
import { link } from '../../links.js';
import { repositoryOf } from '../../repository.js';
import type { Resource, Routes } from '../../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../../state.js';
import { resource as authorizationServers } from '../authorization-servers/authorization-servers.js';
import { resource as users } from '../users/users.js';
import { resource as apps, findApp } from './apps.js';

const path = '/api/v1/apps/{app}/tokens';

/** Refresh tokens that an authorization server issued to apps. Only a person who signs in gets one. */
export const resource: Resource = { scope: 'okta.apps', after: [apps, users, authorizationServers], serve };

function serve(routes: Routes, state: OrgState): void {
  const tokens = repositoryOf(state, 'refreshTokens', { idPrefix: 'oar', type: 'OAuth2RefreshTokenTx' });
  const of = (id = ''): JsonObject[] => tokens.list(String(findApp(state, id).id));
  const find = (ids: string[]): JsonObject => {
    const token = of(ids[0]).find(({ id }) => id === ids[1]);
    if (!token) throw notFound(`${ids[0]}.${ids[1]}`, 'OAuth2RefreshTokenTx');
    return token;
  };
  routes.list(`GET ${path}`, { limit: 20 }, ({ ids, query }) => ({
    body: of(ids[0]).map((token) => present(state, token, query)),
  }));
  routes.on(`DELETE ${path}`, ({ ids }) => {
    for (const token of of(ids[0])) tokens.remove(token);
    return { status: 204 };
  });
  routes.on(`GET ${path}/{token}`, ({ ids, query }) => ({ body: present(state, find(ids), query) }));
  routes.on(`DELETE ${path}/{token}`, ({ ids }) => {
    tokens.remove(find(ids));
    return { status: 204 };
  });

  const client = [...state.collection('apps').values()].find(({ signOnMode }) => signOnMode === 'OPENID_CONNECT');
  const [userId = ''] = state.collection('users').keys();
  const [server = ''] = state.collection('authorizationServers').keys();
  const weekLater = new Date(Date.parse(timestamp(state)) + 7 * 86_400_000).toISOString();
  if (client)
    tokens.add(
      { status: 'ACTIVE', expiresAt: weekLater, server, userId, scopes: ['openid', 'offline_access'] },
      String(client.id),
    );
}

function present(state: OrgState, { parentId, server, ...token }: JsonObject, query: URLSearchParams): JsonObject {
  const url = state.url();
  const { label = null } = findApp(state, String(parentId));
  const app = `${url}/api/v1/apps/${parentId}`;
  const { name = null } = state.collection('authorizationServers').get(String(server)) ?? {};
  const servers = `${url}/api/v1/authorizationServers/${server}`;
  const scopes = (token.scopes as string[]).map((scope) => ({ id: `scp of ${scope}`, name: scope, _links: {} }));
  return {
    ...token,
    issuer: `${url}/oauth2/${server}`,
    clientId: parentId ?? null,
    ...(query.get('expand') === 'scope' ? { _embedded: { scopes } } : {}),
    _links: {
      app: { href: app, title: label },
      authorizationServer: { href: servers, title: name },
      self: { href: `${app}/tokens/${token.id}` },
      revoke: link(`${app}/tokens/${token.id}`, 'DELETE'),
      client: { href: `${url}/oauth2/v1/clients/${parentId}`, title: label },
      user: { href: `${url}/api/v1/users/${token.userId}`, title: 'owner Example' },
    },
  };
}
