import { isRead, type OperationId } from '../domain/operation.js';
import { type Call, callsOf, type Fixture, fixturesOf, type Plan, removalOf, sourcesOf } from './model.js';
import { ReadWriteLock } from './read-write-lock.js';

/** The work of a plan. The scheduler decides when each part is done, and the caller how. */
export interface Work<State> {
  /** Creates or finds the object of a fixture. */
  prepare(fixture: Fixture, parents: readonly State[]): Promise<State>;
  /** Whether a call is left out, for a reason that the caller records. It then acquires no lock. */
  isLeftOut(call: Call): boolean;
  call(call: Call, fixtures: readonly State[]): Promise<void>;
  remove(fixture: Fixture, state: State): Promise<void>;
}

/** A fixture that is in progress. */
export interface Live<State> {
  state: Promise<State>;
  lock: ReadWriteLock;
  /** Settles when the fixture is removed. */
  removed: Promise<void>;
  /** The same for each fixture inside it, of any suite. */
  childrenRemoved: Promise<void>[];
}

/** The state that all plans of a run share. */
export interface Common<State> {
  /** Fixtures that suites share, by name. */
  shared: Map<string, Live<State>>;
  /** Settles when every plan of the run is scheduled. */
  allPlanned: Promise<void>;
}

/** The work that was scheduled for a plan. */
export interface Scheduled<State> {
  calls: { call: Call; done: Promise<void> }[];
  fixtures: {
    fixture: Fixture;
    live: Live<State>;
    /** Another plan has scheduled this shared fixture before, and its removal. */
    isKnown: boolean;
  }[];
}

/**
 * Starts everything in a plan that does not have to wait: fixtures wait for their parents, calls for their fixtures and for the
 * locks on them, removals for all calls and for the removal of everything inside.
 * @param isSelected only these operations are called, with the fixtures that they need
 */
export function schedule<State>(
  plan: Plan,
  isSelected: (operation: OperationId) => boolean,
  work: Work<State>,
  common: Common<State>,
): Scheduled<State> {
  const scheduled: Scheduled<State> = { calls: [], fixtures: [] };
  const needed = neededFixtures(plan, isSelected);
  const lives = new Map<Fixture, Live<State>>();
  const livesOf = (fixtures: readonly Fixture[]) => fixtures.map((fixture) => lives.get(fixture) as Live<State>);
  for (const step of plan.steps) {
    if (step.kind === 'call') {
      const { call } = step;
      if (!isSelected(call.operation) || work.isLeftOut(call)) continue;
      const ancestors = livesOf(ancestorsOf(call.fixtures));
      const done = observed(callWithLocks(work, call, livesOf(call.fixtures), ancestors));
      scheduled.calls.push({ call, done });
    } else if (needed.has(step.fixture)) {
      const { fixture } = step;
      const { shared, parents = [] } = fixture.spec;
      const known = shared === undefined ? undefined : common.shared.get(shared);
      const live = known ?? begin(work, fixture, livesOf(parents));
      if (shared !== undefined) common.shared.set(shared, live);
      lives.set(fixture, live);
      scheduled.fixtures.push({ fixture, live, isKnown: known !== undefined });
    }
  }
  for (const { fixture, live, isKnown } of scheduled.fixtures.toReversed()) {
    if (isKnown) continue;
    live.removed = observed(removeLast(work, fixture, live, common));
    for (const parent of livesOf(fixture.spec.parents ?? [])) parent.childrenRemoved.push(live.removed);
  }
  return scheduled;
}

function begin<State>(work: Work<State>, fixture: Fixture, parents: Live<State>[]): Live<State> {
  const state = observed(prepareWithLocks(work, fixture, parents));
  return { state, lock: new ReadWriteLock(), removed: Promise.resolve(), childrenRemoved: [] };
}

function prepareWithLocks<State>(work: Work<State>, fixture: Fixture, parents: Live<State>[]): Promise<State> {
  // An object that is found in another one may exist only after the calls so far. A created one does not depend on them.
  const lock = acquireLocks(fixture.spec.make ? [] : parents.map((live) => ({ live, writes: false })));
  return lock.during(async (before) => {
    const states = await Promise.all(parents.map(({ state }) => state));
    await before;
    return work.prepare(fixture, states);
  });
}

/** While a call is in progress, no other call writes to its fixtures or to those around them. A write excludes reads of what it changes. */
function callWithLocks<State>(
  work: Work<State>,
  call: Call,
  fixtures: Live<State>[],
  ancestors: Live<State>[],
): Promise<void> {
  const { operation, fixtures: on, options } = call;
  const isChanged = (i: number) => !options.unchanged?.includes(on[i] as Fixture);
  const lock = acquireLocks([
    ...fixtures.map((live, i) => ({ live, writes: !isRead(operation) && isChanged(i) })),
    ...ancestors.map((live) => ({ live, writes: false })),
  ]);
  return lock.during(async (before) => {
    const states = await Promise.all(fixtures.map(({ state }) => state));
    await before;
    await work.call(call, states);
  });
}

async function removeLast<State>(
  work: Work<State>,
  fixture: Fixture,
  live: Live<State>,
  { allPlanned }: Common<State>,
): Promise<void> {
  // Plans that are not scheduled yet may use a shared fixture, too.
  if (fixture.spec.shared !== undefined) await allPlanned;
  await Promise.all([live.lock.idle, ...live.childrenRemoved]);
  await work.remove(fixture, await live.state);
}

/** Acquires the locks of several fixtures at once. */
function acquireLocks(requests: readonly { live: Pick<Live<never>, 'lock'>; writes: boolean }[]) {
  let release: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    release = resolve;
  });
  const before = Promise.all(requests.map(({ live, writes }) => live.lock.acquire(writes, done)));
  return {
    /** Does the work, and releases the locks. */
    during: <T>(work: (before: Promise<unknown>) => Promise<T>): Promise<T> => work(before).finally(() => release()),
  };
}

/** A fault of the project is thrown where a result is awaited, and only there. */
function observed<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}

/** The fixtures that selected operations need. */
function neededFixtures(plan: Plan, isSelected: (operation: OperationId) => boolean): Set<Fixture> {
  const needed = new Set<Fixture>();
  const add = (fixture: Fixture): void => {
    needed.add(fixture);
    for (const parent of fixture.spec.parents ?? []) add(parent);
  };
  for (const call of callsOf(plan)) if (isSelected(call.operation)) call.fixtures.forEach(add);
  for (const fixture of fixturesOf(plan)) {
    const removal = removalOf(fixture.spec).map(({ operation }) => operation);
    if ([...sourcesOf(fixture.spec), ...removal].some(isSelected)) add(fixture);
  }
  return needed;
}

/** The fixtures that contain others, without these themselves. */
function ancestorsOf(fixtures: readonly Fixture[]): Fixture[] {
  const found = new Set<Fixture>();
  const climb = (fixture: Fixture): void => {
    for (const parent of fixture.spec.parents ?? []) {
      found.add(parent);
      climb(parent);
    }
  };
  fixtures.forEach(climb);
  return [...found].filter((fixture) => !fixtures.includes(fixture));
}
