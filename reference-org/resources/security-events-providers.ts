import { invalid } from '../errors.js';
import { lifecycle, nextStep } from '../lifecycle.js';
import { link } from '../links.js';
import { removalFrom, repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';

const path = '/api/v1/security-events-providers';

/** Providers of security events, which the org accepts after it verified their signature. */
export const resource: Resource = { scope: 'okta.securityEventsProviders', feature: 'security-events', serve };

function serve(routes: Routes, state: OrgState): void {
  const providers = repositoryOf(state, 'securityEventsProviders', { idPrefix: 'sse', type: 'SecurityEventsProvider' });
  const present = ({ created: _, lastUpdated: __, ...provider }: JsonObject): JsonObject => {
    const self = `${state.url()}${path}/${provider.id}`;
    const verb = nextStep(provider);
    return {
      ...provider,
      _links: { self: link(self, 'GET', 'PUT', 'DELETE'), [verb]: link(`${self}/lifecycle/${verb}`, 'POST') },
    };
  };
  routes.on(`GET ${path}`, () => ({ body: providers.list().map(present) }));
  routes.on(`POST ${path}`, ({ body }) => ({ body: present(providers.add({ ...read(body), status: 'ACTIVE' })) }));
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(providers.get(ids[0])) }));
  routes.on(`PUT ${path}/{id}`, ({ ids, body }) => ({
    body: present(providers.change(providers.get(ids[0]), read(body))),
  }));
  routes.on(`DELETE ${path}/{id}`, removalFrom(providers));
  for (const [verb, status] of lifecycle)
    routes.on(`POST ${path}/{id}/lifecycle/${verb}`, ({ ids }) => ({
      body: present(providers.change(providers.get(ids[0]), { status })),
    }));
  const settings = { issuer: 'https://partner.example.com', jwks_url: 'https://partner.example.com/keys' };
  providers.add({ ...read({ name: 'Partner', type: 'okta', settings }), status: 'ACTIVE' });
}

/** The values of a provider in a request. Throws 400 if they are not valid. */
function read({ name, type, settings }: JsonObject): JsonObject {
  const given = (settings ?? {}) as JsonObject;
  if (typeof name !== 'string' || name === '') throw invalid('name', 'name: The field cannot be left blank');
  if (typeof type !== 'string' || type === '') throw invalid('type', 'type: The field cannot be left blank');
  if (!given.well_known_url && !(given.issuer && given.jwks_url))
    throw invalid('settings', 'settings: well_known_url, or issuer and jwks_url, are needed.');
  return { name, type, settings: given };
}
