import { afterEach, expect, test, vi } from 'vitest';
import { Buckets, bucketOf, isConcurrentLimit, resetWait } from '../../src/org/rate-limit/buckets.js';

const start = Date.parse('2025-09-01T10:00:00Z');

/** Headers of an answer: what is left of a limit, and in how many seconds it is whole again. */
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

test('requests that were sent before the limit was known count, too', () => {
  const { buckets } = clock(0.5);
  buckets.take('b');
  buckets.take('b');
  buckets.learn('b', answer(10, 8, 30));
  expect(takeUntilHeld(buckets)).toBe(3);
});

test('what others left of a limit holds a run back earlier than its own share', () => {
  const { buckets } = clock(1);
  buckets.learn('b', answer(100, 2, 30));
  expect(takeUntilHeld(buckets)).toBe(2);
});

test('an answer that was overtaken by another does not give places back', () => {
  const { buckets } = clock(1);
  buckets.learn('b', answer(100, 3, 30));
  buckets.learn('b', answer(100, 5, 30));
  expect(takeUntilHeld(buckets)).toBe(3);
});

test('the smallest share still lets one request a window through', () => {
  const { buckets } = clock(0.01);
  buckets.learn('b', answer(20, 20, 30));
  expect(takeUntilHeld(buckets)).toBe(1);
});

test('when the window has ended the share is whole again', () => {
  const { buckets, time } = clock(0.5);
  buckets.learn('b', answer(10, 0, 30));
  expect(buckets.take('b')).toBe(31_000);
  time.now += 30_999;
  expect(buckets.take('b')).toBe(50);
  time.now += 1;
  expect(takeUntilHeld(buckets)).toBe(5);
});

test('one quota that is used up holds no other one back', () => {
  const { buckets } = clock(0.5);
  buckets.learn('b', answer(10, 0, 30));
  expect(buckets.take('other')).toBe(0);
});

test.each([
  ['speaks of concurrency', answer(0, 0, 30)],
  ['has no rate-limit headers', { date: new Date(start).toUTCString() }],
  ['has no reset', { 'x-rate-limit-limit': '10', 'x-rate-limit-remaining': '0' }],
])('an answer that %s says nothing of a quota', (_, headers) => {
  const { buckets } = clock(0.5);
  buckets.learn('b', headers);
  expect(buckets.take('b')).toBe(0);
});

test("the wait until a reset is measured by the org's clock, and is a second longer", () => {
  vi.useFakeTimers({ now: start + 3_600_000 });
  expect(resetWait(answer(10, 0, 20))).toBe(21_000);
});

test("without a date the wait is measured by this machine's clock", () => {
  vi.useFakeTimers({ now: start + 5_000 });
  expect(resetWait({ 'x-rate-limit-reset': String(start / 1000 + 20) })).toBe(16_000);
});

test('the wait is never negative and never much longer than a window', () => {
  expect(resetWait(answer(10, 0, -500))).toBe(1_000);
  expect(resetWait(answer(10, 0, 86_400))).toBe(65_000);
  expect(resetWait({})).toBeUndefined();
});

test('a 429 is one of concurrency only where limit and remaining are both 0', () => {
  expect(isConcurrentLimit({ 'x-rate-limit-limit': '0', 'x-rate-limit-remaining': '0' })).toBe(true);
  expect(isConcurrentLimit({ 'x-rate-limit-limit': '600', 'x-rate-limit-remaining': '0' })).toBe(false);
  expect(isConcurrentLimit({})).toBe(false);
});

test('an answer of the next window opens the bucket again, although the one before was used up', () => {
  const { time, buckets } = clock(1);
  buckets.take('b');
  // A 429 whose window ends at once, and then an answer that was under way in the next one.
  buckets.learn('b', answer(100, 0, 0));
  expect(buckets.take('b')).toBeGreaterThan(0);
  time.now += 500;
  buckets.learn('b', { ...answer(100, 97, 60), date: new Date(start).toUTCString() });
  expect(buckets.take('b')).toBe(0);
});

test('of a bucket that nobody knows yet, few requests go out; the first answer opens it', () => {
  const { buckets } = clock(1);
  expect(takeUntilHeld(buckets)).toBe(10);
  buckets.learn('b', answer(100, 99, 60));
  expect(takeUntilHeld(buckets)).toBe(90);
});

test('a bucket whose answers tell no limit has none', () => {
  const { buckets } = clock(1);
  expect(takeUntilHeld(buckets)).toBe(10);
  buckets.learn('b', {});
  expect(takeUntilHeld(buckets)).toBe(1000);
});

test('places that are reserved are left by other requests, and taken by those with a reserve', () => {
  const { buckets } = clock(1);
  buckets.learn('b', answer(10, 10, 30));
  expect(buckets.reserve('b', 3)).toBe(0);
  expect(takeUntilHeld(buckets)).toBe(7);
  for (let i = 0; i < 3; i += 1) expect(buckets.take('b', true)).toBe(0);
  expect(buckets.take('b', true)).toBe(31_000);
});

test('places are reserved only where the window has them, and else in the next one', () => {
  const { time, buckets } = clock(0.5);
  buckets.learn('b', answer(10, 10, 30));
  for (let i = 0; i < 4; i += 1) buckets.take('b');
  expect(buckets.reserve('b', 2)).toBe(31_000);
  expect(buckets.take('b')).toBe(0);
  time.now += 31_000;
  expect(buckets.reserve('b', 2)).toBe(0);
  expect(takeUntilHeld(buckets)).toBe(3);
});

test('places that are given back are open to all', () => {
  const { buckets } = clock(1);
  buckets.learn('b', answer(10, 10, 30));
  buckets.reserve('b', 3);
  buckets.release('b', 3);
  expect(takeUntilHeld(buckets)).toBe(10);
});

test.each([1, 2, 3])('a reserve never stops other requests: with %i a window, one goes through', (budget) => {
  const { buckets } = clock(1);
  buckets.learn('b', answer(budget, budget, 30));
  expect(buckets.reserve('b', 5)).toBe(0);
  expect(takeUntilHeld(buckets)).toBe(1);
});
