import { invalid, notFound, OrgError } from '../errors.js';
import { link } from '../links.js';
import { type JsonObject, type OrgState, timestamp } from '../org.js';
import type { Router } from '../router.js';
import { findApp } from './apps.js';

const path = '/api/v1/apps/{app}';
/** Apps of the catalogue that can be provisioned. */
const provisioned = new Set(['okta_org2org']);

/** How apps are provisioned: their connection and what may pass through it. */
export function serveAppProvisioning(router: Router, state: OrgState): void {
  const connections = new Map<string, JsonObject>();
  const outbound = new Map<string, JsonObject>();
  const inbound = new Map<string, JsonObject>();
  const app = (id: string | undefined): JsonObject => {
    const found = findApp(state, id);
    if (!provisioned.has(String(found.name))) throw notFound(id ?? '', 'AppUserManagementSettings');
    return found;
  };
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
  router.on(`GET ${path}/connections/default`, ({ ids }) => ({ body: present(app(ids[0])) }));
  router.on(`POST ${path}/connections/default`, ({ ids, body, query }) => {
    const of = app(ids[0]);
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
  router.on(
    `GET ${path}/connections/default/jwks`,
    ({ ids }) => {
      const of = app(ids[0]);
      const profile = connections.get(String(of.id))?.profile as JsonObject | undefined;
      if (profile?.authScheme !== 'OAUTH2') throw notFound(ids[0] ?? '', 'AppConnection');
      const at = timestamp(state);
      const key = { kty: 'RSA', kid: `key-of-${of.id}`, use: 'sig', e: 'AQAB', n: 'bm90IGEga2V5' };
      return { body: { jwks: { keys: [{ ...key, created: at, lastUpdated: at }] } } };
    },
    { isNew: true },
  );

  const toggle = (status: string): JsonObject => ({ status });
  const usual: Record<string, () => JsonObject> = {
    USER_PROVISIONING: () => ({
      create: { lifecycleCreate: toggle('DISABLED') },
      update: {
        lifecycleDeactivate: toggle('DISABLED'),
        password: { change: 'KEEP_EXISTING', seed: 'RANDOM', status: 'DISABLED' },
        profile: toggle('DISABLED'),
      },
    }),
    INBOUND_PROVISIONING: () => ({
      importRules: {
        userCreateAndMatch: {
          allowPartialMatch: true,
          autoActivateNewUsers: false,
          autoConfirmExactMatch: false,
          autoConfirmNewUsers: false,
          autoConfirmPartialMatch: false,
          exactMatchCriteria: 'USERNAME',
        },
      },
      importSettings: {
        schedule: { fullImport: null, incrementalImport: null, status: 'DISABLED' },
        username: { userNameFormat: 'EMAIL' },
      },
    }),
  };
  const kept: Record<string, Map<string, JsonObject>> = { USER_PROVISIONING: outbound, INBOUND_PROVISIONING: inbound };
  const feature = (of: JsonObject, name = ''): JsonObject => {
    const make = usual[name];
    if (!make) throw notFound(name, 'AppFeature');
    return {
      name,
      status: 'ENABLED',
      description: name === 'USER_PROVISIONING' ? 'From the org to the app' : 'From the app to the org',
      capabilities: kept[name]?.get(String(of.id)) ?? make(),
      _links: { self: link(`${state.url()}/api/v1/apps/${of.id}/features/${name}`, 'GET', 'PUT') },
    };
  };
  router.on(`GET ${path}/features`, ({ ids }) => {
    const of = findApp(state, ids[0]);
    if (!provisioned.has(String(of.name)))
      throw new OrgError(400, 'E0000001', 'Api validation failed: Provisioning is not supported.');
    return { body: Object.keys(usual).map((name) => feature(of, name)) };
  });
  router.on(`GET ${path}/features/{name}`, ({ ids }) => ({ body: feature(app(ids[0]), ids[1]) }));
  router.on(`PUT ${path}/features/{name}`, ({ ids, body }) => {
    const of = app(ids[0]);
    const { capabilities } = feature(of, ids[1]);
    kept[ids[1] ?? '']?.set(String(of.id), { ...(capabilities as JsonObject), ...body });
    return { body: feature(of, ids[1]) };
  });
}
