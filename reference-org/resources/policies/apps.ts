import { invalid, notFound, OrgError } from '../../errors.js';
import { link } from '../../links.js';
import type { Resource, Routes } from '../../resource.js';
import type { JsonObject, OrgState } from '../../state.js';
import { resource as apps, assignPolicy, findApp, policyOf, presentApp } from '../apps/apps.js';
import { resource as policies } from './policies.js';

const path = '/api/v1/policies/{policy}';

/** The apps of a policy. */
export const resource: Resource = { scope: 'okta.policies', after: [apps, policies], serve };

function serve(routes: Routes, state: OrgState): void {
  const get = (id = ''): JsonObject => {
    const policy = state.collection('policies').get(id);
    if (!policy) throw notFound(id, 'Policy');
    return policy;
  };
  const appsOf = ({ id }: JsonObject) =>
    [...state.collection('apps').values()].filter((app) => policyOf(state, app) === id);
  const find = (policy: JsonObject, id = ''): string => {
    if (!appsOf(policy).some((app) => app.id === id)) throw notFound(id, 'PolicyMapping');
    return id;
  };
  const mapping = (policy: JsonObject, app: string): JsonObject => {
    const self = `${state.url()}/api/v1/policies/${policy.id}`;
    return {
      id: app,
      _links: {
        self: link(`${self}/mappings/${app}`),
        policy: link(self),
        application: link(`${state.url()}/api/v1/apps/${app}`),
      },
    };
  };
  routes.on(`GET ${path}/app`, ({ ids }) => {
    return { body: appsOf(get(ids[0])).map((app) => presentApp(state, app)) };
  });
  routes.on(`POST ${path}/mappings`, ({ ids, body }) => {
    const policy = get(ids[0]);
    if (state.profile === 'observed' && policy.type === 'ACCESS_POLICY')
      throw new OrgError(
        400,
        'E0000001',
        'Api validation failed: Policy mappings are no longer supported on this endpoint.',
      );
    // Policies as resources were added in the current edition.
    const types = state.profile === 'previous' ? ['APP'] : ['APP', 'ACCESS_POLICY'];
    if (!types.includes(String(body.resourceType))) throw invalid('resourceType', 'resourceType: is not known.');
    const app = findApp(state, String(body.resourceId));
    assignPolicy(state, app, String(policy.id));
    return { body: mapping(policy, String(app.id)) };
  });
  routes.on(`GET ${path}/mappings`, ({ ids }) => {
    const policy = get(ids[0]);
    return { body: appsOf(policy).map(({ id }) => mapping(policy, String(id))) };
  });
  routes.on(`GET ${path}/mappings/{mapping}`, ({ ids }) => {
    const policy = get(ids[0]);
    return { body: mapping(policy, find(policy, ids[1])) };
  });
  routes.on(`DELETE ${path}/mappings/{mapping}`, ({ ids }) => {
    const policy = get(ids[0]);
    state.collection('accessPolicies').delete(find(policy, ids[1]));
    return { status: 204 };
  });
  const usual = [...state.collection('policies').values()].find(({ type }) => type === 'ACCESS_POLICY');
  const [app] = state.collection('apps').values();
  if (usual && app) assignPolicy(state, app, String(usual.id));
}
