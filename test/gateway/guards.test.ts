import { gzipSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import type { Passed } from '../../src/gateway/forward.js';
import { ShareGuard } from '../../src/gateway/share-guard.js';
import { TierGuard } from '../../src/gateway/tier-guard.js';
import { Timeline } from '../../src/org/timeline.js';

const catalogue = loadCatalogue();
const foreign = '00u9zzzzzzzzzzzzz0h7';
const own = '00g1aaaaaaaaaaaaa0h7';

function answerTo(method: string, path: string, body: object, status = 200): Passed {
  return { method, path, status, headers: {}, body: new Uint8Array(Buffer.from(JSON.stringify(body))) };
}

test.each([
  ['GET', '/api/v1/users', true],
  ['HEAD', '/api/v1/users', true],
  ['OPTIONS', '/api/v1/users', true],
  ['POST', '/oauth2/v1/token', true],
  ['POST', '/oauth2/v1/token?x=1', true],
  ['POST', '/oauth2/v1/tokens', false],
  ['POST', '/api/v1/groups', false],
  ['PUT', `/api/v1/groups/${own}`, false],
  ['PATCH', '/api/v1/x', false],
  ['DELETE', '/anything', false],
  ['PURGE', '/anything', false],
])('the read tier: %s %s passes: %s', (method, path, passes) => {
  const guard = new TierGuard('read', catalogue);
  const refusal = guard.refusal(method, path);
  expect(refusal === undefined).toBe(passes);
  if (!passes) expect(refusal).toBe(`${method} ${path} was not sent: the read tier only reads`);
  expect(new TierGuard('org', catalogue).refusal(method, path)).toBeUndefined();
});

test('a refusal says nothing of a query', () => {
  const guard = new TierGuard('read', catalogue);
  expect(guard.refusal('DELETE', '/api/v1/users?search=jane')).not.toContain('jane');
});

test('the write tier changes what was made through the gateway, and nothing else', () => {
  const guard = new TierGuard('write', catalogue);
  const may = (method: string, path: string) => guard.refusal(method, path) === undefined;
  expect(may('PUT', `/api/v1/groups/${own}`)).toBe(false);
  expect(may('POST', '/api/v1/groups')).toBe(true);
  // An answer that says no made nothing, and neither did a read or a change.
  guard.learn(answerTo('POST', '/api/v1/groups', { id: own }, 400));
  guard.learn(answerTo('GET', '/api/v1/groups', { id: own }));
  guard.learn(answerTo('POST', `/api/v1/users/${foreign}`, { id: own }));
  expect(may('PUT', `/api/v1/groups/${own}`)).toBe(false);
  guard.learn(answerTo('POST', '/api/v1/groups', { id: own }));
  for (const [method, path, passes] of [
    ['GET', `/api/v1/users/${foreign}`, true],
    ['PUT', `/api/v1/groups/${own}`, true],
    ['PUT', `/api/v1/groups/${own}/users/${foreign}`, true],
    ['DELETE', `/api/v1/groups/${own}?x=1`, true],
    // The first object is the one that changes.
    ['PUT', `/api/v1/groups/00g9zzzzzzzzzzzzz0h7/users/${own}`, false],
    ['DELETE', `/api/v1/users/${foreign}`, false],
    ['POST', `/api/v1/users/${foreign}/lifecycle/deactivate`, false],
    ['DELETE', '/api/v1/users/jane@example.com', false],
    ['POST', `/api/v1/users/${foreign}/factors`, false],
    // Settings of the whole org, and what no contract knows.
    ['POST', '/api/v1/org/privacy/oktaSupport/grant', false],
    ['POST', '/api/v1/unknownThings', false],
    ['PUT', '/api/v1/org/settings', false],
  ] as const)
    expect([method, path, may(method, path)]).toEqual([method, path, passes]);
});

test('an object is known from a packed answer as well, and an answer that cannot be read makes none', () => {
  const guard = new TierGuard('write', catalogue);
  const answer = answerTo('POST', '/api/v1/groups', {});
  guard.learn({ ...answer, body: new Uint8Array([0x1f, 0x8b, 1]) });
  guard.learn({ ...answer, body: new Uint8Array(Buffer.from('no JSON')) });
  guard.learn({ ...answer, body: new Uint8Array(gzipSync(JSON.stringify({ id: own }))) });
  expect(guard.refusal('DELETE', `/api/v1/groups/${own}`)).toBeUndefined();
});

test('beyond its share of a limit a request is answered 429 with the end of the window', async () => {
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
    expect(await guard.admit('GET', path)).toBeUndefined();
    guard.learn('GET', path, told(5));
    expect(await guard.admit('GET', path)).toBeUndefined();
    expect(await guard.admit('GET', path)).toBeUndefined();
    expect(await guard.admit('GET', path)).toEqual({
      'x-rate-limit-limit': '3',
      'x-rate-limit-remaining': '0',
      // A second more, as Okta's own clients wait.
      'x-rate-limit-reset': String(Number(reset) + 1),
    });
    // Another limit is another matter, and this one opens again.
    expect(await guard.admit('GET', '/api/v1/groups')).toBeUndefined();
    vi.setSystemTime(Date.now() + 30_900);
    const held = guard.admit('GET', path);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await held).toBeUndefined();
    const users = timeline.uses().buckets.find(({ name }) => name === '/api/v1/users');
    expect([users?.limit, users?.sent.reduce((sum, n) => sum + n)]).toEqual([6, 4]);
    expect(users?.waitedMs.reduce((sum, ms) => sum + ms)).toBe(100);
  } finally {
    vi.useRealTimers();
  }
});

test('the whole share leaves the limits to the org', async () => {
  const guard = new ShareGuard(1, new Timeline());
  guard.learn('GET', '/api/v1/users', {
    'x-rate-limit-limit': '6',
    'x-rate-limit-remaining': '0',
    'x-rate-limit-reset': '9999999999',
  });
  for (let i = 0; i < 30; i += 1) expect(await guard.admit('GET', '/api/v1/users')).toBeUndefined();
});
