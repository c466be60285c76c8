/**
 * The words of the domain. Everything else speaks these; this file imports nothing of the project.
 */

/** An operation's name: method and path template, as `GET /api/v1/users/{id}`. */
export type OperationId = `${string} /${string}`;

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Header names in lower case; a header that came more than once keeps every value. */
export type Headers = Record<string, string | string[]>;

/**
 * One request with its answer, secrets already redacted. Bodies are parsed JSON, text where they
 * were not JSON, or `undefined` where there was none; they live in memory for the check alone.
 */
export interface Exchange {
  id: string;
  /** RFC 3339, where it is known. */
  recordedAt?: string;
  request: { method: string; url: string; headers?: Headers; body?: Json };
  response: {
    status: number;
    headers: Headers;
    body?: Json;
    /** Why there is a body that cannot be processed, as `is nested deeper than 100 levels`; `body` is not set then. */
    unreadable?: string;
  };
}

export type FindingKind =
  | 'missing'
  | 'type'
  | 'format'
  | 'value'
  | 'status'
  | 'content-type'
  | 'body'
  | 'error-shape'
  | 'removed'
  | 'unknown-value'
  | 'undocumented'
  | 'unconfirmed';

/** From worst to mildest. */
export const levels = ['violation', 'stale', 'warning', 'notice'] as const;
export type Level = (typeof levels)[number];

/** One observation of a check. It carries shapes, never values of the org. */
export interface Finding {
  kind: FindingKind;
  level: Level;
  /** JSON pointer into the answer's body, elements of lists as `*`; empty for the whole answer. */
  pointer: string;
  message: string;
  /** Where the contract says so: file below contracts/ and JSON pointer, `users/user.schema.json#/properties/id`. */
  contract: string;
  /** How many places of the answer have it. */
  count: number;
  /** The id of the change that the place belongs to. */
  change?: string;
  /** Stable over runs and orgs: operation, status, kind and pointer. */
  fingerprint: string;
}

export type Verdict = 'pass' | 'stale' | 'violation';

export type ChangeKind =
  | 'added'
  | 'removed'
  | 'changed'
  | 'new operation'
  | 'new status'
  | 'removed status'
  | 'deprecated';

/** One documented difference between the editions at one place of one operation. */
export interface Change {
  /** Stable: operation, kind and pointer. */
  id: string;
  operation: OperationId;
  kind: ChangeKind;
  /** JSON pointer with `*` for elements of a list; empty for the operation itself. */
  pointer: string;
  /** What it was before, in a few words, where the contract says so. */
  was?: string;
  /** When an added property is served at all, where that is not always. */
  when?: string;
  /** Why the removal is disputed, where it is. */
  disputed?: string;
  /** Okta's documents of the two editions agree here, so that it does not tell the editions apart. */
  inDocuments?: false;
  contract: string;
}

/** What an answer shows of a change. */
export type ChangeState = 'applied' | 'still as before' | 'not observable';

export type Tier = 'read' | 'write' | 'org';

/** Effects of writes that a run causes on a live org only if `OKTA_CONTRACTS_ALLOW` names them. */
export const effects = ['user-activation', 'admin-roles'] as const;
export type Effect = (typeof effects)[number];

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

/** What became of an operation in a run. */
export type Outcome =
  | { kind: 'verified'; verdict: Verdict }
  | { kind: 'skipped' | 'inconclusive'; reason: Reason; detail: string }
  | { kind: 'not exercised' };

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
