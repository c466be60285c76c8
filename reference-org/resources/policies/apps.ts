import { invalid, notFound, OrgError } from '../../errors.js';
import { link } from '../../links.js';
import type { Resource, Routes } from '../../resource.js';
import type { JsonObject, OrgState } from '../../state.js';
import { assignPolicy, findApp, policyOf, presentApp } from '../apps/apps.js';

const path = '/api/v1/policies/{policy}';

/** The apps of a policy. */
export const resource: Resource = { scope: 'okta.policies', serve };

function serve(routes: Routes, state: OrgState): void {
  const get = (id = ''): JsonObject => {
    const policy = state.collection('policies').get(id);
    if (!policy) throw notFound(id, 'Policy');
    return policy;
  };
  routes.on(`GET ${path}/app`, ({ ids }) => {
    const { id } = get(ids[0]);
    const all = [...state.collection('apps').values()];
    return { body: all.filter((app) => policyOf(state, app) === id).map((app) => presentApp(state, app)) };
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
    const self = `${state.url()}/api/v1/policies/${policy.id}`;
    return {
      body: {
        id: app.id ?? null,
        _links: {
          self: link(`${self}/mappings/${app.id}`),
          policy: link(self),
          application: link(`${state.url()}/api/v1/apps/${app.id}`),
        },
      },
    };
  });
}
