import { suite } from '../src/vitest/suite.js';
import { app, bookmark } from './app-fixtures.js';

const policies = '/api/v1/policies';

// Nobody is assigned to the app, so that the policy applies to no one.
suite('application-policies', ({ call, fixture }) => {
  const policy = fixture({
    parameter: 'policyId',
    make: {
      operation: `POST ${policies}`,
      body: ({ name }) => ({ name, type: 'ACCESS_POLICY', description: 'Contract' }),
    },
    remove: [`POST ${policies}/{policyId}/lifecycle/deactivate`, `DELETE ${policies}/{policyId}`],
    find: { path: `${policies}?type=ACCESS_POLICY`, name: '/name' },
  });
  // The app is removed before its policy.
  const its = fixture({ ...app('BOOKMARK', bookmark), parents: [policy] });
  call('PUT /api/v1/apps/{appId}/policies/{policyId}', { on: [its, policy] });
});
