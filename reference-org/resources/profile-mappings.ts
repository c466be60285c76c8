import { invalid, notFound } from '../errors.js';
import { link } from '../links.js';
import { requireLimit } from '../pages.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';

const path = '/api/v1/mappings';

/** Profile mappings: one for each identity provider, created and deleted with it. */
export const resource: Resource = { scope: 'okta.profileMappings', serve };

function serve(routes: Routes, state: OrgState): void {
  const providers = state.collection('idps');
  const properties = new Map<string, JsonObject>();
  const idOf = (provider: JsonObject) => String(provider.id).replace('0oa', 'prm');
  const present = (provider: JsonObject): JsonObject => {
    const org = state.url();
    const id = idOf(provider);
    return {
      id,
      source: {
        id: provider.id ?? null,
        name: `${String(provider.type).toLowerCase()}_idp`,
        type: 'appuser',
        _links: {
          self: link(`${org}/api/v1/apps/${provider.id}`),
          schema: link(`${org}/api/v1/meta/schemas/apps/${provider.id}/default`),
        },
      },
      target: {
        id: 'oty0a1b2c3d4e5f60r70',
        name: 'user',
        type: 'user',
        _links: {
          self: link(`${org}/api/v1/meta/types/user/oty0a1b2c3d4e5f60r70`),
          schema: link(`${org}/api/v1/meta/schemas/user/osc0a1b2c3d4e5f600r7`),
        },
      },
      _links: { self: link(`${org}${path}/${id}`) },
    };
  };
  const whole = (provider: JsonObject): JsonObject => ({
    ...present(provider),
    properties: properties.get(idOf(provider)) ?? { email: { expression: 'appuser.email', pushStatus: 'DONT_PUSH' } },
  });
  const get = (id = ''): JsonObject => {
    const provider = [...providers.values()].find((candidate) => idOf(candidate) === id);
    if (!provider) throw notFound(id, 'GenericUDObject');
    return provider;
  };
  routes.list(`GET ${path}`, { limit: 20 }, ({ query }) => {
    requireLimit(state, query);
    const source = query.get('sourceId');
    return { body: [...providers.values()].filter(({ id }) => (source ?? id) === id).map(present) };
  });
  routes.on(`GET ${path}/{mapping}`, ({ ids }) => ({ body: whole(get(ids[0])) }));
  routes.on(`POST ${path}/{mapping}`, ({ ids, body }) => {
    const provider = get(ids[0]);
    const next = { ...(whole(provider).properties as JsonObject) };
    for (const [name, value] of Object.entries((body.properties ?? {}) as JsonObject)) {
      if (value === null) delete next[name];
      else if (typeof (value as JsonObject).expression !== 'string')
        throw invalid('properties', `${name}: expression?`);
      else next[name] = { pushStatus: 'DONT_PUSH', ...(value as JsonObject) };
    }
    properties.set(idOf(provider), next);
    return { body: whole(provider) };
  });
}
