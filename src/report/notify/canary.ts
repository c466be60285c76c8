import { otherReasons } from '../../assess/failure-reasons.js';
import type { RunReport } from '../../assess/run-report.js';
import { countOf } from '../../io/counts.js';

/** What a job knows of its last run: the report, or why there is none. */
export type Situation = { kind: 'run'; report: RunReport } | { kind: 'no run'; why: string };

/** Whether the canary itself works, apart from what it found on the org. */
export interface CanaryState {
  /** `failed`: it verified nothing. `needs attention`: the run fails for other reasons than drift. */
  value: 'works' | 'needs attention' | 'failed';
  reasons: string[];
}

/** The state of the canary after a run. */
export function canaryStateOf(situation: Situation): CanaryState {
  if (situation.kind === 'no run') return { value: 'failed', reasons: [situation.why] };
  const { run, coverage } = situation.report;
  const reasons = otherReasons(run.reasons);
  if (coverage.verified === 0) return { value: 'failed', reasons: [...reasons, ...causesOf(coverage)] };
  return { value: reasons.length > 0 ? 'needs attention' : 'works', reasons };
}

/** Why operations that were called could not be verified: the org is unreachable, the token is invalid. */
function causesOf({ unverified }: RunReport['coverage']): string[] {
  return unverified
    .filter(({ kind }) => kind === 'inconclusive')
    .map(({ reason, operations }) => `${countOf(operations.length, 'operations')} ${reason}`);
}

/**
 * Reads the situation of a job.
 * @param options `report`: `undefined` if the file does not exist; `exitCode`: of the run, if the job knows it
 */
export function situationOf(options: {
  report: RunReport | undefined;
  exitCode: number | undefined;
  now: Date;
  maxAgeHours: number;
}): Situation {
  const { report, exitCode, now, maxAgeHours } = options;
  if (exitCode !== undefined && exitCode !== 0 && exitCode !== 1)
    return {
      kind: 'no run',
      why: `the run could not start or was stopped (exit code ${exitCode}): its output states why`,
    };
  if (!report) return { kind: 'no run', why: 'the run wrote no report' };
  const hours = (now.getTime() - Date.parse(report.run.startedAt)) / 3_600_000;
  if (hours > maxAgeHours)
    return { kind: 'no run', why: `there was no run in the last ${countOf(maxAgeHours, 'hours')}` };
  return { kind: 'run', report };
}
