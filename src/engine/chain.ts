import { firstReads, isConfirmed, needsProof } from './identity.js';
import { callsOf, type Fixture, fixturesOf, type Plan, removalOf } from './model.js';

/** When a fixture is ready, and when the calls on it so far end: in requests, one after the other. */
interface Times {
  ready: number;
  lastWrite: number;
  sinceWrite: number;
  /** When what lies in it is gone. */
  children: number;
}

/**
 * How many requests of a plan have to follow one another at least, with every limit away: the shortest time that it can
 * take, in answers. The same order holds as when it is carried out: reads overlap, writes do not.
 */
export function longestChain(plan: Plan): number {
  const times = new Map<Fixture, Times>();
  const at = (fixture: Fixture): Times => times.get(fixture) as Times;
  const ancestors = (fixtures: readonly Fixture[]): Fixture[] =>
    [...new Set(fixtures.flatMap(({ spec }) => [...(spec.parents ?? []), ...ancestors(spec.parents ?? [])]))].filter(
      (fixture) => !fixtures.includes(fixture),
    );
  const first = firstReads(plan);
  let end = 0;
  for (const step of plan.steps) {
    if ('fixture' in step) {
      const { make, parents = [] } = step.fixture.spec;
      const from = Math.max(
        0,
        ...parents.map((parent) => (make ? at(parent).ready : Math.max(at(parent).ready, at(parent).lastWrite))),
      );
      // A created object is read once more to confirm it.
      const { unnamed } = step.fixture.spec;
      const ready = from + (isConfirmed(step.fixture) ? 2 : 1) + (unnamed === undefined ? 0 : 1);
      if (!make) for (const parent of parents) at(parent).sinceWrite = Math.max(at(parent).sinceWrite, ready);
      times.set(step.fixture, { ready, lastWrite: 0, sinceWrite: 0, children: 0 });
      continue;
    }
    const { operation, fixtures } = step.call;
    const writes = !operation.startsWith('GET ');
    const turns = [
      ...fixtures.map((fixture) => {
        const { ready, lastWrite, sinceWrite } = at(fixture);
        return Math.max(ready, lastWrite, writes ? sinceWrite : 0);
      }),
      ...ancestors(fixtures).map((fixture) => at(fixture).lastWrite),
    ];
    const ends = Math.max(0, ...turns) + (first.has(step.call) ? 0 : 1);
    end = Math.max(end, ends);
    for (const fixture of fixtures) {
      if (writes) Object.assign(at(fixture), { lastWrite: ends, sinceWrite: 0 });
      else at(fixture).sinceWrite = Math.max(at(fixture).sinceWrite, ends);
    }
    for (const fixture of ancestors(fixtures)) at(fixture).sinceWrite = Math.max(at(fixture).sinceWrite, ends);
  }
  for (const fixture of fixturesOf(plan).reverse()) {
    const { ready, lastWrite, sinceWrite, children } = at(fixture);
    const gone =
      Math.max(ready, lastWrite, sinceWrite, children) +
      (fixture.spec.make ? removalOf(fixture.spec).length : 0) +
      (needsProof(fixture) ? 1 : 0);
    end = Math.max(end, gone);
    for (const parent of fixture.spec.parents ?? []) at(parent).children = Math.max(at(parent).children, gone);
  }
  return Math.max(end, callsOf(plan).length > 0 ? 1 : 0);
}
