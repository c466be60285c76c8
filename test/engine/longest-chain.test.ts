import { expect, test } from 'vitest';
import type { Vocabulary } from '../../src/engine/plan.js';
import { user } from '../../suites/fixtures.js';
import { carryOut, group } from './carry-out.js';

const inOrder: [string, string, (words: Vocabulary) => void][] = [
  ['an object that is created, confirmed, removed and read again', 'users', ({ fixture }) => void fixture(group)],
  [
    'calls that wait for each other',
    'users',
    ({ call, fixture }) => {
      const made = fixture(user);
      call('POST /api/v1/users/{id}', { on: made, body: () => ({ profile: { nickName: 'contract' } }) });
      call('GET /api/v1/users/{id}', { on: made });
    },
  ],
  [
    'a first read, for which the confirmation counts',
    'users',
    ({ call, fixture }) => {
      const made = fixture(user);
      call('GET /api/v1/users/{id}', { on: made });
      call('POST /api/v1/users/{id}', { on: made, body: () => ({ profile: { nickName: 'contract' } }) });
    },
  ],
  [
    'an object inside another one, which is removed with it',
    'role-assignments',
    ({ call, fixture }) => {
      const made = fixture(group);
      const assigned = fixture({
        parameter: 'roleAssignmentId',
        format: /^[0-9A-Z]{20,40}$/i,
        make: { operation: 'POST /api/v1/groups/{groupId}/roles', body: () => ({ type: 'HELP_DESK_ADMIN' }) },
        remove: ['DELETE /api/v1/groups/{groupId}/roles/{roleAssignmentId}'],
        parents: [made],
      });
      call('GET /api/v1/groups/{groupId}/roles/{roleAssignmentId}', { on: assigned });
    },
  ],
];

test.each(inOrder)('the longest chain is every request of %s', async (_, name, define) => {
  const { org, chain, leftovers } = await carryOut(name, define);
  expect(org.requests().map(({ method, path, status }) => `${method} ${path} ${status}`)).toHaveLength(chain);
  expect(leftovers).toEqual([]);
});
