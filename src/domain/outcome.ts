import type { Change, ChangeState } from './change.js';
import type { Finding, Verdict } from './finding.js';
import type { OperationId } from './operation.js';

/** Why an operation was skipped, or why its result is inconclusive. */
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

/** Why an operation was not verified: it could not be called, or the response does not show whether it matches the contract. */
export interface Unverified {
  kind: 'skipped' | 'inconclusive';
  reason: Reason;
  /** The details of the reason, as part of a sentence. */
  detail: string;
}

/** The outcome of an operation in a run. */
export type Outcome = { kind: 'verified'; verdict: Verdict } | Unverified | { kind: 'not exercised' };

/** The source of a contract: recorded responses of real orgs (`last` is a month, `2026-06`), or Okta's document only. */
export type Evidence = 'documented' | { answers: number; cassettes: number; orgs: number; last: string };

/** A change with its state on an org. */
export interface ChangeResult {
  change: Change;
  state: ChangeState;
  /** For a change of requests: what the org does with the part, or why that cannot be observed. */
  detail?: string;
}

/** A part of the paging of a list: its pages, or a parameter that narrows it. `why` states why it was not verified. */
export interface PagingPart {
  /** `pages`, `filter`, `search` or `q`. */
  part: string;
  why?: string;
}

/** When the requests of an operation were sent: from the first request to the last response, in milliseconds of Unix time. */
export interface OperationTime {
  operation: OperationId;
  start: number;
  end: number;
  /** Number of requests, without repetitions. */
  requests: number;
}

/** The result of one operation in a run. */
export interface OperationResult {
  operation: OperationId;
  resource: string;
  outcome: Outcome;
  evidence: Evidence;
  findings: Finding[];
  changes: ChangeResult[];
  /** For a list that is returned in pages: which parts of its paging were verified. */
  paging?: PagingPart[];
  /** Number of exchanges that were checked. */
  checked: number;
  /** The newest edition whose changes the responses have. Unset if no response shows a change of an edition. */
  matches?: string;
  /** The newest edition of which the responses have a change. */
  reached?: string;
  /** The oldest edition of which the responses do not have a change. */
  notYet?: string;
}
