// @ts-nocheck
import { expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import type { OperationId, Tier } from '../../src/domain/operation.js';
import { expectedOperations, type Reach } from '../../src/engine/expected.js';
import { makePlan, type Vocabulary } from '../../src/engine/plan.js';
import { group } from './carry-out.js';

const catalogue = loadCatalogue();
const groups = '/api/v1/groups';

/** How many operations of a suite can be verified, and how many it has. */
function expected(
  name: string,
  define: (words: Vocabulary) => void,
  { tiers = ['read'], named = [], ...reach }: Omit<Partial<Reach>, 'run'> & { tiers?: Tier[]; named?: OperationId[] },
): string {
  const run = {
    catalogue,
    allows: (tier: Tier) => tiers.includes(tier),
    mayBeAsked: (operation: OperationId) => named.includes(operation),
  };
  const { expected: some, selected } = expectedOperations([makePlan(name, define)], { ...reach, run });
  return `${some} of ${selected}`;
}

const write: Tier[] = ['read', 'write'];
const users = ({ call, fixture }: Vocabulary) => {
  const found = fixture({ parameter: 'id', found: { operation: 'GET /api/v1/users' } });
  call('GET /api/v1/users/{id}', { on: found });
  const made = fixture({
    parameter: 'id',
    make: { operation: 'POST /api/v1/users' },
    remove: ['DELETE /api/v1/users/{id}'],
  });
  call('PUT /api/v1/users/{id}', { on: made });
};

test('the read tier verifies operations on found objects, the write tier also those on created objects', () => {
  expect(expected('users', users, {})).toBe('2 of 5');
  expect(expected('users', users, { tiers: write })).toBe('5 of 5');
});

test('operations with a missing scope do not count, nor those on objects that they create or find', () => {
  expect(expected('users', users, { tiers: write, scopes: ['okta.users.read'] })).toBe('2 of 5');
  expect(expected('users', users, { tiers: write, scopes: ['okta.users.manage'] })).toBe('3 of 5');
});

test('an object is expected if one of the alternatives to find it is allowed', () => {
  const roles = ({ call, fixture }: Vocabulary) => {
    const one = fixture({
      parameter: 'userId',
      found: [
        { operation: 'GET /api/v1/users/{id}', with: { id: 'me' } },
        { operation: 'GET /api/v1/iam/assignees/users', list: 'value' },
      ],
    });
    call('GET /api/v1/users/{userId}/roles', { on: one });
  };
  expect(expected('role-assignments', roles, { scopes: ['okta.roles.read'] })).toBe('1 of 1');
  expect(expected('role-assignments', roles, { isSuperAdmin: true })).toBe('1 of 1');
  expect(expected('role-assignments', roles, { isSuperAdmin: false })).toBe('0 of 1');
});

test('operations that must be named and changes of settings count only if they are allowed', () => {
  const support = '/api/v1/org/privacy/oktaSupport';
  const grant: OperationId = `POST ${support}/grant`;
  const define = ({ call, fixture }: Vocabulary) => {
    const closed = fixture({ parameter: 'oktaSupport', found: { operation: `GET ${support}`, one: true } });
    const open = fixture({
      parameter: 'oktaSupport',
      make: { operation: grant, changes: true, onlyNamed: true },
      remove: [`POST ${support}/revoke`],
      parents: [closed],
    });
    call(`POST ${support}/extend`, { on: open, tier: 'org', onlyNamed: true });
  };
  const tiers: Tier[] = [...write, 'org'];
  expect(expected('okta-support', define, { tiers })).toBe('1 of 4');
  expect(expected('okta-support', define, { tiers: write, named: [grant] })).toBe('1 of 4');
  expect(expected('okta-support', define, { tiers, named: [grant] })).toBe('3 of 4');
});

test('operations that other suites verify do not count', () => {
  const define = ({ call, fixture }: Vocabulary) => call(`GET ${groups}/{groupId}/users`, { on: fixture(group) });
  expect(expected('behaviors', define, { tiers: write })).toBe('0 of 0');
});
