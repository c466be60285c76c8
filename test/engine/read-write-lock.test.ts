import { expect, test } from 'vitest';
import { ReadWriteLock } from '../../src/engine/read-write-lock.js';

/** Requests that end on demand, and the order in which they began. */
function requests() {
  const lock = new ReadWriteLock();
  const begun: string[] = [];
  const acquire = (name: string, writes: boolean) => {
    let end: () => void = () => undefined;
    const done = new Promise<void>((resolve) => {
      end = resolve;
    });
    void lock.acquire(writes, done).then(() => begun.push(name));
    return async () => {
      end();
      await new Promise((resolve) => setImmediate(resolve));
    };
  };
  return { lock, begun, acquire };
}

test('reads overlap, and a write waits for them', async () => {
  const { begun, acquire } = requests();
  const first = acquire('read 1', false);
  const second = acquire('read 2', false);
  const write = acquire('write', true);
  acquire('read 3', false);
  await new Promise((resolve) => setImmediate(resolve));
  expect(begun).toEqual(['read 1', 'read 2']);
  await first();
  expect(begun).toHaveLength(2);
  await second();
  expect(begun).toEqual(['read 1', 'read 2', 'write']);
  await write();
  expect(begun).toEqual(['read 1', 'read 2', 'write', 'read 3']);
});

test('idle settles when the last request is done', async () => {
  const { lock, acquire } = requests();
  const end = acquire('read', false);
  let idle = false;
  void lock.idle.then(() => {
    idle = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(idle).toBe(false);
  await end();
  expect(idle).toBe(true);
});
