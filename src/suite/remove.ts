import { setTimeout as sleep } from 'node:timers/promises';
import { queryOf } from '../org/removal.js';
import type { Tier } from '../words.js';
import { idsOf } from './fill.js';
import { needsProof, templateOf } from './identity.js';
import type { Existing, Live } from './live.js';
import { lookUntil } from './look.js';
import { barrier } from './needs.js';
import { type Fixture, removalOf } from './plan.js';
import type { Sender } from './send.js';
import { needsTier } from './why.js';

/** Removes a fixture that this run created. Never rejects; what is left stays in the journal. */
export async function remove(sender: Sender, fixture: Fixture, live: Live): Promise<void> {
  const { run, tallies } = sender;
  const ready = await live.ready;
  const steps = removalOf(fixture.spec);
  const tier: Tier = fixture.spec.make?.changes ? 'org' : 'write';
  if ('why' in ready || !ready.intent) {
    const { make } = fixture.spec;
    const barred = make && barrier(run, make.operation, make, tier);
    const why = barred ?? ('why' in ready ? ready.why : (ready.instead ?? needsTier(tier)));
    for (const { operation } of steps) {
      tallies.get(operation)?.unverified(why);
      await sender.probe(operation, {}, why);
    }
    return;
  }
  const { intent } = ready;
  await run.guard(
    async () => {
      if (await isRemoved(sender, fixture, ready, tier)) run.journal.settled(intent, 'removed');
    },
    (why) => {
      for (const { operation } of steps) tallies.get(operation)?.unverified(why);
    },
  );
  if (ready.reserve) run.client.release(ready.reserve);
  if (fixture.spec.kind === 'user') run.users.release();
}

/** Sends what removes an object, and tells whether that is proven. */
async function isRemoved(
  sender: Sender,
  fixture: Fixture,
  { id, ids, removal, reserve }: Existing,
  tier: Tier,
): Promise<boolean> {
  const { spec } = fixture;
  const steps = removalOf(spec);
  const values = { ...ids, ...idsOf(fixture, id), [spec.parameter]: id };
  // What goes with the object that it lies in needs no request of its own.
  let last = 204;
  for (const [i, { operation }] of steps.entries()) {
    const step = removal?.[i] ?? { operation };
    const { body } = step;
    const request = {
      ids: values,
      tier,
      query: queryOf(step, id),
      reserve,
      ...(templateOf(fixture) === undefined ? { subject: spec.parameter } : {}),
      ...(body === undefined ? {} : { body }),
    };
    // A new object may not be found at once, and then it would be left.
    for (let attempt = 1; ; attempt += 1) {
      last = (await sender.send(operation, request, 'removal')).status;
      if (last !== 404 || attempt >= 3) break;
      await sleep(250 * 2 ** attempt);
    }
  }
  const isAccepted = last >= 200 && last < 300;
  if (!isAccepted && last !== 404) return false;
  if (!needsProof(fixture)) return true;
  const seen = await lookUntil('absent', sender.run, fixture, ids, id);
  const operation = steps.at(-1)?.operation;
  if (seen.kind === 'present' && isAccepted && operation)
    sender.tallies.get(operation)?.violates(last, {
      kind: 'value',
      pointer: '',
      message: 'The object still exists after the response that confirms its removal',
    });
  return seen.kind === 'absent';
}
