import { link } from '../links.js';
import { removalFrom, repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../state.js';
import { resource as users } from './users/users.js';

const path = '/api/v1/api-tokens';

/** The API tokens of the org, without their values. No request creates one. */
export const resource: Resource = { scope: 'okta.apiTokens', after: [users], serve };

function serve(routes: Routes, state: OrgState): void {
  const tokens = repositoryOf(state, 'apiTokens', { idPrefix: '00T', type: 'Token' });
  const [owner = ''] = state.collection('users').keys();
  const present = (token: JsonObject): JsonObject => ({
    ...token,
    _links: {
      self: link(`${state.url()}${path}/${token.id}`, 'GET', 'DELETE'),
      user: link(`${state.url()}/api/v1/users/${owner}`, 'GET'),
    },
  });
  routes.on(`GET ${path}`, () => ({ body: tokens.list().map(present) }));
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(tokens.get(ids[0])) }));
  routes.on(`PUT ${path}/{id}`, ({ ids, body }) => {
    const { network = { connection: 'ANYWHERE' } } = body;
    return { body: present(tokens.change(tokens.get(ids[0]), { network })) };
  });
  routes.on(`DELETE ${path}/{id}`, removalFrom(tokens));
  routes.on(`DELETE ${path}/current`, () => ({ status: 204 }), { scope: null });
  tokens.add({
    name: 'Nightly checks',
    userId: owner,
    clientName: 'Okta API',
    tokenWindow: 'P30D',
    network: { connection: 'ANYWHERE' },
    expiresAt: timestamp({ ...state, now: () => state.now() + 30 * 24 * 60 * 60 * 1000 }),
  });
}
