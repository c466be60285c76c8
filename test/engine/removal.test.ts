import { describe, expect, test } from 'vitest';
import type { FixtureSpec } from '../../src/engine/model.js';
import type { Vocabulary } from '../../src/engine/plan.js';
import { kindOf } from '../../src/org/journal/removal.js';
import { app, bookmark } from '../../suites/app-fixtures.js';
import { group, user } from '../../suites/fixtures.js';
import { type Asked, json, type Lie, notFound, onHostile } from './hostile-org.js';

describe('a removal', () => {
  const only =
    (spec: FixtureSpec) =>
    ({ fixture }: Vocabulary): void =>
      void fixture(spec);
  const isGroup = (method: string, asked: Asked) => asked.method === method && asked.path.startsWith('/api/v1/groups/');
  const message = 'The object still exists after the response that confirms its removal';

  test('with a 404 while the object exists leaves the object in the journal', async () => {
    const lie: Lie = (asked) => (isGroup('DELETE', asked) ? Promise.resolve(notFound) : undefined);
    const { org, leftovers } = await onHostile('users', only(group), lie);
    expect(org.leftovers()).toHaveLength(1);
    expect(leftovers.map(kindOf)).toEqual(['groups']);
    expect(leftovers[0]?.id).toMatch(/^00g/);
  });

  test('with a 204 while the object exists leaves it in the journal, and is a violation', async () => {
    const lie: Lie = (asked) =>
      isGroup('DELETE', asked) ? Promise.resolve({ status: 204, headers: {}, body: '' }) : undefined;
    const { leftovers, results } = await onHostile('users', only(group), lie);
    expect(leftovers).toHaveLength(1);
    const { outcome, findings } = results.get('DELETE /api/v1/groups/{groupId}') ?? {};
    expect(outcome).toEqual({ kind: 'verified', verdict: 'violation' });
    expect(findings?.map((finding) => finding.message)).toContain(message);
  });

  test('that cannot be confirmed leaves the object in the journal', async () => {
    let isRemoved = false;
    const lie: Lie = (asked, truth) => {
      if (isGroup('DELETE', asked)) isRemoved = true;
      return isRemoved && asked.method === 'GET' ? truth().then((answer) => ({ ...answer, status: 403 })) : undefined;
    };
    const { leftovers, results } = await onHostile('users', only(group), lie);
    expect(leftovers).toHaveLength(1);
    expect(results.get('DELETE /api/v1/groups/{groupId}')?.outcome).toEqual({ kind: 'verified', verdict: 'pass' });
  });

  test('with a 404 for an object that does not exist is complete', async () => {
    const lie: Lie = (asked, truth) => (isGroup('DELETE', asked) ? truth().then(() => notFound) : undefined);
    const { leftovers, org } = await onHostile('users', only(group), lie);
    expect(leftovers).toEqual([]);
    expect(org.leftovers()).toEqual([]);
  });

  test.each<[string, string, FixtureSpec]>([
    ['users', 'a user', user],
    ['apps', 'an app', app('BOOKMARK', bookmark)],
  ])('of %s: %s that is only deactivated by DELETE is left over', async (name, _, spec) => {
    let last = '';
    const lie: Lie = (asked, truth) => {
      if (asked.method === 'DELETE') return Promise.resolve({ status: 204, headers: {}, body: '' });
      return truth().then((answer) => {
        last = asked.path;
        return answer;
      });
    };
    const { leftovers } = await onHostile(name, only(spec), lie);
    expect(leftovers).toHaveLength(1);
    expect(last).toMatch(/\/[0-9A-Za-z]{20}$/);
  });

  test('of a user that the first DELETE only deactivates sends a second one', async () => {
    const lie: Lie = ({ path }) =>
      path.includes('/lifecycle/deactivate') ? Promise.resolve(json(500, { errorCode: 'E0000009' })) : undefined;
    const { leftovers, org, results, asked } = await onHostile('users', activeUser, lie);
    expect(asked.filter(({ method }) => method === 'DELETE')).toHaveLength(2);
    expect([leftovers, org.leftovers()]).toEqual([[], []]);
    expect(results.get('DELETE /api/v1/users/{id}')?.findings).toEqual([]);
  });

  test('that is refused keeps the objects that it depends on', async () => {
    const lie: Lie = ({ method, path }) =>
      method === 'DELETE' && path.startsWith('/api/v1/policies/')
        ? Promise.resolve(json(403, { errorCode: 'E0000006' }))
        : undefined;
    const { leftovers, asked } = await onHostile('policies', policyOfGroup, lie);
    expect(leftovers.map(kindOf)).toEqual(['groups', 'policies']);
    expect(asked.some(({ method, path }) => method === 'DELETE' && path.startsWith('/api/v1/groups/'))).toBe(false);
  });

  test('of a group continues if its policy is already removed', async () => {
    const { leftovers, org } = await onHostile('policies', policyOfGroup, () => undefined);
    expect([leftovers, org.leftovers()]).toEqual([[], []]);
  });
});

function activeUser({ call, fixture }: Vocabulary): void {
  const one = fixture(user);
  call('POST /api/v1/users/{id}/lifecycle/activate', { on: one, query: { sendEmail: 'false' } });
}

/** A policy that applies to a group of the run: without the group it would apply to everyone. */
function policyOfGroup({ fixture }: Vocabulary): void {
  const people = fixture(group);
  fixture({
    parameter: 'policyId',
    make: {
      operation: 'POST /api/v1/policies',
      body: ({ name, ids }) => ({
        name,
        type: 'PASSWORD',
        description: 'Contract',
        conditions: { people: { groups: { include: [ids.groupId ?? ''] } } },
      }),
    },
    remove: ['DELETE /api/v1/policies/{policyId}'],
    find: { path: '/api/v1/policies?type=PASSWORD', name: '/name' },
    parents: [people],
  });
}
