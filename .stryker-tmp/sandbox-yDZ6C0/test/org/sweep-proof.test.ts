// @ts-nocheck
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Http } from '../../src/org/http.js';
import type { Recipe } from '../../src/org/journal/journal.js';
import { sweep } from '../../src/org/journal/sweep.js';
import { group, leave, left, name, nothing, options, orgThat, run, theGroup } from './sweep-support.js';

const login = `${name(1)}@okta-contracts.invalid`;
const user: Recipe = {
  name: name(1),
  values: {},
  remove: [{ operation: 'POST /api/v1/users/{id}/lifecycle/deactivate' }, { operation: 'DELETE /api/v1/users/{id}' }],
  find: { operation: 'GET /api/v1/users', query: { search: 'x' }, name: '/profile/firstName', id: 'id' },
  alias: login,
};
const gone = { errorCode: 'E0000007' };

/** An org with one user, which is removed after the given number of DELETE requests. */
function orgWithUser(deletes: number) {
  let status: string | undefined = 'ACTIVE';
  let left = deletes;
  const asked: string[] = [];
  const http: Http = async (url, { method }) => {
    const { pathname } = new URL(url);
    asked.push(`${method} ${pathname}`);
    if (method === 'POST') return { status: 500, headers: {}, body: '{}' };
    if (method === 'DELETE') {
      left -= 1;
      status = left <= 0 ? undefined : 'DEPROVISIONED';
      return { status: 204, headers: {}, body: '' };
    }
    const body = status === undefined ? gone : { id: '00u1', status, profile: { firstName: name(1) } };
    return { status: status === undefined ? 404 : 200, headers: {}, body: JSON.stringify(body) };
  };
  return { http, asked };
}

describe('a user', () => {
  test('that DELETE only deactivates is deleted again', async () => {
    const { folder, file } = leave([[user, '00u1']]);
    const org = orgWithUser(2);
    expect(await sweep(folder, options(org.http))).toEqual({ ...nothing, removed: ['users'] });
    expect(org.asked.filter((request) => request.startsWith('DELETE'))).toHaveLength(2);
    expect(existsSync(file)).toBe(false);
  });

  test('that DELETE never removes is left', async () => {
    const { folder, file } = leave([[user, '00u1']]);
    const org = orgWithUser(100);
    expect((await sweep(folder, options(org.http))).left).toEqual([left('users', 'refused')]);
    expect(org.asked.filter((request) => request.startsWith('DELETE'))).toHaveLength(3);
    expect(existsSync(file)).toBe(true);
  });

  test('with an unknown id is found by its login before a list contains it', async () => {
    const { folder, file } = leave([[user]]);
    const object = { id: '00u1', profile: { firstName: name(1) } };
    const org = orgThat({ [`GET /api/v1/users/${encodeURIComponent(login)}`]: [200, object] });
    expect((await sweep(folder, options(org.http))).removed).toEqual(['users']);
    expect(org.writes().at(-1)).toBe('DELETE /api/v1/users/00u1');
    expect(existsSync(file)).toBe(false);
  });

  test('is kept in the journal if no response proves that it does not exist', async () => {
    const { folder, file } = leave([[user]]);
    // A 404 without the error object of an org.
    const org = orgThat({ [`GET /api/v1/users/${encodeURIComponent(login)}`]: [404] });
    expect((await sweep(folder, options(org.http))).left).toEqual([left('users', 'unclear')]);
    expect(existsSync(file)).toBe(true);
  });

  test('with another name is not removed, although its login matches', async () => {
    const { folder } = leave([[{ ...user, alias: 'owner@example.com' }]]);
    const owner = { id: '00u9', profile: { firstName: 'Owner' } };
    const org = orgThat({ [`GET /api/v1/users/${encodeURIComponent('owner@example.com')}`]: [200, owner] });
    expect((await sweep(folder, options(org.http))).left).toEqual([left('users', 'not-ours')]);
    expect(org.writes()).toEqual([]);
  });
});

describe('an object that another depends on', () => {
  const policy: Recipe = {
    name: name(2),
    values: {},
    remove: [{ operation: 'DELETE /api/v1/policies/{policyId}' }],
    find: { operation: 'GET /api/v1/policies', query: { type: 'PASSWORD' }, name: '/name', id: 'id' },
    needs: [`${run}-0`],
  };
  const thePolicy = { 'GET /api/v1/policies/00p1': [200, { id: '00p1', name: name(2) }] } as const;

  test('is kept if that object cannot be removed', async () => {
    const { folder, file } = leave([
      [group, '00g1'],
      [policy, '00p1'],
    ]);
    const org = orgThat({ ...theGroup, ...thePolicy, 'DELETE /api/v1/policies/00p1': [403] } as never);
    expect((await sweep(folder, options(org.http))).left).toEqual([
      left('policies', 'refused'),
      left('groups', 'needed'),
    ]);
    expect(org.writes()).toEqual(['DELETE /api/v1/policies/00p1']);
    expect(existsSync(file)).toBe(true);
  });

  test('is removed after it', async () => {
    const { folder } = leave([
      [group, '00g1'],
      [policy, '00p1'],
    ]);
    const org = orgThat({ ...theGroup, ...thePolicy } as never);
    expect((await sweep(folder, options(org.http))).removed).toEqual(['policies', 'groups']);
  });
});
