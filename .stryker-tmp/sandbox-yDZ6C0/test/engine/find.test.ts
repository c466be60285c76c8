// @ts-nocheck
import { expect, test } from 'vitest';
import type { Run } from '../../src/engine/run.js';
import { admin } from '../../suites/fixtures.js';
import { carryOut } from './carry-out.js';

const roles = 'GET /api/v1/users/{userId}/roles';

test('with an API token its user is read, and not the list of administrators', async () => {
  const { org, results } = await carryOut('role-assignments', ({ call, fixture }) => {
    call(roles, { on: fixture(admin) });
  });
  expect(results.get(roles)?.outcome).toEqual({ kind: 'verified', verdict: 'pass' });
  const [first, second] = org.requests();
  expect(first?.path).toBe('/api/v1/users/me');
  expect(second?.path).toMatch(/^\/api\/v1\/users\/00u\w+\/roles$/);
  expect(org.requests()).toHaveLength(2);
});

test.each([403, 404])('if the caller is not a user (%i), a user with a role is found', async (status) => {
  const { org, results } = await carryOut(
    'role-assignments',
    ({ call, fixture }) => {
      call(roles, { on: fixture(admin) });
    },
    {
      by: (plain) => async (url, request) =>
        url.endsWith('/api/v1/users/me')
          ? { status, headers: { 'content-type': 'application/json' }, body: '{"errorCode":"E0000006"}' }
          : plain(url, request),
    },
  );
  expect(results.get(roles)?.outcome).toEqual({ kind: 'verified', verdict: 'pass' });
  expect(org.requests()[0]?.path).toBe('/api/v1/iam/assignees/users');
});

test('if no alternative finds an object, the reason is that of the last one', async () => {
  const { results } = await carryOut('role-assignments', ({ call, fixture }) => {
    const nobody = fixture({
      parameter: 'userId',
      found: [
        { operation: 'GET /api/v1/users/{id}', with: { id: 'me' }, where: () => false },
        { operation: 'GET /api/v1/iam/assignees/users', list: 'value', where: () => false },
      ],
    });
    call(roles, { on: nobody });
  });
  expect(results.get(roles)?.outcome).toEqual({
    kind: 'skipped',
    reason: 'no-such-object-on-this-org',
    detail: 'GET /api/v1/iam/assignees/users returned no object on this org',
  });
});

test('a response that several fixtures share is not stored after they have read it', async () => {
  let run: Run | undefined;
  await carryOut(
    'users',
    ({ call, fixture }) => {
      const found = { operation: 'GET /api/v1/users', query: { limit: '2' } } as const;
      for (const parameter of ['id', 'id']) call('GET /api/v1/users/{id}', { on: fixture({ parameter, found }) });
    },
    {
      before: (_, started) => {
        run = started;
      },
    },
  );
  expect(run?.sharedReplies).toBe(0);
});
