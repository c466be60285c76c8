import type { Resource, Routes } from '../../resource.js';
import type { OrgState } from '../../state.js';
import { resource as apps } from '../apps/apps.js';
import { resource as authorizationServers } from '../authorization-servers/authorization-servers.js';
import { scopesOf } from '../authorization-servers/scopes.js';
import { findServer } from '../authorization-servers/servers.js';
import { resource as users } from '../users/users.js';
import { grantsOf, serveGrants } from './grants.js';
import { refreshTokensOf, serveRefreshTokens } from './refresh-tokens.js';

const week = 7 * 24 * 60 * 60 * 1000;

/** What users allowed clients to do, and the refresh tokens of these clients. */
export const resource: Resource = { scope: 'okta.users', after: [users, apps, authorizationServers], serve };

function serve(routes: Routes, state: OrgState): void {
  serveRefreshTokens(routes, state);
  serveGrants(routes, state);
  const [user] = state.collection('users').keys();
  const client = [...state.collection('apps').values()].find(({ signOnMode }) => signOnMode === 'OPENID_CONNECT');
  const server = String(findServer(state, 'default').id);
  const parties = { clientId: client?.id ?? null, userId: user ?? null, serverId: server };
  refreshTokensOf(state).add({
    status: 'ACTIVE',
    expiresAt: new Date(state.now() + week).toISOString(),
    ...parties,
    scopes: ['offline_access', 'openid'],
  });
  const scopes = scopesOf(state).list(server);
  for (const { id = null } of scopes.filter(({ name }) => name === 'profile' || name === 'email'))
    grantsOf(state).add({ status: 'ACTIVE', ...parties, scopeId: id, source: 'END_USER' });
}
