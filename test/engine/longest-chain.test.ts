import { expect, test } from 'vitest';
import { longestChain } from '../../src/engine/longest-chain.js';
import { makePlan, type Vocabulary } from '../../src/engine/plan.js';
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
  [
    'an object without a name, for which a list is read first',
    'api-services',
    ({ fixture }) =>
      void fixture({
        parameter: 'apiServiceId',
        make: {
          operation: 'POST /integrations/api/v1/api-services',
          body: () => ({ type: 'anzennaapiservice', grantedScopes: ['okta.users.read'], properties: {} }),
        },
        found: { operation: 'GET /integrations/api/v1/api-services' },
        unnamed: 'the catalogue of integrations gives it its name',
        remove: ['DELETE /integrations/api/v1/api-services/{apiServiceId}'],
      }),
  ],
  [
    'a setting that is read again, changed, and restored',
    'device-integrations',
    ({ fixture }) => {
      const integrations = '/api/v1/device-integrations';
      const found = fixture({
        parameter: 'deviceIntegrationId',
        found: { operation: `GET ${integrations}`, where: ({ status }) => status === 'DEACTIVATED' },
      });
      fixture({
        parameter: 'deviceIntegrationId',
        make: { operation: `POST ${integrations}/{deviceIntegrationId}/lifecycle/activate`, changes: true },
        remove: [`POST ${integrations}/{deviceIntegrationId}/lifecycle/deactivate`],
        parents: [found],
      });
    },
  ],
  [
    'a setting that is read again and written back',
    'org-settings',
    ({ call, fixture }) => {
      const path = '/api/v1/org/settings/autoAssignAdminAppSetting';
      const setting = fixture({ parameter: 'setting', found: { operation: `GET ${path}`, one: true } });
      call(`POST ${path}`, {
        on: setting,
        tier: 'org',
        rereads: `GET ${path}`,
        body: ({ object }) => ({ autoAssignAdminAppSetting: object.autoAssignAdminAppSetting ?? false }),
      });
    },
  ],
];

test.each(inOrder)('the longest chain is every request of %s', async (_, name, define) => {
  const { org, chain, leftovers } = await carryOut(name, define, { tiers: 'write,org' });
  expect(org.requests().map(({ method, path, status }) => `${method} ${path} ${status}`)).toHaveLength(chain);
  expect(leftovers).toEqual([]);
});

test('requests that do not wait for each other count once', async () => {
  const plan = makePlan('users', ({ call, fixture }) => {
    const made = fixture(group);
    for (let n = 0; n < 5; n += 1) call('GET /api/v1/groups/{groupId}/apps', { on: made });
    for (let n = 0; n < 5; n += 1) fixture(group);
  });
  // Created, confirmed, read, removed, read.
  expect(await longestChain([plan])).toBe(5);
});

test('plans that share a fixture wait for each other', async () => {
  const change = ({ call, fixture }: Vocabulary) => {
    const made = fixture({ ...user, shared: 'one of both' });
    for (const nickName of ['first', 'second'])
      call('POST /api/v1/users/{id}', { on: made, body: () => ({ profile: { nickName } }) });
  };
  const plans = [makePlan('users', change), makePlan('user-types', change)];
  const alone = await longestChain(plans.slice(0, 1));
  expect(await longestChain(plans)).toBe(alone + 2);
});

test('a write that only names a fixture does not keep other plans from it', async () => {
  const membership = (isUnchanged: boolean) => {
    const define = ({ call, fixture }: Vocabulary) => {
      const made = fixture(group);
      const member = fixture({ ...user, shared: 'member' });
      for (const method of ['PUT', 'DELETE'] as const)
        call(`${method} /api/v1/groups/{groupId}/users/{id}`, {
          on: [made, member],
          ...(isUnchanged ? { unchanged: [member] } : {}),
        });
    };
    return longestChain([makePlan('groups', define), makePlan('group-owner', define)]);
  };
  expect(await membership(true)).toBeLessThan(await membership(false));
});
