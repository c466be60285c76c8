import { invalid, notFound } from '../errors.js';
import { link } from '../links.js';
import type { Resource, Routes } from '../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../state.js';
import { findProvisionedApp } from './apps/provisioned.js';

const path = '/api/v1/apps/{app}';

/** Connections through which apps are provisioned. */
export const resource: Resource = { scope: 'okta.apps', serve };

function serve(routes: Routes, state: OrgState): void {
  const connections = new Map<string, JsonObject>();
  const present = (of: JsonObject): JsonObject => {
    const self = `${state.url()}/api/v1/apps/${of.id}/connections/default`;
    const known = connections.get(String(of.id));
    if (!known) return { profile: { authScheme: 'UNKNOWN' }, status: 'UNKNOWN' };
    const verb = known.status === 'ENABLED' ? 'deactivate' : 'activate';
    return {
      ...known,
      _links: { self: link(self, 'GET', 'POST'), [verb]: link(`${self}/lifecycle/${verb}`, 'POST') },
    };
  };
  routes.on(`GET ${path}/connections/default`, ({ ids }) => ({ body: present(findProvisionedApp(state, ids[0])) }));
  routes.on(`POST ${path}/connections/default`, ({ ids, body, query }) => {
    const of = findProvisionedApp(state, ids[0]);
    const { authScheme, signing } = (body.profile ?? {}) as JsonObject;
    if (authScheme !== 'TOKEN' && authScheme !== 'OAUTH2')
      throw invalid('profile', 'profile.authScheme: is not known.');
    connections.set(String(of.id), {
      profile: { authScheme, ...(signing && state.profile === 'current' ? { signing } : {}) },
      authScheme,
      baseUrl: body.baseUrl ?? null,
      status: query.get('activate') === 'true' ? 'ENABLED' : 'DISABLED',
    });
    return { body: present(of) };
  });
  for (const [verb, status] of [
    ['activate', 'ENABLED'],
    ['deactivate', 'DISABLED'],
  ] as const)
    routes.on(`POST ${path}/connections/default/lifecycle/${verb}`, ({ ids }) => {
      const known = connections.get(String(findProvisionedApp(state, ids[0]).id));
      if (!known) throw notFound(ids[0] ?? '', 'AppConnection');
      Object.assign(known, { status });
      return { status: 204 };
    });
  routes.on(
    `GET ${path}/connections/default/jwks`,
    ({ ids }) => {
      const of = findProvisionedApp(state, ids[0]);
      const profile = connections.get(String(of.id))?.profile as JsonObject | undefined;
      if (profile?.authScheme !== 'OAUTH2') throw notFound(ids[0] ?? '', 'AppConnection');
      const at = timestamp(state);
      const key = { kty: 'RSA', kid: `key-of-${of.id}`, use: 'sig', e: 'AQAB', n: 'bm90IGEga2V5' };
      return { body: { jwks: { keys: [{ ...key, created: at, lastUpdated: at }] } } };
    },
    { isNew: true },
  );
}
