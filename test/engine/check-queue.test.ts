import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { CheckQueue } from '../../src/engine/check-queue.js';

/** Uses the processor for some milliseconds. */
function work(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

test('checks run in order, after the code that adds them', async () => {
  const queue = new CheckQueue();
  const order: string[] = [];
  const done = ['a', 'b', 'c'].map((name) => queue.add(() => order.push(name)));
  expect(order).toEqual([]);
  await Promise.all(done);
  expect(order).toEqual(['a', 'b', 'c']);
});

test('the network is served between checks', async () => {
  const queue = new CheckQueue();
  let checked = 0;
  const all = Promise.all(
    Array.from({ length: 20 }, () =>
      queue.add(() => {
        work(4);
        checked += 1;
      }),
    ),
  );
  await setImmediate();
  await setImmediate();
  expect(checked).toBeGreaterThan(0);
  expect(checked).toBeLessThan(20);
  await all;
  expect(checked).toBe(20);
});

test('an error of a check rejects only its own promise', async () => {
  const queue = new CheckQueue();
  const failed = queue.add(() => {
    throw new Error('invalid schema');
  });
  const next = queue.add(() => 'checked');
  await expect(failed).rejects.toThrow('invalid schema');
  expect(await next).toBe('checked');
});

test('responses that wait for a check are limited', async () => {
  const queue = new CheckQueue();
  let waiting = 0;
  let most = 0;
  const all = Array.from({ length: 1_000 }, () => {
    waiting += 1;
    const done = queue.add(() => {
      waiting -= 1;
    });
    most = Math.max(most, waiting);
    return done;
  });
  expect(most).toBeLessThanOrEqual(301);
  await Promise.all(all);
  expect(waiting).toBe(0);
});
