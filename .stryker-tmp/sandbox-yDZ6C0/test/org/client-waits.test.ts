// @ts-nocheck
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Http } from '../../src/org/http.js';
import { Reserve } from '../../src/org/rate-limit/reserve.js';
import { answer, clientOn, faultOf, get, limits, start } from './client-on.js';

// Node's promise timers are not among those that vitest can fake; here they are built on those that it can.
vi.mock('node:timers/promises', () => ({
  setTimeout: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
}));

describe('waits', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: start });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  test('a 429 is retried one second after the reset', async () => {
    const { client, sent } = clientOn([() => answer(429, limits(100, 0, 12)), answer(200)]);
    const answered = client.send(get);
    await vi.advanceTimersByTimeAsync(12_999);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect((await answered).exchange.response.status).toBe(200);
    expect(sent.map(({ at }) => at)).toEqual([0, 13_000]);
    expect(client.traffic).toEqual({ requests: 2, answered429: 1, waitedMs: 13_000 });
  });

  test('a 429 without rate-limit headers is retried after five seconds', async () => {
    const { client, sent } = clientOn([answer(429), answer(200)]);
    void client.send(get);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent.map(({ at }) => at)).toEqual([0, 5_000]);
  });

  test('a concurrency 429 is retried with increasing pauses, without waiting for a reset', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const { client, sent } = clientOn([() => answer(429, limits(0, 0, 50))]);
    const answered = client.send(get);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent.map(({ at }) => at)).toEqual([0, 500, 1_500, 3_500, 7_500]);
    expect((await answered).exchange.response.status).toBe(429);
  });

  test('the pauses of a concurrency 429 have jitter', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const { client, sent } = clientOn([() => answer(429, limits(0, 0, 50)), answer(200)]);
    void client.send(get);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent.map(({ at }) => at)).toEqual([0, 250]);
  });

  test('a repeated 429 is returned after five attempts', async () => {
    const { client, sent } = clientOn([() => answer(429, limits(100, 0, 10))]);
    const answered = client.send(get);
    await vi.advanceTimersByTimeAsync(600_000);
    expect((await answered).exchange.response.status).toBe(429);
    expect(sent).toHaveLength(5);
  });

  test('a Retry-After is honored up to two minutes each time, five times at most', async () => {
    const { client, sent } = clientOn([answer(429, { 'retry-after': '86400' })]);
    const answered = client.send(get);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect((await answered).exchange.response.status).toBe(429);
    expect(sent.map(({ at }) => at)).toEqual([0, 120_000, 240_000, 360_000, 480_000]);
  });

  test('a negative limit does not block requests forever', async () => {
    const { client, sent } = clientOn([() => answer(200, limits(-5, -5, 10))]);
    for (let i = 0; i < 3; i += 1) void client.send(get);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(sent).toHaveLength(3);
  });

  test('refused paths do not count against a limit', async () => {
    const { client, sent } = clientOn([answer(200)]);
    for (let i = 0; i < 30; i += 1)
      expect((await faultOf(client.send({ method: 'GET', path: '/api/v1/inlineHooks/..' }))).code).toBe('UNSAFE_PATH');
    void client.send(get);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent).toHaveLength(1);
  });

  test('requests beyond the remaining limit wait for the next window', async () => {
    const { client, sent } = clientOn([() => answer(200, limits(10, 2, 30)), () => answer(200, limits(10, 0, 30))]);
    await client.send(get);
    for (let i = 0; i < 3; i += 1) void client.send(get);
    await vi.advanceTimersByTimeAsync(30_999);
    expect(sent.map(({ at }) => at)).toEqual([0, 0, 0]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(4);
  });

  test("a run keeps to its share of a limit although the org's would allow more", async () => {
    let remaining = 10;
    const served = () => {
      remaining -= 1;
      return answer(200, limits(10, remaining, 30));
    };
    const { client, sent } = clientOn([served], { rateShare: 0.3 });
    await client.send(get);
    for (let i = 0; i < 5; i += 1) void client.send(get);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(sent).toHaveLength(3);
  });

  test('an exhausted limit does not delay requests of another limit', async () => {
    const { client, sent } = clientOn([() => answer(200, limits(10, 0, 30)), answer(200)]);
    await client.send(get);
    void client.send(get);
    await client.send({ method: 'GET', path: '/api/v1/users' });
    expect(sent.map(({ url }) => url)).toEqual([
      'https://org.example.com/api/v1/inlineHooks',
      'https://org.example.com/api/v1/users',
    ]);
  });

  describe('the change of a setting', () => {
    const path = '/api/v1/device-integrations/1';
    const change = { method: 'POST', path: `${path}/lifecycle/activate`, tier: 'org' } as const;
    const restore = { method: 'POST', path: `${path}/lifecycle/deactivate`, tier: 'org', removing: true } as const;
    const operation = 'POST /api/v1/device-integrations/{deviceIntegrationId}/lifecycle/deactivate';

    /** An org with a limit of 10 requests per 30 seconds, of which some remain. */
    function start(left: number) {
      let endsAt = endAfter(30);
      let remaining = left;
      const served = () => {
        if (Date.now() >= endsAt) {
          endsAt = endAfter(30);
          remaining = 10;
        }
        remaining -= 1;
        return answer(200, limits(10, remaining, Math.round((endsAt - Date.now()) / 1000)));
      };
      return clientOn([served], { tiers: ['read', 'write', 'org'] });
    }
    const endAfter = (seconds: number) => Date.now() + seconds * 1000;

    test.each([9, 4, 3, 2, 1])('is restored immediately while other requests wait (%i are left)', async (left) => {
      const { client, sent } = start(left + 1);
      await client.send(get);
      const reserve = new Reserve([operation]);
      const done = client.send({ ...change, reserve }).then(async () => {
        for (let i = 0; i < 30; i += 1) void client.send(get);
        await new Promise((resolve) => setTimeout(resolve, 100));
        await client.send({ ...restore, reserve });
        client.release(reserve);
      });
      for (let i = 0; i < 5; i += 1) void client.send(get);
      await vi.advanceTimersByTimeAsync(300_000);
      await done;
      const at = (end: string) => sent.find(({ url }) => url.endsWith(end))?.at ?? Number.NaN;
      expect(at('/deactivate') - at('/activate')).toBeLessThan(1_000);
      expect(sent).toHaveLength(38);
    });

    test('waits for the next window if the current one is too small for the restore', async () => {
      const { client, sent } = start(2);
      await client.send(get);
      void client.send({ ...change, reserve: new Reserve([operation]) });
      await vi.advanceTimersByTimeAsync(30_999);
      expect(sent).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(2_000);
      expect(sent).toHaveLength(2);
    });
  });

  test('the number of concurrent requests is limited', async () => {
    let underWay = 0;
    let most = 0;
    const http: Http = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, 100));
      underWay -= 1;
      return answer(200);
    };
    const { client } = clientOn([], { network: http, concurrency: 3 });
    const all = Promise.all(Array.from({ length: 8 }, () => client.send(get)));
    await vi.advanceTimersByTimeAsync(300);
    await all;
    expect(most).toBe(3);
    expect(client.traffic.requests).toBe(8);
  });
});
