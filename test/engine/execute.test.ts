import { expect, test } from 'vitest';
import type { OperationId } from '../../src/domain/operation.js';
import type { Run } from '../../src/engine/run.js';
import { user } from '../../suites/fixtures.js';
import { carryOut, group } from './carry-out.js';

/** The pages of these lists are not verified, so that a test can count the other requests. */
const withoutPaging =
  (...lists: OperationId[]) =>
  (_: unknown, run: Run): void => {
    for (const list of lists) run.paged.add(list);
  };

test('an object is found on a later page', async () => {
  const { org, results } = await carryOut(
    'users',
    ({ call, fixture }) => {
      const third = fixture({
        parameter: 'id',
        found: {
          operation: 'GET /api/v1/users',
          query: { limit: '1' },
          where: ({ profile }) => (profile as { login: string }).login === 'auditor@example.com',
        },
      });
      call('GET /api/v1/users/{id}', { on: third });
    },
    { before: withoutPaging('GET /api/v1/users') },
  );
  expect(results.get('GET /api/v1/users/{id}')?.outcome).toEqual({ kind: 'verified', verdict: 'pass' });
  expect(org.requests().filter(({ path }) => path === '/api/v1/users')).toHaveLength(3);
});

test('the pages of a list that several fixtures read are verified once, with reads only', async () => {
  const { org } = await carryOut('users', ({ call, fixture }) => {
    for (const query of [{ limit: '20' }, { limit: '21' }])
      call('GET /api/v1/users/{id}', {
        on: fixture({ parameter: 'id', found: { operation: 'GET /api/v1/users', query } }),
      });
  });
  const sent = org.requests().map(({ method, path }) => `${method} ${path}`);
  expect(sent.filter((request) => !request.startsWith('GET /api/v1/users'))).toEqual([]);
  // Both lists, two pages of one item, and one request each for `filter` and `search`.
  expect(sent.filter((request) => request === 'GET /api/v1/users')).toHaveLength(2 + 5);
});

test('without an object on the org an operation is skipped, with the request that found none', async () => {
  const { results } = await carryOut('users', ({ call, fixture }) => {
    const none = fixture({ parameter: 'id', found: { operation: 'GET /api/v1/users', where: () => false } });
    call('GET /api/v1/users/{id}', { on: none });
  });
  expect(results.get('GET /api/v1/users/{id}')?.outcome).toEqual({
    kind: 'skipped',
    reason: 'no-such-object-on-this-org',
    detail: 'GET /api/v1/users returned no object on this org',
  });
});

test('if the org refuses to create an object, nothing is left and its calls have the reason', async () => {
  const { org, results, journals } = await carryOut('users', ({ call, fixture }) => {
    const refused = fixture({ ...group, make: { ...group.make, body: () => ({ profile: { name: 'Everyone' } }) } });
    call('GET /api/v1/groups/{groupId}/users', { on: refused });
  });
  const outcome = results.get('GET /api/v1/groups/{groupId}/users')?.outcome;
  expect(outcome).toMatchObject({ kind: 'inconclusive', reason: 'fixture-not-made' });
  expect(org.requests().map(({ method }) => method)).toEqual(['POST']);
  expect(journals).toEqual([]);
});

test('an object is removed after its calls and the objects inside it, even if a call failed', async () => {
  const { org, journals } = await carryOut('users', ({ call, fixture }) => {
    const made = fixture(group);
    const below = fixture({ ...group, parents: [made] });
    call('GET /api/v1/groups/{groupId}/users', { on: below });
    call('PUT /api/v1/groups/{groupId}/users/{userId}', { on: made, with: { userId: 'nobody' } });
  });
  expect(org.leftovers()).toEqual([]);
  expect(journals).toEqual([]);
  const written = org.requests().filter(({ method }) => method !== 'GET');
  expect(written.map(({ method, status }) => `${method} ${status}`)).toEqual([
    'POST 200',
    'POST 200',
    'PUT 404',
    'DELETE 204',
    'DELETE 204',
  ]);
});

test('a cancelled run removes its objects and sends nothing else', async () => {
  const { org, journals, results } = await carryOut(
    'users',
    ({ call, fixture }) => {
      const made = fixture(group);
      for (let i = 0; i < 20; i += 1)
        call('PUT /api/v1/groups/{groupId}/users/{userId}', { on: made, with: { userId: 'nobody' } });
    },
    {
      latencyMs: 5,
      before: (org, run) => {
        const watch = setInterval(() => {
          if (org.requests().length < 3) return;
          clearInterval(watch);
          run.client.cancel();
        }, 1);
      },
    },
  );
  expect(org.requests().length).toBeLessThan(15);
  expect(org.leftovers()).toEqual([]);
  expect(journals).toEqual([]);
  expect(results.get('DELETE /api/v1/groups/{groupId}')?.outcome).toEqual({ kind: 'verified', verdict: 'pass' });
});

