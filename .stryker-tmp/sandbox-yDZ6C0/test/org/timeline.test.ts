// @ts-nocheck
import { expect, test } from 'vitest';
import { Timeline } from '../../src/org/rate-limit/timeline.js';

function at(start = 1000) {
  const clock = { now: start };
  return { clock, timeline: new Timeline(() => clock.now) };
}

test('requests and waits are counted by limit, starting with the first', () => {
  const { clock, timeline } = at();
  clock.now = 60_000;
  timeline.sent('/api/v1/users', undefined);
  clock.now = 60_300;
  timeline.sent('/api/v1/users', 600);
  timeline.sent('/api/v1', 100);
  timeline.waits('/api/v1', 1500, 'the limit of /api/v1')();
  expect(timeline.uses()).toEqual({
    slotSeconds: 0.25,
    buckets: [
      { name: '/api/v1/users', limit: 600, sent: [1, 1], waitedMs: [0, 0] },
      { name: '/api/v1', limit: 100, sent: [0, 1], waitedMs: [0, 1500] },
    ],
  });
});

test('a long run has longer slots with the same totals', () => {
  const { clock, timeline } = at();
  for (let i = 0; i < 1000; i += 1) {
    timeline.sent('b', 10);
    clock.now += 1000;
  }
  const { slotSeconds, buckets } = timeline.uses();
  expect(slotSeconds).toBe(16);
  expect(buckets[0]?.sent.length).toBeLessThanOrEqual(120);
  expect(buckets[0]?.sent.reduce((sum, n) => sum + n, 0)).toBe(1000);
});

test('it returns the longest current wait', () => {
  const { clock, timeline } = at();
  const first = timeline.waits('b', 1000, 'the org answered 429');
  const second = timeline.waits('b', 1000, 'the limit of b', 40_000);
  clock.now += 500;
  expect(timeline.waiting).toEqual({ reason: 'the limit of b', msLeft: 39_500, requests: 2 });
  second();
  expect(timeline.waiting).toMatchObject({ reason: 'the org answered 429', msLeft: 500, requests: 1 });
  first();
  expect(timeline.waiting).toBeUndefined();
});
