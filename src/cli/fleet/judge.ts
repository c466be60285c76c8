import type { RunReport } from '../../assess/run-report.js';
import type { Ended } from './org-process.js';
import type { OrgResult } from './result.js';

/** The result of a run, and why. */
export type Judged = Pick<OrgResult, 'result' | 'reason' | 'selected' | 'verifiable' | 'verified' | 'failing'>;

/** The result of an org that was not verified. */
export function failed(reason: string, report?: RunReport): Judged {
  return { result: 'failed', reason, ...figuresOf(report) };
}

/** The result of a run. An org of which nothing is known has failed; otherwise findings that fail the run are violations. */
export function judge(
  { code, stopped, message }: Ended,
  report: RunReport | undefined,
  { minutes, memory }: { minutes: number; memory: number },
): Judged {
  if (stopped === 'time') return failed(`It was stopped, because it did not end in ${minutes} minutes.`, report);
  if (code === 2) return failed(message, report);
  if (!report)
    return failed(
      code === null || code > 128
        ? `Its process was killed, possibly because it needs more than ${memory} MB: use a higher --memory.`
        : `Its process ended with exit code ${code} and without a report${message ? `: ${message}` : '.'}`,
    );
  const figures = figuresOf(report);
  if (code === 0 && report.run.passed) return { result: 'passed', ...figures };
  const reason = report.run.reasons.join('; ') || `exit code ${code}`;
  return figures.failing > 0 && figures.verified > 0
    ? { result: 'violations', reason, ...figures }
    : failed(reason, report);
}

function figuresOf(report: RunReport | undefined): Omit<Judged, 'result' | 'reason'> {
  const { selected = 0, verifiable = 0, verified = 0 } = report?.coverage ?? {};
  const operations = report?.operations ?? [];
  const failing = operations.filter(({ findings }) => findings.some(({ policyResult }) => policyResult === 'fails'));
  return { selected, verifiable, verified, failing: failing.length };
}