test('an org that becomes unreachable ends the run, even with users that wait for a place', async () => {
  const { results } = await carryOut(
    'users',
    ({ call, fixture }) => {
      for (let i = 0; i < 8; i += 1) call('GET /api/v1/users/{id}', { on: fixture(user) });
    },
    { before: (org) => void org.close() },
  );
  expect(results.get('GET /api/v1/users/{id}')?.outcome).toMatchObject({ kind: 'inconclusive', reason: 'unreachable' });
});

test('a deprecated operation that was removed is reported as removed, not as a violation', async () => {
  const { results } = await carryOut('risk', ({ call }) => call('GET /api/v1/risk/providers'), {
    without: ['GET /api/v1/risk/providers'],
  });
  const result = results.get('GET /api/v1/risk/providers');
  expect(result?.outcome).toMatchObject({ kind: 'skipped', reason: 'gone' });
  expect(result?.changes.map(({ change, state }) => `${change.kind}: ${state}`)).toEqual(['deprecated: applied']);
});

test('in the read tier nothing is made, and the operations say which tier they need', async () => {
  const { org, results } = await carryOut('users', ({ fixture }) => void fixture(group), { tiers: 'read' });
  expect(org.requests()).toEqual([]);
  expect(results.get('POST /api/v1/groups')?.outcome).toMatchObject({ kind: 'skipped', reason: 'needs-write-tier' });
  expect(results.get('DELETE /api/v1/groups/{groupId}')?.outcome).toMatchObject({ reason: 'needs-write-tier' });
});

