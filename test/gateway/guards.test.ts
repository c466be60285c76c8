import { gzipSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { createMatcher } from '../../src/contract/match.js';
import { ShareGuard } from '../../src/gateway/share-guard.js';
import { readTarget, type Target } from '../../src/gateway/target.js';
import { TierGuard } from '../../src/gateway/tier-guard.js';
import { Timeline } from '../../src/org/rate-limit/timeline.js';

const catalogue = loadCatalogue();
const match = createMatcher(catalogue);
const foreign = '00u9zzzzzzzzzzzzz0h7';
const own = '00g1aaaaaaaaaaaaa0h7';

/** The target of a request as the gateway parses it. */
function target(method: string, url: string): Target {
  const read = readTarget({ method, url, headers: {} }, match);
  if (read.kind === 'invalid') throw new Error(read.message);
  return read;
}

const response = (body: object, status = 200) => ({
  status,
  headers: {},
  body: new Uint8Array(Buffer.from(JSON.stringify(body))),
});

const groups = target('POST', '/api/v1/groups');

test.each([
  ['GET', '/api/v1/users', ''],
  ['HEAD', '/api/v1/users', ''],
  ['OPTIONS', '/api/v1/users', 'an operation without a contract (OPTIONS)'],
  ['POST', '/oauth2/v1/token', 'an operation without a contract (POST)'],
  ['POST', '/api/v1/groups', 'POST /api/v1/groups'],
  ['PUT', `/api/v1/groups/${own}`, 'an operation without a contract (PUT)'],
  ['PATCH', '/api/v1/x', 'an operation without a contract (PATCH)'],
  ['DELETE', '/api/v1/users/jane@example.com?search=jane', 'DELETE /api/v1/users/{id}'],
])('the read tier: %s %s', (method, path, name) => {
  const refusal = new TierGuard('read', catalogue).refusal(target(method, path));
  expect(refusal).toBe(name === '' ? undefined : `${name} was not sent: the read tier only reads`);
  expect(new TierGuard('org', catalogue).refusal(target(method, path))).toBeUndefined();
});

test('the write tier changes only objects created through the gateway', () => {
  const guard = new TierGuard('write', catalogue);
  const may = (method: string, path: string) => guard.refusal(target(method, path)) === undefined;
  expect(may('PUT', `/api/v1/groups/${own}`)).toBe(false);
  expect(may('POST', '/api/v1/groups')).toBe(true);
  // An error, a read and a change create no object.
  guard.learn(response({ id: own }, 400), groups);
  guard.learn(response({ id: own }), target('GET', '/api/v1/groups'));
  guard.learn(response({ id: own }), target('POST', `/api/v1/users/${foreign}`));
  expect(may('PUT', `/api/v1/groups/${own}`)).toBe(false);
  guard.learn(response({ id: own }), groups);
  for (const [method, path, passes] of [
    ['GET', `/api/v1/users/${foreign}`, true],
    ['PUT', `/api/v1/groups/${own}`, true],
    ['PUT', `/api/v1/groups/${own}/users/${foreign}`, true],
    ['DELETE', `/api/v1/groups/${own}?x=1`, true],
    ['POST', '/oauth2/v1/token?x=1', true],
    ['POST', '/oauth2/v1/tokens', false],
    // A request changes the first object of its path.
    ['PUT', `/api/v1/groups/00g9zzzzzzzzzzzzz0h7/users/${own}`, false],
    ['DELETE', `/api/v1/users/${foreign}`, false],
    ['POST', `/api/v1/users/${foreign}/lifecycle/deactivate`, false],
    ['DELETE', '/api/v1/users/jane@example.com', false],
    // The org could have returned the id of a user for a new group.
    ['DELETE', `/api/v1/users/${own}`, false],
    ['POST', `/api/v1/users/${own}/unknownThings`, false],
    ['POST', `/api/v1/users/${foreign}/factors`, false],
    // Settings of the org, and paths without a contract.
    ['POST', '/api/v1/org/privacy/oktaSupport/grant', false],
    ['POST', '/api/v1/unknownThings', false],
    ['POST', `/api/v1/groups/${own}/unknownThings`, false],
    ['PUT', '/api/v1/org/settings', false],
  ] as const)
    expect([method, path, may(method, path)]).toEqual([method, path, passes]);
});

test.each(['', 'api', 'v1', 'groups', '..', 'me', 'default', 'everyone-in-the-house', `${own}/x`, 'x'.repeat(10)])(
  'a response with the id %j makes no object writable',
  (id) => {
    const guard = new TierGuard('write', catalogue);
    guard.learn(response({ id }), groups);
    for (const path of ['/api/v1/groups/me', '/api/v1/users/default', `/api/v1/groups/${own}`, '/api/v1/groups/groups'])
      expect(guard.refusal(target('DELETE', path))).toMatch(/was not sent/);
  },
);

test('compressed responses are read as well, and responses that cannot be read are ignored', () => {
  const guard = new TierGuard('write', catalogue);
  const headers = { 'content-encoding': 'gzip' };
  guard.learn({ status: 200, headers, body: new Uint8Array([0x1f, 0x8b, 1]) }, groups);
  guard.learn({ status: 200, headers: {}, body: new Uint8Array(Buffer.from('no JSON')) }, groups);
  guard.learn({ status: 200, headers, body: new Uint8Array(gzipSync(JSON.stringify({ id: own }))) }, groups);
  expect(guard.refusal(target('DELETE', `/api/v1/groups/${own}`))).toBeUndefined();
});

test('a request beyond the share of its rate limit gets 429 with the end of the window', async () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-24T10:00:00Z') });
  try {
    const timeline = new Timeline();
    const guard = new ShareGuard(0.5, timeline);
    const path = '/api/v1/users?limit=1';
    const reset = String(Date.now() / 1000 + 30);
    const told = (remaining: number) => ({
      date: new Date().toUTCString(),
      'x-rate-limit-limit': '6',
      'x-rate-limit-remaining': String(remaining),
      'x-rate-limit-reset': reset,
    });
    expect(await guard.admit({ method: 'GET', path })).toBeUndefined();
    guard.learn({ method: 'GET', path }, told(5));
    expect(await guard.admit({ method: 'GET', path })).toBeUndefined();
    expect(await guard.admit({ method: 'GET', path })).toBeUndefined();
    expect(await guard.admit({ method: 'GET', path })).toEqual({
      'x-rate-limit-limit': '3',
      'x-rate-limit-remaining': '0',
      // One second later, as Okta's SDKs wait.
      'x-rate-limit-reset': String(Number(reset) + 1),
    });
    // Another rate limit is not affected, and this one is reset.
    expect(await guard.admit({ method: 'GET', path: '/api/v1/groups' })).toBeUndefined();
    vi.setSystemTime(Date.now() + 30_900);
    const held = guard.admit({ method: 'GET', path });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await held).toBeUndefined();
    const users = timeline.uses().buckets.find(({ name }) => name === '/api/v1/users');
    expect([users?.limit, users?.sent.reduce((sum, n) => sum + n)]).toEqual([6, 4]);
    expect(users?.waitedMs.reduce((sum, ms) => sum + ms)).toBe(100);
  } finally {
    vi.useRealTimers();
  }
});

test('with a share of 1 only the org enforces its rate limits', async () => {
  const guard = new ShareGuard(1, new Timeline());
  const used = { 'x-rate-limit-limit': '6', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '9999999999' };
  guard.learn({ method: 'GET', path: '/api/v1/users' }, used);
  for (let i = 0; i < 30; i += 1) expect(await guard.admit({ method: 'GET', path: '/api/v1/users' })).toBeUndefined();
});
