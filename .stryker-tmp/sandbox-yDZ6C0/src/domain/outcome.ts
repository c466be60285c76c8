// @ts-nocheck
import type { Change, ChangeState } from './change.js';
import type { Finding, Verdict } from './finding.js';
import type { OperationId } from './operation.js';

/** Why an operation was skipped, or why its outcome says nothing about the contract. */
export type Reason =
  | 'feature-not-enabled'
  | 'missing-scope'
  | 'missing-role'
  | 'no-such-object-on-this-org'
  | 'needs-write-tier'
  | 'needs-org-tier'
  | 'needs-permission'
  | 'rate-limited'
  | 'unreachable'
  | 'unauthenticated'
  | 'org-fault'
  | 'org-setting'
  | 'limit-reached'
  | 'request-refused'
  | 'fixture-not-made'
  | 'cancelled'
  | 'gone';

/** Why an operation was not verified: it was not sent, or its responses do not show whether it conforms to the contract. */
export interface Unverified {
  kind: 'skipped' | 'inconclusive';
  reason: Reason;
  detail: string;
}

/** The outcome of an operation in a run. */
export type Outcome = { kind: 'verified'; verdict: Verdict } | Unverified | { kind: 'not exercised' };

/** How sure a contract is: what real orgs answered (`last` is a month, `2026-06`), or the edition's document alone. */
export type Evidence = 'documented' | { answers: number; cassettes: number; last: string };

/** Everything that a run says of one operation. */
export interface OperationResult {
  operation: OperationId;
  resource: string;
  outcome: Outcome;
  /** What the contract rests on. */
  evidence: Evidence;
  findings: Finding[];
  changes: { change: Change; state: ChangeState }[];
  /** Exchanges that were checked. */
  checked: number;
}
