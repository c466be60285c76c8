// @ts-nocheck
import { afterEach, expect, test, vi } from 'vitest';
import { Buckets, bucketOf, isConcurrentLimit, resetWait } from '../../src/org/rate-limit/buckets.js';

const start = Date.parse('2025-09-01T10:00:00Z');

/** Rate-limit headers of a response: the remaining requests, and the seconds until the reset. */
function answer(limit: number, remaining: number, seconds: number) {
  return {
    date: new Date(start).toUTCString(),
    'x-rate-limit-limit': String(limit),
    'x-rate-limit-remaining': String(remaining),
    'x-rate-limit-reset': String(start / 1000 + seconds),
  };
}

function clock(share: number) {
  const time = { now: start };
  return { time, buckets: new Buckets(share, () => time.now) };
}

function takeUntilHeld(buckets: Buckets, name = 'b'): number {
  let taken = 0;
  while (taken < 1000 && buckets.take(name) === 0) taken += 1;
  return taken;
}

afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ['GET', '/api/v1/users/00u1', 'GET /api/v1/users/{id}'],
  ['POST', '/api/v1/users/00u1', '/api/v1/users/{id}'],
  ['DELETE', '/api/v1/users/00u1', '/api/v1/users/{id}'],
  ['GET', '/api/v1/users', '/api/v1/users'],
  ['POST', '/api/v1/users/00u1/lifecycle/activate', '/api/v1/users'],
  ['GET', '/api/v1/groups/00g1', '/api/v1/groups/{id}'],
  ['GET', '/api/v1/groups/rules', '/api/v1/groups'],
  ['GET', '/api/v1/groups/00g1/users', '/api/v1/groups'],
  ['GET', '/api/v1/apps/0oa1', 'GET /api/v1/apps/{id}'],
  ['PUT', '/api/v1/apps/0oa1', '/api/v1/apps/{id}'],
  ['GET', '/api/v1/apps', '/api/v1/apps'],
  ['GET', '/api/v1/iam/roles', '/api/v1/iam'],
  ['GET', '/api/v1/logs', '/api/v1/logs'],
  ['GET', '/api/v1/risk/providers', '/api/v1/risk/providers'],
  ['GET', '/api/v1/agentPools', '/api/v1/agentPools'],
  ['GET', '/api/v1/inlineHooks', '/api/v1'],
  ['GET', '/oauth2/v1/clients/0oa1', '/oauth2/v1/clients'],
  ['POST', '/oauth2/v1/token', '/oauth2/v1/token'],
  ['GET', '/.well-known/okta-organization', '/.well-known/okta-organization'],
])('%s %s counts against the quota %s', (method, path, quota) => {
  expect(bucketOf(method, path)).toBe(quota);
});

test('a run uses its share of a limit and then waits until a second after the reset', () => {
  const { buckets } = clock(0.5);
  buckets.learn('b', answer(10, 10, 30));
  expect(takeUntilHeld(buckets)).toBe(5);
  expect(buckets.take('b')).toBe(31_000);
});

test('requests before the limit was known are counted', () => {
  const { buckets } = clock(0.5);
  buckets.take('b');
  buckets.take('b');
  buckets.learn('b', answer(10, 8, 30));
  expect(takeUntilHeld(buckets)).toBe(3);
});

test('a run waits when other clients have used up the limit, although its own share is free', () => {
  const { buckets } = clock(1);
  buckets.learn('b', answer(100, 2, 30));
  expect(takeUntilHeld(buckets)).toBe(2);
});

test('a late response does not increase the remaining requests', () => {
  const { buckets } = clock(1);
  buckets.learn('b', answer(100, 3, 30));
  buckets.learn('b', answer(100, 5, 30));
  expect(takeUntilHeld(buckets)).toBe(3);
});

test('the smallest share allows one request per window', () => {
  const { buckets } = clock(0.01);
  buckets.learn('b', answer(20, 20, 30));
  expect(takeUntilHeld(buckets)).toBe(1);
});

test('the full share is available after the window has ended', () => {
  const { buckets, time } = clock(0.5);
  buckets.learn('b', answer(10, 0, 30));
  expect(buckets.take('b')).toBe(31_000);
  time.now += 30_999;
  expect(buckets.take('b')).toBe(50);
  time.now += 1;
  expect(takeUntilHeld(buckets)).toBe(5);
});

