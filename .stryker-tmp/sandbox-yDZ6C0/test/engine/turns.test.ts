// @ts-nocheck
import { expect, test } from 'vitest';
import { Turns } from '../../src/engine/turns.js';

/** Calls that end on demand, and the order in which their turns began. */
function calls() {
  const turns = new Turns();
  const begun: string[] = [];
  const takeTurn = (name: string, writes: boolean) => {
    let end: () => void = () => undefined;
    const done = new Promise<void>((resolve) => {
      end = resolve;
    });
    void turns.take(writes, done).then(() => begun.push(name));
    return async () => {
      end();
      await new Promise((resolve) => setImmediate(resolve));
    };
  };
  return { turns, begun, takeTurn };
}

test('reads overlap, and a write waits for them', async () => {
  const { begun, takeTurn } = calls();
  const first = takeTurn('read 1', false);
  const second = takeTurn('read 2', false);
  const write = takeTurn('write', true);
  takeTurn('read 3', false);
  await new Promise((resolve) => setImmediate(resolve));
  expect(begun).toEqual(['read 1', 'read 2']);
  await first();
  expect(begun).toHaveLength(2);
  await second();
  expect(begun).toEqual(['read 1', 'read 2', 'write']);
  await write();
  expect(begun).toEqual(['read 1', 'read 2', 'write', 'read 3']);
});

test('idle settles when the last turn is over', async () => {
  const { turns, takeTurn } = calls();
  const end = takeTurn('read', false);
  let idle = false;
  void turns.idle.then(() => {
    idle = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(idle).toBe(false);
  await end();
  expect(idle).toBe(true);
});
