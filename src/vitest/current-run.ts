import { inject } from 'vitest';
import type { RunFacts } from '../assess/build.js';
import type { FailurePolicy } from '../assess/policy.js';
import type { RunReport } from '../assess/run-report.js';
import type { Access } from '../config/access.js';
import type { Settings } from '../config/load.js';
import type { OperationId } from '../domain/operation.js';
import type { OperationResult } from '../domain/outcome.js';
import type { expectedOperations } from '../engine/expected.js';
import type { Plan } from '../engine/model.js';
import { Run } from '../engine/run.js';

declare module 'vitest' {
  interface ProvidedContext {
    settings: Settings;
    access: Access;
    /** Whether the caller is a super administrator, where that is known. */
    isSuperAdmin: boolean | undefined;
    policy: FailurePolicy;
    baseline: RunFacts['baseline'];
    org: RunReport['org'];
    /** Width of the terminal that shows progress; 0 where there is none. */
    columns: number;
    journalFolder: string;
    /** Suite files of this run, in the order in which they start. */
    suiteFiles: string[];
    testNamePattern: string;
  }
}

export interface PlannedSuite {
  results: Map<OperationId, Promise<OperationResult>>;
  done: Promise<unknown>;
}

/** The run of this worker, and the suites that have started. */
export interface WorkerRun {
  run: Run;
  /** Plans that wait until every selected suite file is read. */
  plans: Plan[];
  suites: Map<string, PlannedSuite>;
  /** Requests that have to follow one another at least. */
  longestChain: number;
  /** The estimate of the pre-flight; only for live orgs. */
  expected?: ReturnType<typeof expectedOperations>;
  /** Suite files are being read only to start their plans. */
  planning: boolean;
  planned: boolean;
  /** Ends the line of progress, where there is one. */
  hideProgress: () => void;
  /** Suite files that have ended. */
  ended: number;
}

const key = Symbol.for('okta-contracts.run');

/**
 * The run of this vitest worker. vitest reads each suite file on its own, and gives them nothing to share but the
 * worker itself; so this is the one place that keeps something global, made anew for each run.
 */
export function currentRun(): WorkerRun {
  const worker = globalThis as { [key]?: WorkerRun };
  worker[key] ??= {
    run: new Run(inject('settings'), inject('access'), inject('journalFolder')),
    plans: [],
    suites: new Map(),
    longestChain: 0,
    planning: false,
    planned: false,
    hideProgress: () => undefined,
    ended: 0,
  };
  return worker[key];
}

/** Forgets the run of this worker. */
export function forgetRun(): void {
  delete (globalThis as { [key]?: WorkerRun })[key];
}
