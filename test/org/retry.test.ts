import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Buckets } from '../../src/org/rate-limit/buckets.js';
import { longestWait, retryAfter, waitAfterResponse } from '../../src/org/rate-limit/retry.js';

const now = Date.parse('2025-09-01T10:00:00Z');
const date = (ms: number) => new Date(now + ms).toUTCString();

beforeEach(() => {
  vi.useFakeTimers({ now });
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const waitAfter = (status: number, headers: Record<string, string | string[]>, method = 'GET', attempt = 1) =>
  waitAfterResponse(method, { status, headers, body: undefined }, attempt);

describe('Retry-After', () => {
  test.each([
    ['7', 7_000],
    [' 7 ', 7_000],
    ['0', 0],
    ['120', 120_000],
    ['121', longestWait],
    ['99999999', longestWait],
    [date(30_000), 30_000],
    [date(86_400_000), longestWait],
    [date(-30_000), 0],
  ])('%j is a wait of %i ms', (value, ms) => {
    expect(retryAfter({ 'retry-after': value })).toBe(ms);
  });

  test("a date is compared with the org's clock", () => {
    const headers = { date: date(3_600_000), 'retry-after': date(3_620_000) };
    expect(retryAfter(headers)).toBe(20_000);
  });

  const hostile: (string | string[])[] = [
    '',
    '-5',
    '1e99',
    '1.5',
    'NaN',
    'Infinity',
    '0x10',
    'soon',
    '5, 7',
    '9'.repeat(10_000_000),
    `Mon, ${'9'.repeat(10_000_000)}`,
    [],
    ['soon', '5'],
    'Mon, 99 Abc 99999 99:99:99 GMT',
    '2025-09-01T10:00:30Z',
    '\u001b[31m5',
  ];
  test.each(hostile.map((value) => [String(value).slice(0, 20), value] as const))(
    'the invalid value %j is ignored, fast',
    (_, value) => {
      const started = performance.now();
      expect(retryAfter({ 'retry-after': value })).toBeUndefined();
      expect(performance.now() - started).toBeLessThan(200);
      expect(waitAfter(429, { 'retry-after': value })).toBe(5_000);
    },
  );

  test('a 429 waits at least for Retry-After, and at most two minutes', () => {
    expect(waitAfter(429, { 'retry-after': '40' })).toBe(40_000);
    expect(waitAfter(429, { 'retry-after': '0' })).toBe(1_000);
    expect(waitAfter(429, { 'retry-after': '86400' })).toBe(longestWait);
    expect(longestWait).toBe(120_000);
  });

  test('a later reset of the window takes precedence', () => {
    const headers = { date: date(0), 'x-rate-limit-reset': String(now / 1000 + 20), 'retry-after': '1' };
    expect(waitAfter(429, headers)).toBe(21_000);
    expect(waitAfter(429, { ...headers, 'retry-after': '50' })).toBe(50_000);
  });

  test('a concurrency 429 and a server error wait at least for Retry-After', () => {
    const concurrent = { 'x-rate-limit-limit': '0', 'x-rate-limit-remaining': '0' };
    expect(waitAfter(429, concurrent)).toBe(500);
    expect(waitAfter(429, { ...concurrent, 'retry-after': '9' })).toBe(9_000);
    expect(waitAfter(503, { 'retry-after': '9' })).toBe(9_000);
    expect(waitAfter(503, { 'retry-after': '0' })).toBe(500);
  });

  test('Retry-After does not cause additional retries', () => {
    expect(waitAfter(503, { 'retry-after': '1' }, 'POST')).toBeUndefined();
    expect(waitAfter(503, { 'retry-after': '1' }, 'GET', 3)).toBeUndefined();
    expect(waitAfter(429, { 'retry-after': '1' }, 'GET', 5)).toBeUndefined();
    expect(waitAfter(200, { 'retry-after': '1' })).toBeUndefined();
    expect(waitAfter(404, { 'retry-after': '1' })).toBeUndefined();
  });

  test('HEAD and lower-case methods are retried as their upper-case forms', () => {
    for (const method of ['HEAD', 'get', 'delete']) expect(waitAfter(503, {}, method)).toBe(500);
  });
});

describe('hostile rate-limit headers', () => {
  const values: (string | string[])[] = ['-5', '1e99', 'NaN', '', 'Infinity', '0.5', '9'.repeat(1_000_000), [], ['x']];

  test.each(values.map((value) => [String(value).slice(0, 12), value] as const))(
    'a limit, remaining or reset of %j never blocks a bucket for longer than a window',
    (_, value) => {
      for (const name of ['limit', 'remaining', 'reset']) {
        const clock = { now };
        const buckets = new Buckets(0.5, () => clock.now);
        const headers = {
          date: date(0),
          'x-rate-limit-limit': '10',
          'x-rate-limit-remaining': '5',
          'x-rate-limit-reset': String(now / 1000 + 30),
          [`x-rate-limit-${name}`]: value,
        };
        buckets.learn('b', headers);
        for (let i = 0; i < 20; i += 1) buckets.take('b');
        // After two windows a request is sent again.
        clock.now += 2 * 66_000;
        buckets.take('b');
        clock.now += 66_000;
        expect(buckets.take('b'), name).toBe(0);
      }
    },
  );
});
