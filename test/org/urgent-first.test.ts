import { expect, test } from 'vitest';
import { UrgentFirst } from '../../src/org/urgent-first.js';

/** Work that ends when it is told to. */
function controlled() {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { ended, end };
}

test('the most urgent waiting request is next, and equal ones keep their order', async () => {
  const requests = new UrgentFirst(1);
  const first = controlled();
  const order: string[] = [];
  const all = [requests.run(0, () => first.ended)];
  for (const [name, urgency] of [
    ['a', 1],
    ['b', 5],
    ['c', 5],
    ['d', Number.POSITIVE_INFINITY],
    ['e', 0],
  ] as const)
    all.push(requests.run(urgency, async () => void order.push(name)));
  first.end();
  await Promise.all(all);
  expect(order).toEqual(['d', 'b', 'c', 'a', 'e']);
});

test('no more than the limit are in progress, and an error leaves the place to the next one', async () => {
  const requests = new UrgentFirst(2);
  let inProgress = 0;
  let most = 0;
  const work = async (i: number) => {
    inProgress += 1;
    most = Math.max(most, inProgress);
    await new Promise((resolve) => setImmediate(resolve));
    inProgress -= 1;
    if (i % 3 === 0) throw new Error('no response');
    return i;
  };
  const all = await Promise.allSettled(Array.from({ length: 10 }, (_, i) => requests.run(i, () => work(i))));
  expect(all.filter(({ status }) => status === 'rejected')).toHaveLength(4);
  expect(most).toBe(2);
});
