import { inject } from 'vitest';
import type { RunFacts } from '../assess/build.js';
import type { FailurePolicy } from '../assess/policy.js';
import type { RunReport } from '../assess/run-report.js';
import type { Shape } from '../assess/shapes/model.js';
import type { Access } from '../config/access.js';
import type { Settings } from '../config/load.js';
import { loadCatalogue } from '../contract/catalogue.js';
import type { OperationId } from '../domain/operation.js';
import type { OperationResult } from '../domain/outcome.js';
import type { expectedOperations } from '../engine/expected.js';
import type { Plan } from '../engine/model.js';
import { Run } from '../engine/run.js';

declare module 'vitest' {
  interface ProvidedContext {
    settings: Settings;
    access: Access;
    /** Whether the caller is a super administrator, if that is known. */
    isSuperAdmin: boolean | undefined;
    policy: FailurePolicy;
    baseline: RunFacts['baseline'];
    org: RunReport['org'];
    /** What the org returned before; `undefined` on the reference org, which always returns the same. */
    shapes: Shape[] | undefined;
    /** Width of the terminal that shows progress; 0 without a terminal. */
    columns: number;
    journalFolder: string;
    /** The main process has validated the contracts. In watch mode they may have changed since. */
    areContractsValid: boolean;
    /** Suite files of this run, in the order in which they start. */
    suiteFiles: string[];
    testNamePattern: string;
  }
}

export interface PlannedSuite {
  results: Map<OperationId, Promise<OperationResult>>;
  done: Promise<unknown>;
}

/** The run of this worker, and its suites. */
export interface WorkerRun {
  run: Run;
  /** Plans that start when every selected suite file is loaded. */
  plans: Plan[];
  suites: Map<string, PlannedSuite>;
  /** How many requests of all plans have to follow one another. */
  longestChain: number;
  /** The estimate of the pre-flight; only for live orgs. */
  expected?: ReturnType<typeof expectedOperations>;
  /** Suite files are being read only to start their plans. */
  planning: boolean;
  planned: boolean;
  /** Removes the line that shows progress, if there is one. */
  hideProgress: () => void;
  /** Suite files with a test that is not skipped: vitest calls no hook of others. */
  running: number;
  /** Suite files that have ended. */
  ended: number;
}

const key = Symbol.for('okta-contracts.run');

/**
 * The run of this vitest worker. vitest isolates the modules of each suite file, so that they can share only global state. This is
 * the only global state of the project, and each run creates its own.
 */
export function currentRun(): WorkerRun {
  const worker = globalThis as { [key]?: WorkerRun };
  worker[key] ??= {
    run: newRun(),
    plans: [],
    suites: new Map(),
    longestChain: 0,
    planning: false,
    planned: false,
    hideProgress: () => undefined,
    running: 0,
    ended: 0,
  };
  return worker[key];
}

function newRun(): Run {
  const catalogue = loadCatalogue(undefined, undefined, inject('areContractsValid'));
  return new Run(inject('settings'), inject('access'), inject('journalFolder'), catalogue, undefined, inject('shapes'));
}

/** Deletes the run of this worker. */
export function forgetRun(): void {
  delete (globalThis as { [key]?: WorkerRun })[key];
}
