import { Accumulator } from '../assess/accumulator.js';
import type { OperationId } from '../domain/operation.js';
import type { OperationResult } from '../domain/outcome.js';
import { carryOut } from './call.js';
import { find } from './find.js';
import { firstReads } from './identity.js';
import type { Existing, Live, Ready } from './live.js';
import { make as create } from './make.js';
import {
  callsOf,
  type Fixture,
  fixturesOf,
  foundIn,
  operationsOf,
  type Plan,
  removalOf,
  sourcesOf,
  tierOf,
} from './model.js';
import { barrier } from './needs.js';
import { Order } from './order.js';
import { remove } from './remove.js';
import type { Run } from './run.js';
import { Sender } from './send.js';

/**
 * Carries out a plan: everything that does not wait for something else is under way at once. Nothing is sent for operations
 * that are not selected, unless a selected one needs them. The results settle one by one.
 */
export function executePlan(
  plan: Plan,
  run: Run,
  isSelected: (operation: OperationId) => boolean,
): Map<OperationId, Promise<OperationResult>> {
  const accumulators = new Map<OperationId, Accumulator>();
  const uses = new Map<OperationId, Promise<unknown>[]>();
  for (const operation of ownOperations(plan, run)) {
    accumulators.set(operation, new Accumulator(run.catalogue, run.operation(operation)));
    uses.set(operation, []);
  }
  const use = (operation: OperationId | undefined, work: Promise<unknown>) => {
    // A fault of the project is thrown where a result is awaited, and only there.
    work.catch(() => undefined);
    if (operation) uses.get(operation)?.push(work);
  };
  const sender = new Sender(run, accumulators, plan);
  const first = firstReads(plan);
  const needed = neededFixtures(plan, isSelected);

  const lives = new Map<Fixture, Live>();
  const begun: [Fixture, Live][] = [];
  for (const step of plan.steps) {
    if ('call' in step) {
      if (!isSelected(step.call.operation)) continue;
      const on = step.call.fixtures.map((fixture) => lives.get(fixture) as Live);
      const around = ancestorsOf(step.call.fixtures).map((fixture) => lives.get(fixture) as Live);
      use(step.call.operation, carryOut(sender, step.call, { on, around, isFirstRead: first.has(step.call) }));
    } else if (needed.has(step.fixture)) {
      const { fixture } = step;
      const parents = (fixture.spec.parents ?? []).map((parent) => lives.get(parent) as Live);
      const { shared } = fixture.spec;
      const known = shared === undefined ? undefined : run.shared.get(shared);
      const ready = known?.ready ?? prepare(sender, fixture, parents);
      use(undefined, ready);
      const live = known ?? { ready, order: new Order(), children: [], gone: Promise.resolve() };
      lives.set(fixture, live);
      if (!known) begun.push([fixture, live]);
      if (shared !== undefined) run.shared.set(shared, live);
      for (const operation of sourcesOf(fixture.spec)) use(operation, ready);
    }
  }
  for (const [fixture, live] of begun.reverse()) {
    // What suites share is still wanted by those that have not begun.
    const wanted = fixture.spec.shared === undefined ? Promise.resolve() : run.allPlanned;
    live.gone = wanted
      .then(() => Promise.all([live.order.idle, ...live.children]))
      .then(() => remove(sender, fixture, live));
    use(undefined, live.gone);
    run.awaitRemoval(live.gone);
    for (const parent of fixture.spec.parents ?? []) lives.get(parent)?.children.push(live.gone);
    for (const { operation } of removalOf(fixture.spec)) use(operation, live.gone);
  }
  const results = new Map<OperationId, Promise<OperationResult>>();
  for (const [operation, accumulator] of accumulators) {
    const result = Promise.all(uses.get(operation) ?? []).then(() => accumulator.result());
    use(undefined, result);
    results.set(operation, result);
  }
  return results;
}

/** The operations that a suite answers for: those of its own resource. Others only serve its fixtures, and have a suite of their own. */
export function ownOperations(plan: Plan, run: Run): OperationId[] {
  return operationsOf(plan).filter((operation) => run.operation(operation).resource === plan.name);
}

