import { describe, inject, test } from 'vitest';
import { changesOf } from '../contract/changes.js';
import { changeTitle } from '../finding.js';
import type { OperationId, OperationResult } from '../words.js';
import { currentRun, type PlannedSuite } from './current-run.js';
import { executePlan, ownOperations } from './execute.js';
import { ContractFailure, failureOf, failureOfChange } from './failure.js';
import { makePlan, type Vocabulary } from './plan.js';

declare module 'vitest' {
  interface TaskMeta {
    /** What the run found out about an operation: on the first test of its block. */
    operation?: OperationResult;
  }
}

/** The name of the test that holds an operation's answers against its contract. */
export const contractTest = 'keeps its contract';

/**
 * A suite file in one call: says how each operation of a resource is reached. The requests of all selected suites start
 * together; the tests declared here only wait for their own part.
 */
export function suite(name: string, define: (words: Vocabulary) => void): void {
  const run = currentRun();
  let planned = run.suites.get(name);
  if (!planned) {
    planned = start(name, define);
    run.suites.set(name, planned);
  }
  if (run.planning) return;
  const { results } = planned;
  describe(name, () => {
    for (const [operation, result] of results) {
      describe(operation, () => {
        test(contractTest, async ({ task, skip }) => {
          const outcome = await result;
          task.meta.operation = outcome;
          if (outcome.outcome.kind === 'not exercised') skip('not exercised');
          if (outcome.outcome.kind === 'skipped' || outcome.outcome.kind === 'inconclusive')
            skip(`${outcome.outcome.kind}: ${outcome.outcome.reason}; ${outcome.outcome.detail}`);
          const failure = failureOf(outcome, inject('settings'));
          if (failure) throw new ContractFailure(failure);
        });
        for (const change of changesOf(run.run.catalogue, run.run.operation(operation))) {
          test(changeTitle(change), async ({ skip }) => {
            const outcome = await result;
            const state = outcome.changes.find((entry) => entry.change.id === change.id)?.state;
            if (state === 'not observable') skip('not observable');
            const failure = failureOfChange(outcome, change, inject('settings'));
            if (failure) throw new ContractFailure(failure);
          });
        }
      });
    }
  });
}

function start(name: string, define: (words: Vocabulary) => void): PlannedSuite {
  const { run } = currentRun();
  const plan = makePlan(name, define);
  const pattern = inject('testNamePattern');
  const selected = pattern ? new RegExp(pattern) : undefined;
  const isSelected = (operation: OperationId): boolean => {
    if (!selected) return true;
    const titles = [contractTest, ...changesOf(run.catalogue, run.operation(operation)).map(changeTitle)];
    return titles.some((title) => selected.test(`${name} ${operation} ${title}`));
  };
  const results = executePlan(plan, run, isSelected);
  const ordered = new Map(
    ownOperations(plan, run).map((operation) => [operation, results.get(operation) as Promise<OperationResult>]),
  );
  return { results: ordered, done: Promise.allSettled(ordered.values()) };
}
