// @ts-nocheck
import { notFound, OrgError } from '../errors.js';
import { link } from '../links.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';
import { findApp } from './apps/apps.js';
import { canBeProvisioned, findProvisionedApp } from './apps/provisioned.js';

const path = '/api/v1/apps/{app}';

/** Provisioning features of apps. */
export const resource: Resource = { scope: 'okta.apps', serve };

function serve(routes: Routes, state: OrgState): void {
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
  const kept: Record<string, Map<string, JsonObject>> = {
    USER_PROVISIONING: new Map(),
    INBOUND_PROVISIONING: new Map(),
  };
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
  routes.on(`GET ${path}/features`, ({ ids }) => {
    const of = findApp(state, ids[0]);
    if (!canBeProvisioned(of))
      throw new OrgError(400, 'E0000001', 'Api validation failed: Provisioning is not supported.');
    return { body: Object.keys(usual).map((name) => feature(of, name)) };
  });
  routes.on(`GET ${path}/features/{name}`, ({ ids }) => ({ body: feature(findProvisionedApp(state, ids[0]), ids[1]) }));
  routes.on(`PUT ${path}/features/{name}`, ({ ids, body }) => {
    const of = findProvisionedApp(state, ids[0]);
    const { capabilities } = feature(of, ids[1]);
    kept[ids[1] ?? '']?.set(String(of.id), { ...(capabilities as JsonObject), ...body });
    return { body: feature(of, ids[1]) };
  });
}
