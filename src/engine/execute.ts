import { Accumulator } from '../assess/accumulator.js';
import type { OperationId } from '../domain/operation.js';
import type { OperationResult } from '../domain/outcome.js';
import { isBarred, sendCall } from './call.js';
import { confirmingReads } from './confirming-reads.js';
import { isConfirmed, objectReader } from './fixture/identity.js';
import { prepare } from './fixture/prepare.js';
import { remove } from './fixture/remove.js';
import type { FixtureState } from './fixture/state.js';
import { operationsOf, type Plan, removalOf, sourcesOf } from './model.js';
import type { Run } from './run.js';
import { type Scheduled, schedule } from './schedule.js';
import { Sender } from './send.js';

/**
 * Starts a plan on an org. Nothing is sent for operations that are not selected, unless a selected one needs them. Each result
 * settles as soon as all requests of its operation are done.
 * @param urgency of the plan's requests, compared with those of other plans
 */
export function executePlan(
  plan: Plan,
  run: Run,
  isSelected: (operation: OperationId) => boolean,
  urgency = 0,
): Map<OperationId, Promise<OperationResult>> {
  const accumulators = new Map(
    ownOperations(plan, run).map((operation) => [operation, new Accumulator(run.catalogue, run.operation(operation))]),
  );
  const sender = new Sender(run, accumulators, plan, urgency);
  const confirmed = confirmingReads(plan);
  const scheduled = schedule<FixtureState>(
    plan,
    isSelected,
    {
      prepare: (fixture, parents) => prepare(sender, fixture, parents),
      isLeftOut: (call) => isBarred(sender, call),
      call: (call, fixtures) => sendCall(sender, call, fixtures, confirmed.has(call)),
      remove: (fixture, state) => remove(sender, fixture, state),
    },
    run,
  );
  for (const { live, isKnown } of scheduled.fixtures) if (!isKnown) run.awaitRemoval(live.removed);
  const uses = usesOf(scheduled);
  return new Map(
    [...accumulators].map(([operation, accumulator]) => {
      // After the checks of all responses so far.
      const result = Promise.all(uses.get(operation) ?? []).then(() => run.checks.add(() => accumulator.result()));
      // A fault of the project is thrown where the result is awaited, and only there.
      result.catch(() => undefined);
      return [operation, result];
    }),
  );
}

/**
 * The operations that a suite reports: those of its own resource that an edition of the step has. Others only serve its fixtures,
 * and have their own suite.
 */
export function ownOperations(plan: Plan, run: Run): OperationId[] {
  return operationsOf(plan).filter(
    (operation) => run.operation(operation).resource === plan.name && run.catalogue.operations.has(operation),
  );
}

/** The work that has to be done before the result of an operation is known, by operation. */
function usesOf({ calls, fixtures }: Scheduled<FixtureState>): Map<OperationId, Promise<unknown>[]> {
  const uses = new Map<OperationId, Promise<unknown>[]>();
  const add = (operation: OperationId, work: Promise<unknown>) =>
    uses.set(operation, [...(uses.get(operation) ?? []), work]);
  for (const { call, done } of calls) add(call.operation, done);
  for (const { fixture, live, isKnown } of fixtures) {
    // The read that confirms a created object may count for the operation that reads it.
    const reader = isConfirmed(fixture) ? objectReader(fixture) : undefined;
    for (const operation of [...sourcesOf(fixture.spec), ...(reader ? [reader] : [])]) add(operation, live.state);
    if (!isKnown) for (const { operation } of removalOf(fixture.spec)) add(operation, live.removed);
  }
  return uses;
}
