// @ts-nocheck
import { describe, expect, test } from 'vitest';
import { inUseParts } from '../../reference-org/population/in-use.js';
import type { OperationResult } from '../../src/domain/outcome.js';
import type { Http } from '../../src/org/http.js';
import { nobodysId } from '../../src/org/ids.js';
import { carryOutSuites, readSuites } from './all-plans.js';
import { json } from './hostile-org.js';

const names = [...(await readSuites()).keys()];
const limits = { perMinute: 100_000 };

const on = (
  settings: Record<string, string>,
  { parts = [...inUseParts], by }: { parts?: typeof inUseParts; by?: (plain: Http) => Http } = {},
) =>
  carryOutSuites(
    names,
    { population: parts, limits },
    { live: { OKTA_CONTRACTS_TIERS: 'write', ...settings }, ...(by ? { by: (_, plain) => by(plain) } : {}) },
  );

const verified = (results: Map<string, OperationResult>) =>
  [...results.values()].filter(({ outcome }) => outcome.kind === 'verified').map(({ operation }) => operation);
const detailOf = (results: Map<string, OperationResult>, operation: string) => {
  const outcome = results.get(operation)?.outcome;
  return outcome && 'detail' in outcome ? `${outcome.kind} ${outcome.reason}: ${outcome.detail}` : outcome?.kind;
};
const activate = 'POST /api/v1/users/{id}/lifecycle/activate';
const createUser = 'POST /api/v1/users';
const createApp = 'POST /api/v1/apps';

describe('on an org in use, a run of the write tier', async () => {
  const read = await on({ OKTA_CONTRACTS_TIERS: 'read' });
  const { org, results } = await on({});
  const written = org.requests().filter(({ method }) => method !== 'GET');

  test('creates no account in another system, no mail and no administrator', () => {
    expect([...new Set(org.effects().map(({ kind }) => kind))]).toEqual(['event-hook']);
    expect(written.length).toBeGreaterThan(150);
  });

  test('activates no user and grants no role', () => {
    const granting = /\/users\/[^/]+\/lifecycle\/activate$|\/(users|groups|clients)\/[^/]+\/roles|\/bindings/;
    expect(written.filter(({ path }) => granting.test(path) && !path.includes(nobodysId))).toEqual([]);
  });

  test('reports the setting that allows an operation, or the property of the org that prevents it', () => {
    expect(detailOf(results, activate)).toBe(
      'skipped needs-permission: users, who may get accounts in other systems, are activated only with OKTA_CONTRACTS_ALLOW=user-activation',
    );
    expect(detailOf(results, 'POST /api/v1/users/{userId}/factors')).toBe(detailOf(results, activate));
    expect(detailOf(results, 'POST /api/v1/groups/{groupId}/roles')).toBe(
      'skipped needs-permission: administrator roles are granted to objects of the run only with OKTA_CONTRACTS_ALLOW=admin-roles',
    );
    expect(detailOf(results, 'POST /api/v1/apps/{appId}/credentials/jwks')).toBe(
      'skipped org-setting: new client apps become super administrators (clientPrivilegesSetting)',
    );
  });

  test('creates users with all required attributes, and apps that are not clients', () => {
    for (const operation of [createUser, 'PUT /api/v1/users/{id}', 'DELETE /api/v1/users/{id}', createApp])
      expect([operation, results.get(operation)?.outcome.kind]).toEqual([operation, 'verified']);
  });

  test('verifies every operation that the read tier verifies, and many more', () => {
    const both = new Set(verified(results));
    expect(verified(read.results).filter((operation) => !both.has(operation))).toEqual([]);
    expect(both.size - verified(read.results).length).toBeGreaterThan(110);
  });

  test('leaves nothing', () => {
    expect(org.leftovers()).toEqual([]);
  });
});

test('allowed effects take place, and the org reacts', async () => {
  const { org, results } = await on({ OKTA_CONTRACTS_ALLOW: 'user-activation, admin-roles' });
  expect(org.effects().map(({ kind }) => kind)).toContain('provisioning');
  for (const operation of [activate, 'POST /api/v1/users/{userId}/factors', 'POST /api/v1/users/{userId}/roles'])
    expect([operation, results.get(operation)?.outcome.kind]).toEqual([operation, 'verified']);
});

test.each<[string, unknown, string]>([
  [
    'a required attribute with a pattern',
    { custom: { properties: { code: { type: 'string', pattern: '^\\d+$' } }, required: ['code'] }, base: {} },
    'skipped org-setting: the org requires an attribute of users for which no valid value is known',
  ],
  [
    'a pattern for logins that they do not match',
    { custom: {}, base: { properties: { login: { pattern: '[a-z]+' } } } },
    "skipped org-setting: the org's pattern for logins does not match those of the run",
  ],
])('with %s no user is created, and those of the org are read', async (_, definitions, detail) => {
  const by =
    (plain: Http): Http =>
    (url, options) =>
      url.endsWith('/meta/schemas/user/default') ? Promise.resolve(json(200, { definitions })) : plain(url, options);
  const { org, results } = await carryOutSuites(
    ['users', 'user-risk', 'user-classification'],
    { limits },
    { live: { OKTA_CONTRACTS_TIERS: 'write' }, by: (_, plain) => by(plain) },
  );
  expect(detailOf(results, createUser)).toBe(detail);
  expect(detailOf(results, 'PUT /api/v1/users/{userId}/risk')).toBe(detail);
  for (const operation of ['GET /api/v1/users/{id}', 'GET /api/v1/users/{userId}/risk'])
    expect([operation, results.get(operation)?.outcome.kind]).toEqual([operation, 'verified']);
  // A new operation is sent with an id of no object, to detect whether it is served.
  const written = org.requests().filter(({ method, path }) => method !== 'GET' && !path.includes(nobodysId));
  expect(written.filter(({ path }) => path.startsWith('/api/v1/users'))).toEqual([]);
});

test('with ten user types none is created, and reads continue', async () => {
  const { org, results } = await carryOutSuites(
    ['user-types'],
    { limits },
    {
      live: { OKTA_CONTRACTS_TIERS: 'write' },
      by: (_, plain) => async (url, options) => {
        const answer = await plain(url, options);
        if (options.method !== 'GET' || !url.endsWith('/meta/types/user')) return answer;
        const [type] = JSON.parse(answer.body) as unknown[];
        return { ...answer, body: JSON.stringify(Array.from({ length: 10 }, () => type)) };
      },
    },
  );
  expect(detailOf(results, 'POST /api/v1/meta/types/user')).toBe(
    'skipped limit-reached: the org has reached the maximum number of user types (10)',
  );
  expect(results.get('GET /api/v1/meta/types/user/{typeId}')?.outcome.kind).toBe('verified');
  expect(org.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
});