test('a body that does not match the contract of its request is an error of the suite, and not sent', async () => {
  await expect(
    carryOut('users', ({ fixture }) => {
      fixture({ ...group, make: { operation: 'POST /api/v1/users', body: () => ({ profile: 1 }) } });
    }),
  ).rejects.toThrow(/^The suite's body for POST \/api\/v1\/users does not match the contract of the request/);
});

test('a shared fixture is created once, and removed after the last suite', async () => {
  const both = { ...group, shared: 'people' };
  const { org } = await carryOut(
    'users',
    ({ call, fixture }) => {
      for (const one of [fixture(both), fixture(both)]) call('GET /api/v1/groups/{groupId}/users', { on: one });
    },
    { before: (_, run) => run.planned() },
  );
  expect(org.requests().map(({ method }) => method)).toEqual(['POST', 'GET', 'GET', 'GET', 'DELETE', 'GET']);
});

test('a request that several fixtures need is sent once', async () => {
  const { org } = await carryOut(
    'users',
    ({ call, fixture }) => {
      for (const login of ['owner', 'helper']) {
        const found = fixture({
          parameter: 'id',
          found: {
            operation: 'GET /api/v1/users',
            query: { limit: '20' },
            where: ({ profile }) => (profile as { login: string }).login === `${login}@example.com`,
          },
        });
        call('GET /api/v1/users/{id}', { on: found });
      }
    },
    { before: withoutPaging('GET /api/v1/users') },
  );
  expect(org.requests().filter(({ path }) => path === '/api/v1/users')).toHaveLength(1);
  expect(org.requests()).toHaveLength(3);
});

test('an object of another run is not used as an object of the org', async () => {
  const { results } = await carryOut(
    'users',
    ({ call, fixture }) => {
      const found = fixture({
        parameter: 'groupId',
        found: {
          operation: 'GET /api/v1/groups',
          where: ({ profile }) => /contracts/.test((profile as { name: string }).name),
        },
      });
      call('GET /api/v1/groups/{groupId}/users', { on: found });
    },
    {
      before: async (org) => {
        const made = await fetch(`${org.url}/api/v1/groups`, {
          method: 'POST',
          headers: { authorization: `SSWS ${org.token}` },
          body: JSON.stringify({ profile: { name: 'okta-contracts-other-1' } }),
        });
        expect(made.status).toBe(200);
      },
    },
  );
  expect(results.get('GET /api/v1/groups')?.outcome.kind).toBe('verified');
  expect(results.get('GET /api/v1/groups/{groupId}/users')?.outcome).toMatchObject({
    reason: 'no-such-object-on-this-org',
  });
});

const claims = '/api/v1/apps/{appId}/federated-claims';

test('a new operation is sent even if no object could be created, to detect an org that does not serve it', async () => {
  const { results, org } = await carryOut(
    'federated-claims',
    ({ call, fixture }) => {
      const app = fixture({ parameter: 'appId', found: { operation: 'GET /api/v1/apps', query: { limit: '1' } } });
      const claim = fixture({ parameter: 'claimId', found: { operation: `GET ${claims}` }, parents: [app] });
      call(`GET ${claims}/{claimId}`, { on: claim });
      call(`DELETE ${claims}/{claimId}`, { on: claim });
    },
    { without: [`GET ${claims}/{claimId}`, `PUT ${claims}/{claimId}`, `DELETE ${claims}/{claimId}`] },
  );
  for (const method of ['GET', 'DELETE']) {
    const result = results.get(`${method} ${claims}/{claimId}`);
    expect(result?.findings.map(({ message }) => message)).toEqual(['This org does not serve the operation yet (404)']);
  }
  // It was sent for an object that no org has.
  const deleted = org.requests().filter(({ method }) => method === 'DELETE');
  expect(deleted.every(({ path }) => path.endsWith('/nob0dys0id0000000000'))).toBe(true);
});

test('a suite that does not declare how the run recognises its object is invalid, and nothing is sent', async () => {
  const { mark: _, ...nameless } = group;
  await expect(carryOut('users', ({ fixture }) => void fixture(nameless))).rejects.toThrow(
    'The suite creates an object by POST /api/v1/groups and does not say how the run recognises it: give the fixture a `find`, a `mark` or a reason in `unnamed`.',
  );
});

test('nothing is created inside an object of the org, unless the fixture declares it', async () => {
  const { org, results, journals } = await carryOut('role-assignments', ({ fixture }) => {
    const found = fixture({ parameter: 'groupId', found: { operation: 'GET /api/v1/groups', query: { limit: '1' } } });
    fixture({
      parameter: 'roleAssignmentId',
      make: { operation: 'POST /api/v1/groups/{groupId}/roles', body: () => ({ type: 'HELP_DESK_ADMIN' }) },
      parents: [found],
    });
  });
  expect(org.requests().map(({ method }) => method)).toEqual(['GET']);
  expect(results.get('POST /api/v1/groups/{groupId}/roles')?.outcome).toMatchObject({ reason: 'fixture-not-made' });
  expect(journals).toEqual([]);
});

test('if the org refuses to create an object, reads use one of the org and writes have the reason', async () => {
  const { org, results, journals } = await carryOut(
    'users',
    ({ call, fixture }) => {
      const refused = fixture({
        ...group,
        make: { ...group.make, body: () => ({ profile: { name: 'Everyone' } }) },
        found: { operation: 'GET /api/v1/groups', query: { limit: '1' } },
      });
      const inside = fixture({ ...group, parents: [refused] });
      call('GET /api/v1/groups/{groupId}/users', { on: refused });
      call('PUT /api/v1/groups/{groupId}/users/{userId}', { on: refused, with: { userId: 'nobody' } });
      call('DELETE /api/v1/groups/{groupId}/users/{userId}', { on: inside, with: { userId: 'nobody' } });
    },
    { before: withoutPaging('GET /api/v1/groups', 'GET /api/v1/groups/{groupId}/users') },
  );
  expect(org.requests().map(({ method }) => method)).toEqual(['POST', 'GET', 'GET']);
  expect(results.get('GET /api/v1/groups/{groupId}/users')?.outcome.kind).toBe('verified');
  for (const operation of [
    'PUT /api/v1/groups/{groupId}/users/{userId}',
    'DELETE /api/v1/groups/{groupId}/users/{userId}',
    'DELETE /api/v1/groups/{groupId}',
  ])
    expect(results.get(operation)?.outcome).toEqual({
      kind: 'inconclusive',
      reason: 'fixture-not-made',
      detail: 'Setup failed: POST /api/v1/groups created no object: the org refused the request (409 E0000055)',
    });
  expect(journals).toEqual([]);
});

test('the org tier does not write to a substitute', async () => {
  const { org, results } = await carryOut(
    'inline-hooks',
    ({ call, fixture }) => {
      const hook = fixture({
        parameter: 'inlineHookId',
        make: { operation: 'POST /api/v1/inlineHooks' },
        found: { operation: 'GET /api/v1/groups', query: { limit: '1' } },
        mark: '/name',
      });
      call('POST /api/v1/inlineHooks/{inlineHookId}/execute', { on: hook, tier: 'org', body: () => ({}) });
    },
    { tiers: 'org' },
  );
  expect(org.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
  expect(results.get('POST /api/v1/inlineHooks/{inlineHookId}/execute')?.outcome).toMatchObject({
    reason: 'needs-write-tier',
  });
});
