import { invalid, notFound } from '../errors.js';
import { link } from '../links.js';
import { type JsonObject, type OrgState, timestamp } from '../org.js';
import type { Router } from '../router.js';

/** What the edition says goodbye to: access of Okta support, which moved, and risk providers, which are still there. */
export function serveDeprecated(router: Router, state: OrgState): void {
  for (const verb of ['extend', 'grant', 'revoke'])
    router.on(`POST /api/v1/org/privacy/oktaSupport/${verb}`, () => {
      const self = `${state.url()}/api/v1/org/privacy/oktaSupport`;
      if (state.profile === 'previous') {
        state.supportAccess = verb !== 'revoke';
        return {
          body: {
            support: state.supportAccess ? 'ENABLED' : 'DISABLED',
            expiration: state.supportAccess ? timestamp(state) : null,
            _links: { grant: link(`${self}/grant`), extend: link(`${self}/extend`), revoke: link(`${self}/revoke`) },
          },
        };
      }
      return { status: 301, headers: { location: `${self}/cases` } };
    });

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
  router.on('POST /api/v1/risk/events/ip', () => ({ status: 202 }));
  router.on(`GET ${path}`, () => ({ body: [...providers.values()].map(present) }));
  router.on(`POST ${path}`, ({ body }) => ({ status: 201, body: present(make(body)) }));
  router.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(get(ids[0])) }));
  router.on(`PUT ${path}/{id}`, ({ ids, body }) => ({
    body: present(Object.assign(get(ids[0]), read(body), { lastUpdated: timestamp(state) })),
  }));
  router.on(`DELETE ${path}/{id}`, ({ ids }) => {
    providers.delete(String(get(ids[0]).id));
    return { status: 204 };
  });
  make({ name: 'A provider', clientId: state.newId('0oa'), action: 'log_only' });
}