test('an exhausted bucket does not delay other buckets', () => {
  const { buckets } = clock(0.5);
  buckets.learn('b', answer(10, 0, 30));
  expect(buckets.take('other')).toBe(0);
});

test.each([
  ['is about concurrency', answer(0, 0, 30)],
  ['has no rate-limit headers', { date: new Date(start).toUTCString() }],
  ['has no reset', { 'x-rate-limit-limit': '10', 'x-rate-limit-remaining': '0' }],
])('a response that %s does not change a bucket', (_, headers) => {
  const { buckets } = clock(0.5);
  buckets.learn('b', headers);
  expect(buckets.take('b')).toBe(0);
});

test("the wait until a reset uses the org's clock and adds one second", () => {
  vi.useFakeTimers({ now: start + 3_600_000 });
  expect(resetWait(answer(10, 0, 20))).toBe(21_000);
});

test("without a date the wait uses this machine's clock", () => {
  vi.useFakeTimers({ now: start + 5_000 });
  expect(resetWait({ 'x-rate-limit-reset': String(start / 1000 + 20) })).toBe(16_000);
});

test('the wait is not negative and not much longer than a window', () => {
  expect(resetWait(answer(10, 0, -500))).toBe(1_000);
  expect(resetWait(answer(10, 0, 86_400))).toBe(65_000);
  expect(resetWait({})).toBeUndefined();
});

test('a 429 is a concurrency limit only if limit and remaining are both 0', () => {
  expect(isConcurrentLimit({ 'x-rate-limit-limit': '0', 'x-rate-limit-remaining': '0' })).toBe(true);
  expect(isConcurrentLimit({ 'x-rate-limit-limit': '600', 'x-rate-limit-remaining': '0' })).toBe(false);
  expect(isConcurrentLimit({})).toBe(false);
});

test('a response of the next window resets an exhausted bucket', () => {
  const { time, buckets } = clock(1);
  buckets.take('b');
  // A 429 whose window ends immediately, and then a response of the next window.
  buckets.learn('b', answer(100, 0, 0));
  expect(buckets.take('b')).toBeGreaterThan(0);
  time.now += 500;
  buckets.learn('b', { ...answer(100, 97, 60), date: new Date(start).toUTCString() });
  expect(buckets.take('b')).toBe(0);
});

test('few requests are sent to an unknown bucket until the first response', () => {
  const { buckets } = clock(1);
  expect(takeUntilHeld(buckets)).toBe(10);
  buckets.learn('b', answer(100, 99, 60));
  expect(takeUntilHeld(buckets)).toBe(90);
});

test('a bucket without rate-limit headers has no limit', () => {
  const { buckets } = clock(1);
  expect(takeUntilHeld(buckets)).toBe(10);
  buckets.learn('b', {});
  expect(takeUntilHeld(buckets)).toBe(1000);
});

test('reserved requests are available only to requests with a reserve', () => {
  const { buckets } = clock(1);
  buckets.learn('b', answer(10, 10, 30));
  expect(buckets.reserve('b', 3)).toBe(0);
  expect(takeUntilHeld(buckets)).toBe(7);
  for (let i = 0; i < 3; i += 1) expect(buckets.take('b', true)).toBe(0);
  expect(buckets.take('b', true)).toBe(31_000);
});

test('a reservation waits for the next window if the current one is too small', () => {
  const { time, buckets } = clock(0.5);
  buckets.learn('b', answer(10, 10, 30));
  for (let i = 0; i < 4; i += 1) buckets.take('b');
  expect(buckets.reserve('b', 2)).toBe(31_000);
  expect(buckets.take('b')).toBe(0);
  time.now += 31_000;
  expect(buckets.reserve('b', 2)).toBe(0);
  expect(takeUntilHeld(buckets)).toBe(3);
});

test('released requests are available to all', () => {
  const { buckets } = clock(1);
  buckets.learn('b', answer(10, 10, 30));
  buckets.reserve('b', 3);
  buckets.release('b', 3);
  expect(takeUntilHeld(buckets)).toBe(10);
});

test.each([1, 2, 3])('a reserve never blocks other requests: with %i per window, one is sent', (budget) => {
  const { buckets } = clock(1);
  buckets.learn('b', answer(budget, budget, 30));
  expect(buckets.reserve('b', 5)).toBe(0);
  expect(takeUntilHeld(buckets)).toBe(1);
});
