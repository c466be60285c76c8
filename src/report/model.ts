import type { Settings } from '../config.js';
import type { OperationResult, Verdict } from '../words.js';

/** A whole run, as the reports tell it. `reports/README.md` describes the written form. */
export interface RunReport {
  run: {
    startedAt: string;
    seconds: number;
    peakRssMb: number;
    longestChain: number;
    passed: boolean;
    reasons: string[];
  };
  org: { url: string; reference?: 'current' | 'previous' | 'observed'; tiers: string[] };
  edition: { edition: string; previous: string; apiVersion: string };
  operations: OperationResult[];
  coverage: {
    selected: number;
    verified: number;
    verdicts: Record<Verdict, number>;
    unverified: Record<string, string[]>;
  };
  changes: { applied: number; stillAsBefore: number; notObservable: number };
  requests: { sent: number; answered429: number; waitedSeconds: number };
}

/** The org of a run, as the reports name it. */
export function orgOf(settings: Settings, access: { url: string }): RunReport['org'] {
  return {
    url: access.url,
    ...(settings.org.kind === 'reference' ? { reference: settings.org.profile } : {}),
    tiers: settings.tiers,
  };
}

/** What a run needs to be called passed, beyond its tests. */
export function coverageOf(operations: readonly OperationResult[]): RunReport['coverage'] {
  const verdicts: Record<Verdict, number> = { pass: 0, stale: 0, violation: 0 };
  const unverified: Record<string, string[]> = {};
  for (const { operation, outcome } of operations) {
    if (outcome.kind === 'verified') verdicts[outcome.verdict] += 1;
    else {
      const why = outcome.kind === 'not exercised' ? 'not exercised' : `${outcome.kind}: ${outcome.reason}`;
      unverified[why] = [...(unverified[why] ?? []), operation];
    }
  }
  const selected = operations.filter((result) => result.outcome.kind !== 'not exercised').length;
  return { selected, verified: verdicts.pass + verdicts.stale + verdicts.violation, verdicts, unverified };
}

/** How many changes the run saw applied, still as before, or could not see. */
export function changesOfRun(operations: readonly OperationResult[]): RunReport['changes'] {
  const states = operations.flatMap((result) => result.changes.map((entry) => entry.state));
  const count = (state: string) => states.filter((s) => s === state).length;
  return { applied: count('applied'), stillAsBefore: count('still as before'), notObservable: count('not observable') };
}
