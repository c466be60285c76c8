import { setImmediate } from 'node:timers/promises';
import { describe, inject, test } from 'vitest';
import { changesOf } from '../contract/changes.js';
import { changeTitle } from '../domain/change.js';
import type { OperationId } from '../domain/operation.js';
import type { OperationResult } from '../domain/outcome.js';
import { scopesNeeded } from '../engine/access-needed.js';
import { executePlan, ownOperations } from '../engine/execute.js';
import { expectedOperations } from '../engine/expected.js';
import { chainLengths } from '../engine/longest-chain.js';
import { operationsOf, type Plan, tierOf } from '../engine/model.js';
import { makePlan, type Vocabulary } from '../engine/plan.js';
import { currentRun, type PlannedSuite } from './current-run.js';
import { ContractFailure, failureOf, failureOfChange } from './failure.js';

declare module 'vitest' {
  interface TaskMeta {
    /** The result of an operation, on the first test of its block. */
    operation?: OperationResult;
  }
}

/** The name of the test that reports whether the responses of an operation conform to its contract. */
export const contractTest = 'conforms to its contract';

/**
 * Declares a suite: how each operation of a resource is called. The requests of all selected suites start together; the tests
 * declared here only wait for their results.
 */
export function suite(name: string, define: (words: Vocabulary) => void): void {
  const run = currentRun();
  if (run.planning) {
    run.plans.push(makePlan(name, define, () => run.run.catalogue));
    return;
  }
  let planned = run.suites.get(name);
  if (!planned) {
    planned = start(makePlan(name, define, () => run.run.catalogue));
    run.suites.set(name, planned);
  }
  const { results } = planned;
  describe(name, () => {
    // vitest reports a suite without tests as an error.
    if (results.size === 0) test.skip('the editions of this run have none of its operations');
    for (const [operation, result] of results) {
      describe(operation, () => {
        test(contractTest, async ({ task, skip }) => {
          const outcome = await result;
          task.meta.operation = outcome;
          if (outcome.outcome.kind === 'not exercised') skip('not exercised');
          if (outcome.outcome.kind === 'skipped' || outcome.outcome.kind === 'inconclusive')
            skip(`${outcome.outcome.kind}: ${outcome.outcome.reason}; ${outcome.outcome.detail}`);
          const failure = failureOf(outcome, inject('policy'));
          if (failure) throw new ContractFailure(failure);
        });
        for (const change of changesOf(run.run.catalogue, run.run.operation(operation))) {
          test(changeTitle(change), async ({ skip }) => {
            const outcome = await result;
            const state = outcome.changes.find((entry) => entry.change.id === change.id)?.state;
            if (state === 'not observable') skip('not observable');
            const failure = failureOfChange(outcome, change, inject('policy'));
            if (failure) throw new ContractFailure(failure);
          });
        }
      });
    }
  });
}

/** Starts all planned suites. An OAuth 2.0 client requests only the scopes that they need. */
export async function startAll(): Promise<void> {
  const { run, plans, suites } = currentRun();
  const { auth } = inject('access');
  if (auth.scheme === 'OAuth') {
    const needed = scopesNeeded(run.catalogue, plans.flatMap(operationsOf), inject('settings').tiers);
    const scopes = auth.scopes.filter((scope) => needed.includes(scope));
    // Operations without a scope need a token as well.
    run.authenticated.oauth?.want(scopes.length > 0 ? scopes : auth.scopes.slice(0, 1));
  }
  // The plan that takes longest starts first, and its requests go first, because it decides when the run ends.
  const lengths = await chainLengths(plans);
  currentRun().longestChain = Math.max(0, ...lengths.values());
  const ordered = [...plans].sort((a, b) => (lengths.get(b) ?? 0) - (lengths.get(a) ?? 0));
  for (const plan of ordered) suites.set(plan.name, start(plan, lengths.get(plan)));
  run.planned();
  void compileMeanwhile(ordered);
}

/** Compiles the schemas of the operations that are sent, while the run waits for responses. A fault is thrown by their check. */
async function compileMeanwhile(plans: readonly Plan[]): Promise<void> {
  const { run } = currentRun();
  const operations = new Set(plans.flatMap((plan) => operationsOf(plan).filter(selectedIn(plan))));
  for (const operation of operations) {
    if (!run.allows(tierOf(operation))) continue;
    await setImmediate();
    try {
      run.check.prepare(run.operation(operation));
    } catch {
      return;
    }
  }
}

/** How many operations the planned suites can verify with the settings, scopes and role of this run. */
export function expected(): ReturnType<typeof expectedOperations> {
  const { run, plans } = currentRun();
  const { auth } = inject('access');
  const scopes = auth.scheme === 'OAuth' ? auth.scopes : undefined;
  const reach = { run, scopes, isSuperAdmin: inject('isSuperAdmin') };
  return expectedOperations(plans, reach, (plan, operation) => selectedIn(plan)(operation));
}

/** Whether vitest runs a test of a plan: not if the editions of this run have none of its operations, or `-t` selects none. */
export function hasTests(plan: Plan): boolean {
  return ownOperations(plan, currentRun().run).some(selectedIn(plan));
}

/** Whether an edition of the step has an operation, and vitest's `-t` selects a test of it. */
function selectedIn(plan: Plan): (operation: OperationId) => boolean {
  const { run } = currentRun();
  const pattern = inject('testNamePattern');
  const isInStep = (operation: OperationId) => run.catalogue.operations.has(operation);
  if (!pattern) return isInStep;
  const selected = new RegExp(pattern);
  return (operation) => {
    if (!isInStep(operation)) return false;
    const titles = [contractTest, ...changesOf(run.catalogue, run.operation(operation)).map(changeTitle)];
    return titles.some((title) => selected.test(`${plan.name} ${operation} ${title}`));
  };
}

function start(plan: Plan, urgency?: number): PlannedSuite {
  const { run } = currentRun();
  const results = executePlan(plan, run, selectedIn(plan), urgency);
  const ordered = new Map(
    ownOperations(plan, run).map((operation) => [operation, results.get(operation) as Promise<OperationResult>]),
  );
  return { results: ordered, done: Promise.allSettled(ordered.values()) };
}
