import { notFound } from '../../errors.js';
import type { Resource, Routes } from '../../resource.js';
import type { JsonObject, OrgState } from '../../state.js';
import { resource as consents } from '../consents/consents.js';
import { presentToken, refreshTokensOf } from '../consents/refresh-tokens.js';
import { findApp } from './apps.js';

const path = '/api/v1/apps/{app}/tokens';

/** Refresh tokens that an authorization server issued to apps. Only a person who signs in gets one. */
export const resource: Resource = { scope: 'okta.apps', after: [consents], serve };

function serve(routes: Routes, state: OrgState): void {
  const tokens = refreshTokensOf(state);
  const of = (id = ''): JsonObject[] => {
    const app = findApp(state, id);
    return tokens.list().filter(({ clientId }) => clientId === app.id);
  };
  const find = (ids: string[]): JsonObject => {
    const token = of(ids[0]).find(({ id }) => id === ids[1]);
    if (!token) throw notFound(`${ids[0]}.${ids[1]}`, 'OAuth2RefreshTokenTx');
    return token;
  };
  const present = (token: JsonObject, query: URLSearchParams): JsonObject =>
    presentToken(state, token, `${state.url()}/api/v1/apps/${token.clientId}/tokens/${token.id}`, query.get('expand'));
  routes.list(`GET ${path}`, { limit: 20 }, ({ ids, query }) => ({
    body: of(ids[0]).map((token) => present(token, query)),
  }));
  routes.on(`DELETE ${path}`, ({ ids }) => {
    for (const token of of(ids[0])) tokens.remove(token);
    return { status: 204 };
  });
  routes.on(`GET ${path}/{token}`, ({ ids, query }) => ({ body: present(find(ids), query) }));
  routes.on(`DELETE ${path}/{token}`, ({ ids }) => {
    tokens.remove(find(ids));
    return { status: 204 };
  });
}
