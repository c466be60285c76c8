import { invalid, notFound } from '../../errors.js';
import type { Resource, Routes } from '../../resource.js';
import type { OrgState } from '../../state.js';
import { assignPolicy, findApp } from './apps.js';

/** The authentication policy of an app. */
export const resource: Resource = { scope: 'okta.apps', serve };

function serve(routes: Routes, state: OrgState): void {
  routes.on('PUT /api/v1/apps/{app}/policies/{policy}', ({ ids: [id, policyId = ''] }) => {
    const app = findApp(state, id);
    const policy = state.collection('policies').get(policyId);
    if (!policy) throw notFound(policyId, 'Policy');
    if (policy.type !== 'ACCESS_POLICY') throw invalid('Policy', 'Policy: is not an authentication policy.');
    assignPolicy(state, app, policyId);
    return { status: 204 };
  });
}
