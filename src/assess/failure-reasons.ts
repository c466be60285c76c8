import { countOf } from '../io/counts.js';
import type { RunReport } from './run-report.js';

/** The facts that decide whether a run fails. */
export interface RunState extends Pick<RunReport, 'operations' | 'coverage' | 'waivers' | 'leftovers'> {
  edition: string;
  hasBaseline: boolean;
  /** Whether the org is the bundled reference org. Its faults are faults of this project. */
  isReference: boolean;
  minCoverage: number;
  /** Number of internal errors. */
  faults: number;
}

/** Why a run failed, a phrase for each reason; none if it passed. */
export function failureReasons(state: RunState): string[] {
  const { coverage, faults } = state;
  const leftovers = state.leftovers.filter(({ fails }) => fails).length;
  const isCancelled = coverage.unverified.some(({ reason }) => reason === 'cancelled');
  const { expired, unused } = state.waivers;
  return [
    ...when(leftovers > 0, `${countOf(leftovers, 'objects or settings')} left on the org`),
    ...when(isCancelled, 'the run was interrupted'),
    ...mismatches(state),
    ...when(faults > 0, countOf(faults, 'internal errors')),
    ...faultsOfReference(state),
    ...tooFewVerified(state),
    ...when(expired.length > 0, `${countOf(expired.length, 'waivers')} expired`),
    ...when(
      unused.length > 0,
      `${countOf(unused.length, 'waivers')} no longer ${unused.length === 1 ? 'matches' : 'match'} a finding`,
    ),
  ];
}

/** The reasons that are not about findings: the run itself, its waivers, and what it left on the org. */
export function otherReasons(reasons: readonly string[]): string[] {
  return reasons.filter((reason) => !/ not match /.test(reason));
}

/** `138 of 312 operations do not match 2025.08.0` */
function mismatches({ operations, coverage, hasBaseline, edition }: RunState): string[] {
  const { verified, selected } = coverage;
  const failing = operations.filter(({ findings }) => findings.some(({ policyResult }) => policyResult === 'fails'));
  if (failing.length === 0) return [];
  const all = countOf(verified, verified === selected ? 'operations' : 'verified operations');
  const verb = failing.length === 1 ? 'does' : 'do';
  const since = hasBaseline ? ' (new since the baseline)' : '';
  return [`${failing.length} of ${all} ${verb} not match ${edition}${since}`];
}

/** A company's org can fail for a moment, but the reference org cannot: its operations must not be left out unnoticed. */
function faultsOfReference({ operations, isReference }: RunState): string[] {
  const isFault = ({ outcome }: RunReport['operations'][number]) =>
    outcome.kind === 'inconclusive' && ['org-fault', 'unreachable', 'rate-limited'].includes(outcome.reason);
  const faulty = isReference ? operations.filter(isFault).length : 0;
  return when(faulty > 0, `faults of the reference org prevented the check of ${countOf(faulty, 'operations')}`);
}

function tooFewVerified({ coverage, minCoverage }: RunState): string[] {
  const { verified, verifiable } = coverage;
  if (verified === 0) return ['no operation could be verified'];
  if (verified >= verifiable * minCoverage) return [];
  const were = verified === 1 ? 'was' : 'were';
  return [
    `only ${verified} of ${countOf(verifiable, 'verifiable operations')} ${were} verified, less than ${Math.round(minCoverage * 100)} %`,
  ];
}

function when(isTrue: boolean, reason: string): string[] {
  return isTrue ? [reason] : [];
}
