// @ts-nocheck
import type { Finding } from '../domain/finding.js';
import type { OperationId } from '../domain/operation.js';

/** A finding that somebody accepts for a while: named by its fingerprint, or by operation and pointer. */
export interface Waiver {
  fingerprint?: string;
  operation?: OperationId;
  /** Empty for the whole answer. */
  pointer?: string;
  reason: string;
  owner: string;
  /** The last day on which it holds, `2027-01-31` (UTC). */
  expires: string;
}

/** What a run is to fail on. Plain data: it crosses from vitest's main process to its worker. */
export interface FailurePolicy {
  /** Warnings fail too. */
  strict: boolean;
  /** Whether a removed property that is still served fails. */
  stale: 'fail' | 'warn';
  waivers: Waiver[];
  /** Fingerprints of the baseline: only what is new since then fails. */
  known: string[];
  /** The day of the run, `2026-11-24` (UTC). */
  today: string;
}

/** What a finding does to a run. */
export type PolicyResult = 'fails' | 'passes' | 'waived' | 'known';

/** Judges a finding of an operation: what would fail passes where it is waived, or known from the baseline. */
export function applyPolicy(
  finding: Finding,
  operation: OperationId,
  policy: FailurePolicy,
): { policyResult: PolicyResult; waiver?: Waiver } {
  if (!isGrave(finding, policy)) return { policyResult: 'passes' };
  const waiver = policy.waivers.find((one) => !isExpired(one, policy.today) && waives(one, finding, operation));
  if (waiver) return { policyResult: 'waived', waiver };
  return { policyResult: policy.known.includes(finding.fingerprint) ? 'known' : 'fails' };
}

/** Whether a finding fails a run. */
export function fails(finding: Finding, operation: OperationId, policy: FailurePolicy): boolean {
  return applyPolicy(finding, operation, policy).policyResult === 'fails';
}

/** Whether a waiver speaks of a finding, expired or not. */
export function waives(waiver: Waiver, finding: Finding, operation: OperationId): boolean {
  if (waiver.fingerprint !== undefined) return waiver.fingerprint === finding.fingerprint;
  return waiver.operation === operation && waiver.pointer === finding.pointer;
}

/** Whether the last day of a waiver is over. */
export function isExpired(waiver: Waiver, today: string): boolean {
  return waiver.expires < today;
}

/** The day of a moment, as waivers name it. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

function isGrave(finding: Finding, { strict, stale }: FailurePolicy): boolean {
  if (finding.level === 'violation') return true;
  if (finding.level === 'stale') return stale === 'fail';
  return finding.level === 'warning' && strict;
}
