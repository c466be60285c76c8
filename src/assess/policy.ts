import type { Finding } from '../domain/finding.js';
import type { OperationId } from '../domain/operation.js';

/** Accepts a finding until a date. The finding is identified by its fingerprint, or by operation and pointer. */
export interface Waiver {
  fingerprint?: string;
  operation?: OperationId;
  /** Empty for the whole response. */
  pointer?: string;
  /** The SDK whose finding it accepts, with a fingerprint. */
  sdk?: string;
  reason: string;
  owner: string;
  /** The last day on which the waiver is valid, `2027-01-31` (UTC). */
  expires: string;
}

/** Which findings fail a run. Plain data, because vitest's main process sends it to the worker. */
export interface FailurePolicy {
  /** Warnings fail the run. */
  strict: boolean;
  /** Whether a removed property that is still returned fails the run. */
  stale: 'fail' | 'warn';
  waivers: Waiver[];
  /** Fingerprints of the baseline: these findings do not fail the run. */
  known: string[];
  /** The day of the run, `2026-11-24` (UTC). */
  today: string;
}

/** The effect of a finding on a run. */
export type PolicyResult = 'fails' | 'passes' | 'waived' | 'known';

/** Applies the policy to a finding. A finding that would fail the run is accepted by a waiver or the baseline. */
export function applyPolicy(
  finding: Finding,
  operation: OperationId,
  policy: FailurePolicy,
): { policyResult: PolicyResult; waiver?: Waiver } {
  if (!isSevere(finding, policy)) return { policyResult: 'passes' };
  const waiver = policy.waivers.find((one) => !isExpired(one, policy.today) && waives(one, finding, operation));
  if (waiver) return { policyResult: 'waived', waiver };
  return { policyResult: policy.known.includes(finding.fingerprint) ? 'known' : 'fails' };
}

/** Whether a finding fails a run. */
export function fails(finding: Finding, operation: OperationId, policy: FailurePolicy): boolean {
  return applyPolicy(finding, operation, policy).policyResult === 'fails';
}

/** Whether a waiver matches a finding, expired or not. */
export function waives(waiver: Waiver, finding: Finding, operation: OperationId): boolean {
  if (waiver.sdk !== undefined) return false;
  if (waiver.fingerprint !== undefined) return waiver.fingerprint === finding.fingerprint;
  return waiver.operation === operation && waiver.pointer === finding.pointer;
}

/** Whether the last day of a waiver has passed. */
export function isExpired(waiver: Waiver, today: string): boolean {
  return waiver.expires < today;
}

/** The day of a date in the format of waivers. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

function isSevere(finding: Finding, { strict, stale }: FailurePolicy): boolean {
  // It concerns the client, and not the org.
  if (finding.kind === 'request') return false;
  if (finding.level === 'violation') return true;
  if (finding.level === 'stale') return stale === 'fail';
  return finding.level === 'warning' && strict;
}
