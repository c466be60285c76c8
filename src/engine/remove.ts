import { setTimeout as sleep } from 'node:timers/promises';
import type { Tier } from '../domain/operation.js';
import type { Removal } from '../org/journal/journal.js';
import { kindOf, queryOf } from '../org/journal/removal.js';
import { restore } from '../org/journal/restore.js';
import { fillTemplate, idsOf } from './fill.js';
import { needsProof, templateOf } from './identity.js';
import type { Existing, Live } from './live.js';
import { type Look, look, lookUntil } from './look.js';
import { type Fixture, removalOf } from './model.js';
import { barrier } from './needs.js';
import type { Sender } from './send.js';
import { changedMeanwhile, needsTier, stillNeeded, type Why } from './why.js';

const mostDeletes = 3;

/** Removes a fixture that this run created. Never rejects; what is left stays in the journal. */
export async function remove(sender: Sender, fixture: Fixture, live: Live): Promise<void> {
  const { run, accumulators } = sender;
  const ready = await live.ready;
  const steps = removalOf(fixture.spec);
  const tier: Tier = fixture.spec.make?.changes ? 'org' : 'write';
  if ('why' in ready || !ready.intent) {
    const { make } = fixture.spec;
    const barred = make && barrier(run, make.operation, make, tier);
    const why = barred ?? ('why' in ready ? ready.why : (ready.instead ?? needsTier(tier)));
    for (const { operation } of steps) {
      accumulators.get(operation)?.unverified(why);
      await sender.probe(operation, {}, why);
    }
    return;
  }
  const { intent } = ready;
  await run.guard(
    async () => {
      const why = run.journal.isNeeded(intent) ? stillNeeded : await removeOrRestore(sender, fixture, ready, tier);
      if (why === 'done') run.journal.settled(intent, 'removed');
      else if (why) for (const { operation } of steps) accumulators.get(operation)?.unverified(why);
    },
    (why) => {
      for (const { operation } of steps) accumulators.get(operation)?.unverified(why);
    },
  );
  if (ready.reserve) run.client.release(ready.reserve);
  if (fixture.spec.kind === 'user') run.users.release();
}

/** Returns `done` where nothing is left to do, and otherwise why the requests that remove it were not sent, if that is why. */
async function removeOrRestore(
  sender: Sender,
  fixture: Fixture,
  ready: Existing,
  tier: Tier,
): Promise<'done' | Why | undefined> {
  const { recipe } = ready;
  if (!recipe?.changes) return (await isRemoved(sender, fixture, ready, tier)) ? 'done' : undefined;
  const { run } = sender;
  const values = { ...ready.ids, ...idsOf(fixture, ready.id), [fixture.spec.parameter]: ready.id };
  const done = await restore(recipe, {
    isNew: true,
    read: async ({ restore: known }) => {
      const operation = known?.read ?? 'GET /';
      const path = fillTemplate(operation, values);
      const { reserve } = ready;
      const { exchange, body } = await run.client.send({ method: 'GET', path, operation, reserve, removing: true });
      return { status: exchange.response.status, body };
    },
    write: async (step) => {
      const request = requestOf(fixture, step, values, ready, tier);
      const { status } = await sender.send(step.operation, request, 'removal');
      if (status >= 200 && status < 300) run.journal.restored(ready.intent ?? '');
      return status;
    },
  });
  if (done === 'restored') return 'done';
  if (done !== 'gone' && done !== 'changed-since') return undefined;
  run.journal.settled(ready.intent ?? '', 'removed');
  if (done === 'changed-since')
    run.changedSince.push({ kind: kindOf({ recipe }), read: recipe.restore?.read ?? 'GET /' });
  return changedMeanwhile;
}

/** Sends what removes an object, and tells whether that is proven. */
async function isRemoved(sender: Sender, fixture: Fixture, ready: Existing, tier: Tier): Promise<boolean> {
  const { run } = sender;
  const { id, ids, recipe } = ready;
  const steps = recipe?.remove ?? [];
  const values = { ...ids, ...idsOf(fixture, id), [fixture.spec.parameter]: id };
  const sendStep = async (step: Removal) =>
    (await sender.send(step.operation, requestOf(fixture, step, values, ready, tier), 'removal')).status;
  // What goes with the object that it lies in needs no request of its own.
  let last = 204;
  for (const step of steps) {
    // A new object may not be found at once, and then it would be left.
    for (let attempt = 1; ; attempt += 1) {
      last = await sendStep(step);
      if (last !== 404 || attempt >= 3) break;
      await sleep(250 * 2 ** attempt);
    }
  }
  const isAccepted = last >= 200 && last < 300;
  if (!isAccepted && last !== 404) return false;
  if (!needsProof(fixture)) return true;
  const step = steps.at(-1);
  let seen = await look(run, fixture, ids, id);
  // The first DELETE of an active user only deactivates it.
  for (let deletes = 1; step && deletes < mostDeletes && isDeactivated(seen); deletes += 1) {
    await sendStep(step);
    seen = await look(run, fixture, ids, id);
  }
  if (seen.kind === 'present') seen = await lookUntil('absent', run, fixture, ids, id);
  if (seen.kind === 'present' && isAccepted && step)
    sender.accumulators.get(step.operation)?.violates(last, {
      kind: 'value',
      pointer: '',
      message: 'The object still exists after the response that confirms its removal',
    });
  return seen.kind === 'absent';
}

function isDeactivated(seen: Look): boolean {
  return seen.kind === 'present' && seen.object.status === 'DEPROVISIONED';
}

function requestOf(
  fixture: Fixture,
  step: Removal,
  values: Record<string, string>,
  { id, reserve }: Existing,
  tier: Tier,
) {
  return {
    reserve,
    ids: values,
    tier,
    query: queryOf(step, id),
    ...(templateOf(fixture) === undefined ? { subject: fixture.spec.parameter } : {}),
    ...(step.body === undefined ? {} : { body: step.body }),
  };
}