/** The fixtures that selected operations need. */
function neededFixtures(plan: Plan, isSelected: (operation: OperationId) => boolean): Set<Fixture> {
  const needed = new Set<Fixture>();
  const need = (fixture: Fixture): void => {
    needed.add(fixture);
    for (const parent of fixture.spec.parents ?? []) need(parent);
  };
  for (const call of callsOf(plan)) if (isSelected(call.operation)) call.fixtures.forEach(need);
  for (const fixture of fixturesOf(plan)) {
    const removal = removalOf(fixture.spec).map(({ operation }) => operation);
    if ([...sourcesOf(fixture.spec), ...removal].some(isSelected)) need(fixture);
  }
  return needed;
}

/** What fixtures lie in, apart from the fixtures themselves. */
function ancestorsOf(fixtures: Fixture[]): Fixture[] {
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

/** Finds or creates a fixture. Never rejects. */
function prepare(sender: Sender, fixture: Fixture, parents: Live[]): Promise<Ready> {
  let leave: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    leave = resolve;
  });
  // What is discovered inside a fixture is discovered in its turn: after the calls that put it there.
  const turns = fixture.spec.make ? [] : parents.map((parent) => parent.order.takeTurn(false, done));
  return prepareInTurn(sender, fixture, parents, Promise.all(turns)).finally(() => leave());
}

async function prepareInTurn(
  sender: Sender,
  fixture: Fixture,
  parents: Live[],
  turn: Promise<unknown>,
): Promise<Ready> {
  const { run, accumulators } = sender;
  const settled = await Promise.all(parents.map((parent) => parent.ready));
  await turn;
  const ids = Object.assign({}, ...settled.map((parent) => ('ids' in parent ? parent.ids : {})));
  const missing = settled.find((parent) => 'why' in parent);
  if (missing && 'why' in missing) {
    for (const operation of sourcesOf(fixture.spec)) {
      accumulators.get(operation)?.unverified(missing.why);
      await sender.probe(operation, ids, missing.why);
    }
    return missing;
  }
  const there = settled.filter((parent) => 'object' in parent);
  return run.guard(
    async () => {
      const created = await createUnlessBarred(sender, fixture, ids, there);
      if (created && !('why' in created)) return created;
      const since = there.find((parent) => parent.since !== undefined)?.since;
      const isOwn = there.some((parent) => parent.intent);
      const ready = await find(sender, fixture, ids, isOwn, since);
      const instead = created?.why ?? there.find((parent) => parent.instead)?.instead;
      if (!instead) return ready;
      // What came with an object of the run stands in for nothing: it cannot be created a second time.
      if (!('why' in ready)) return fixture.spec.partOf && isOwn ? ready : { ...ready, instead };
      // A run of the read tier says what the org lacks, not what another tier would create.
      return foundIn(fixture.spec).length > 0 && !run.allows('write') ? ready : { why: instead };
    },
    (why) => {
      for (const operation of sourcesOf(fixture.spec)) accumulators.get(operation)?.unverified(why);
      return { why };
    },
  );
}

/** Creates a fixture that can be created; tells why where it is not. Nothing is created in or for an object of the org that only stands in. */
async function createUnlessBarred(
  sender: Sender,
  fixture: Fixture,
  ids: Record<string, string>,
  there: Existing[],
): Promise<Ready | undefined> {
  const { run, accumulators } = sender;
  const { make } = fixture.spec;
  if (!make) return undefined;
  const tier = tierOf(make.operation, make.changes && 'org');
  const why = barrier(run, make.operation, make, tier) ?? there.find((parent) => parent.instead)?.instead;
  if (!why) return inItsPlace(run, fixture, () => create(sender, fixture, ids, there));
  accumulators.get(make.operation)?.unverified(why);
  return { why };
}

/** Takes a place among the few users at a time, and gives it back at once where none was created. */
async function inItsPlace(run: Run, fixture: Fixture, work: () => Promise<Ready>): Promise<Ready> {
  if (fixture.spec.kind !== 'user') return work();
  await run.users.acquire();
  const ready = await work().catch((error: unknown) => {
    run.users.release();
    throw error;
  });
  if ('why' in ready) run.users.release();
  return ready;
}
