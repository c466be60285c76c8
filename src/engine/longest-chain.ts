import { confirmingReads } from './confirming-reads.js';
import { isConfirmed, needsProof } from './fixture/identity.js';
import { type Call, type Fixture, type Plan, removalOf } from './model.js';
import { schedule } from './schedule.js';

/**
 * How many requests of a plan have to follow one another, if no rate limit and no number of users delays any. It is measured:
 * the plan is scheduled as in a run, and every request takes 1 unit of a virtual clock.
 */
export async function longestChain(plan: Plan): Promise<number> {
  const clock = new VirtualClock();
  const confirmed = confirmingReads(plan);
  const { calls, fixtures } = schedule<void>(
    plan,
    () => true,
    {
      prepare: (fixture) => clock.wait(toPrepare(fixture)),
      isLeftOut: () => false,
      call: (call) => clock.wait(confirmed.has(call) ? 0 : toCall(call)),
      remove: (fixture) => clock.wait(toRemove(fixture)),
    },
    { shared: new Map(), allPlanned: Promise.resolve() },
  );
  await clock.runUntil(Promise.all([...calls.map(({ done }) => done), ...fixtures.map(({ live }) => live.removed)]));
  return clock.now;
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
