import { invalid, notFound } from '../errors.js';
import { link } from '../links.js';
import type { Resource, Routes } from '../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../state.js';

/** Risk providers and risk events: deprecated, and then removed. */
export const resource: Resource = { scope: 'okta.riskProviders', until: '2025.10.0', serve };

function serve(routes: Routes, state: OrgState): void {
  const path = '/api/v1/risk/providers';
  const providers = state.collection('riskProviders');
  const get = (id = ''): JsonObject => {
    const provider = providers.get(id);
    if (!provider) throw notFound(id, 'RiskProvider');
    return provider;
  };
  const read = ({ name, action, clientId }: JsonObject): JsonObject => {
    if (typeof name !== 'string' || typeof clientId !== 'string')
      throw invalid('name', 'name and clientId are needed.');
    return { name, clientId, action: action ?? 'log_only' };
  };
  const make = (body: JsonObject): JsonObject => {
    const at = timestamp(state);
    const provider: JsonObject = { id: state.newId('rkp'), ...read(body), created: at, lastUpdated: at };
    providers.set(String(provider.id), provider);
    return provider;
  };
  const present = (provider: JsonObject): JsonObject => ({
    ...provider,
    _links: { self: link(`${state.url()}${path}/${provider.id}`) },
  });
  routes.on('POST /api/v1/risk/events/ip', () => ({ status: 202 }), { scope: 'okta.riskEvents' });
  routes.on(`GET ${path}`, () => ({ body: [...providers.values()].map(present) }));
  routes.on(`POST ${path}`, ({ body }) => ({ status: 201, body: present(make(body)) }));
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(get(ids[0])) }));
  routes.on(`PUT ${path}/{id}`, ({ ids, body }) => ({
    body: present(Object.assign(get(ids[0]), read(body), { lastUpdated: timestamp(state) })),
  }));
  routes.on(`DELETE ${path}/{id}`, ({ ids }) => {
    providers.delete(String(get(ids[0]).id));
    return { status: 204 };
  });
  make({ name: 'A provider', clientId: state.newId('0oa'), action: 'log_only' });
}
