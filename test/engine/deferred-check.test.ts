import { expect, test } from 'vitest';
import { Accumulator } from '../../src/assess/accumulator.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import type { OperationContract } from '../../src/contract/model.js';
import { makeExchange } from '../../src/domain/exchange.js';
import { CheckQueue } from '../../src/engine/check-queue.js';
import type { Plan } from '../../src/engine/model.js';
import type { Run } from '../../src/engine/run.js';
import { Sender } from '../../src/engine/send.js';

test('the result of an operation whose check fails is the error, even if it is the next in the queue', async () => {
  const catalogue = loadCatalogue();
  const operation = catalogue.operations.get('GET /api/v1/groups') as OperationContract;
  const checks = new CheckQueue();
  const check = () => {
    throw new Error('a schema does not compile');
  };
  const accumulator = new Accumulator(catalogue, operation);
  const run = { catalogue, checks, check, unknownPaths: new Set() } as unknown as Run;
  const sender = new Sender(run, new Map([[operation.id, accumulator]]), {} as Plan);
  const exchange = makeExchange({
    id: '1',
    request: { method: 'GET', url: 'https://org/api/v1/groups' },
    response: { status: 200, headers: { 'content-type': 'application/json' }, body: [] },
  });
  sender.evaluate(operation, { exchange, body: [], next: undefined, crossOriginNext: false });
  await expect(checks.add(() => accumulator.result())).rejects.toThrow('a schema does not compile');
});

test.each([['before'], ['after']])(
  'the tier that an operation needs counts, whether it is known %s another reason',
  (order) => {
    const catalogue = loadCatalogue();
    const accumulator = new Accumulator(catalogue, catalogue.operations.get('GET /api/v1/groups') as OperationContract);
    const reasons = ['needs-write-tier', 'no-such-object-on-this-org'] as const;
    for (const reason of order === 'before' ? reasons : reasons.toReversed())
      accumulator.unverified({ kind: 'skipped', reason, detail: reason });
    expect(accumulator.result().outcome).toMatchObject({ reason: 'needs-write-tier' });
  },
);
