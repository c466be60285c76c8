import { firstMissing, pick } from '../bodies.js';
import { invalid } from '../errors.js';
import { lifecycle, nextStep } from '../lifecycle.js';
import { link } from '../links.js';
import { removalFrom, repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';
import { resource as users } from './users/users.js';

const path = '/api/v1/trustedOrigins';

/** Origins from which pages may call the org, or to which sign-in may redirect. */
export const resource: Resource = { scope: 'okta.trustedOrigins', after: [users], serve };

function serve(routes: Routes, state: OrgState): void {
  const origins = repositoryOf(state, 'trustedOrigins', { idPrefix: 'tos', type: 'TrustedOrigin' });
  const [administrator = ''] = state.collection('users').keys();
  const change = (id: string | undefined, values: JsonObject) =>
    origins.change(origins.get(id), { ...values, lastUpdatedBy: administrator });
  const present = (origin: JsonObject): JsonObject => {
    const self = `${state.url()}${path}/${origin.id}`;
    const verb = nextStep(origin);
    return {
      ...origin,
      _links: { self: link(self, 'GET', 'PUT', 'DELETE'), [verb]: link(`${self}/lifecycle/${verb}`, 'POST') },
    };
  };
  const make = (body: JsonObject) =>
    origins.add({ ...read(body), status: 'ACTIVE', createdBy: administrator, lastUpdatedBy: administrator });
  routes.list(`GET ${path}`, { limit: 20 }, () => ({ body: origins.list().map(present) }));
  routes.on(`POST ${path}`, ({ body }) => ({ body: present(make(body)) }));
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(origins.get(ids[0])) }));
  routes.on(`PUT ${path}/{id}`, ({ ids, body }) => ({ body: present(change(ids[0], read(body))) }));
  routes.on(`DELETE ${path}/{id}`, removalFrom(origins));
  for (const [verb, status] of lifecycle)
    routes.on(`POST ${path}/{id}/lifecycle/${verb}`, ({ ids }) => ({ body: present(change(ids[0], { status })) }));
  make({ name: 'Portal', origin: 'https://portal.example.com', scopes: [{ type: 'CORS' }, { type: 'REDIRECT' }] });
}

function read(body: JsonObject): JsonObject {
  const missing = firstMissing(body, 'name', 'origin', 'scopes');
  if (missing) throw invalid(missing, `${missing}: The field cannot be left blank`);
  return pick(body, 'name', 'origin', 'scopes');
}
