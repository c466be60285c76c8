import { confirmingReads } from './confirming-reads.js';
import { isConfirmed, needsProof } from './fixture/identity.js';
import { type Call, type Fixture, type Plan, removalOf } from './model.js';
import { type Common, schedule } from './schedule.js';

/**
 * How many requests have to follow one another until a plan is done, for each of the plans that run together, if no rate limit and
 * no number of users delays any. Plans wait for each other at fixtures that they share. It is measured: the plans are scheduled as
 * in a run, and every request takes 1 unit of a virtual clock.
 */
export async function chainLengths(plans: readonly Plan[]): Promise<Map<Plan, number>> {
  const clock = new VirtualClock();
  const common: Common<void> = { shared: new Map(), allPlanned: Promise.resolve() };
  const scheduled = plans.map((plan) => {
    const confirmed = confirmingReads(plan);
    return schedule<void>(
      plan,
      () => true,
      {
        prepare: (fixture) => clock.wait(toPrepare(fixture)),
        isLeftOut: () => false,
        call: (call) => clock.wait(confirmed.has(call) ? 0 : toCall(call)),
        remove: (fixture) => clock.wait(toRemove(fixture)),
      },
      common,
    );
  });
  const lengths = new Map<Plan, number>();
  const ends = scheduled.map(async ({ calls, fixtures }, i) => {
    await Promise.all([...calls.map(({ done }) => done), ...fixtures.map(({ live }) => live.removed)]);
    lengths.set(plans[i] as Plan, clock.now);
  });
  await clock.runUntil(Promise.all(ends));
  return lengths;
}

/** The longest of these chains. */
export async function longestChain(plans: readonly Plan[]): Promise<number> {
  return Math.max(0, ...(await chainLengths(plans)).values());
}

/** Requests that create, confirm, change or find an object. */
function toPrepare(fixture: Fixture): number {
  const { make, unnamed } = fixture.spec;
  if (!make) return 1;
  // Read once more just before it is changed.
  if (make.changes) return 2;
  // Without a name, the list of what existed before is read first.
  return 1 + (isConfirmed(fixture) ? 1 : 0) + (unnamed === undefined ? 0 : 1);
}

function toCall({ options }: Call): number {
  return options.rereads === undefined ? 1 : 2;
}

/** Requests that remove or restore an object, and those that read it around that. */
function toRemove(fixture: Fixture): number {
  const { make } = fixture.spec;
  if (!make) return 0;
  if (make.changes) return 3;
  return removalOf(fixture.spec).length + (needsProof(fixture) ? 1 : 0);
}

/** Time that passes only when nothing else is left to do. */
class VirtualClock {
  now = 0;
  readonly #waiting: { until: number; wake: () => void }[] = [];

  async wait(units: number): Promise<void> {
    if (units > 0) await new Promise<void>((wake) => this.#waiting.push({ until: this.now + units, wake }));
  }

  async runUntil(end: Promise<unknown>): Promise<void> {
    let isOver = false;
    const over = end.finally(() => {
      isOver = true;
    });
    while (!isOver) {
      // Lets everything go on that waits for no time.
      await new Promise((resolve) => setImmediate(resolve));
      const [first] = this.#waiting.sort((a, b) => a.until - b.until);
      if (!first && !isOver) throw new Error('the schedule of a plan never ends');
      if (!first) continue;
      this.now = first.until;
      while (this.#waiting[0] && this.#waiting[0].until <= this.now) this.#waiting.shift()?.wake();
    }
    await over;
  }
}
