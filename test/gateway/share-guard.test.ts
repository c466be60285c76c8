import { expect, test, vi } from 'vitest';
import { ShareGuard } from '../../src/gateway/share-guard.js';
import { Timeline } from '../../src/org/rate-limit/timeline.js';

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
