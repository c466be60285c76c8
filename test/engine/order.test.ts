import { expect, test } from 'vitest';
import { Order } from '../../src/engine/order.js';

/** A call that ends when it is told to, and says when its turn came. */
function calls() {
  const order = new Order();
  const begun: string[] = [];
  const takeTurn = (name: string, writes: boolean) => {
    let end: () => void = () => undefined;
    const done = new Promise<void>((resolve) => {
      end = resolve;
    });
    void order.takeTurn(writes, done).then(() => begun.push(name));
    return async () => {
      end();
      await new Promise((resolve) => setImmediate(resolve));
    };
  };
  return { order, begun, takeTurn };
}

test('calls that read overlap, and a call that writes waits for them', async () => {
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

test('an object is idle when its last call ended', async () => {
  const { order, takeTurn } = calls();
  const end = takeTurn('read', false);
  let idle = false;
  void order.idle.then(() => {
    idle = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(idle).toBe(false);
  await end();
  expect(idle).toBe(true);
});
