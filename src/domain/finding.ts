import { createHash } from 'node:crypto';
import type { OperationId } from './operation.js';

export type FindingKind =
  | 'missing'
  | 'type'
  | 'null'
  | 'format'
  | 'value'
  | 'status'
  | 'content-type'
  | 'body'
  | 'error-shape'
  | 'removed'
  | 'not-yet'
  | 'drift'
  | 'request'
  | 'paging'
  | 'unknown-value'
  | 'undocumented'
  | 'unconfirmed';

/** From most to least severe. */
export const levels = ['violation', 'stale', 'warning', 'notice'] as const;
export type Level = (typeof levels)[number];

/** What an assertion is based on. Written by a tool, in `contracts/<resource>/evidence.json`. */
export interface AssertionEvidence {
  /** The documents of the two editions that state it; `contradicted` where the document of the edition states something else. */
  documents: 'both' | 'edition' | 'previous' | 'none' | 'contradicted';
  /** Recorded responses that satisfied it. */
  satisfied: number;
  /** Recorded responses that violated it. */
  violated: number;
  /** Orgs whose responses satisfied it. */
  orgs: number;
  /** Kinds of these orgs: Identity Engine or Classic, of different owners. */
  kinds: number;
}

/** One result of a check. It contains shapes, never values of the org. */
export interface Finding {
  kind: FindingKind;
  level: Level;
  /**
   * JSON pointer into the response body, with `*` for elements of lists; empty for the whole response. Of kind `request`: into the
   * request body, or `?limit` for a query parameter. Of a response header: `header link`.
   */
  pointer: string;
  message: string;
  /** The place in the contract: file below contracts/ and JSON pointer, `users/user.schema.json#/properties/id`. */
  contract: string;
  /** How many places of the response have it. */
  count: number;
  /** The evidence of the assertion; unset for a finding that is not about an assertion of a schema. */
  evidence?: AssertionEvidence;
  /** The ID of the change that the finding belongs to. */
  change?: string;
  /**
   * Of kind `request`: what an org of the edition does with this part of the request. Unset if that is not known, or if the finding
   * concerns the response to the request.
   */
  effect?: 'refused' | 'ignored';
  /** Only the previous edition accepts this part of the request. */
  previousOnly?: true;
  /** Hash of operation, status, kind and pointer: the same in all runs and orgs. */
  fingerprint: string;
}

export type Verdict = 'pass' | 'stale' | 'violation';

const defaultLevels: Record<FindingKind, Level> = {
  missing: 'violation',
  type: 'violation',
  null: 'violation',
  format: 'violation',
  value: 'violation',
  status: 'violation',
  'content-type': 'violation',
  body: 'violation',
  'error-shape': 'violation',
  removed: 'stale',
  'not-yet': 'stale',
  drift: 'violation',
  request: 'warning',
  paging: 'violation',
  'unknown-value': 'notice',
  undocumented: 'notice',
  unconfirmed: 'notice',
};

/** The parts of a finding. The default level depends on the kind. */
export type FindingParts = Pick<Finding, 'kind' | 'pointer' | 'message' | 'contract'> &
  Partial<Pick<Finding, 'level' | 'count' | 'change' | 'evidence' | 'effect' | 'previousOnly'>>;

/** Makes a finding of an operation. @param status of the response; 0 for a finding about the whole run */
export function makeFinding(operation: OperationId, status: number, parts: FindingParts): Finding {
  const fingerprint = fingerprintOf(`${operation} ${status} ${parts.kind} ${parts.pointer}`);
  return { level: defaultLevels[parts.kind], count: 1, fingerprint, ...parts };
}

/** Recordings repeat the same findings. Pointers can have unknown names: a hostile response does not fill the memory. */
const fingerprints = new Map<string, string>();
const [mostFingerprints, longestIdentity] = [10_000, 300];

function fingerprintOf(identity: string): string {
  let fingerprint = fingerprints.get(identity);
  if (fingerprint !== undefined) return fingerprint;
  fingerprint = createHash('sha256').update(identity).digest('hex').slice(0, 16);
  if (fingerprints.size < mostFingerprints && identity.length <= longestIdentity)
    fingerprints.set(identity, fingerprint);
  return fingerprint;
}

/**
 * The verdict of an exchange: its most severe finding decides; warnings and notices pass. A finding about the request concerns the
 * client, and not the org: it does not change the verdict.
 */
export function verdictOf(findings: readonly Finding[]): Verdict {
  const ofOrg = findings.filter(({ kind }) => kind !== 'request');
  if (ofOrg.some((finding) => finding.level === 'violation')) return 'violation';
  return ofOrg.some((finding) => finding.level === 'stale') ? 'stale' : 'pass';
}

/** Which edition accepts a request. */
export type RequestVerdict =
  | 'accepted'
  /** Only the previous edition accepts it. */
  | 'previous only'
  /** No edition accepts it. */
  | 'rejected';

/** Sort order of findings: most severe first, then by pointer. */
export function byLevel(a: Finding, b: Finding): number {
  return levels.indexOf(a.level) - levels.indexOf(b.level) || a.pointer.localeCompare(b.pointer);
}

/** Merges equal findings of several responses. The most severe one decides: variants of a response differ in their evidence. */
export function mergeFindings(findings: readonly Finding[]): Finding[] {
  const merged = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.fingerprint} ${withoutTimes(finding)}`;
    const known = merged.get(key);
    const count = (known?.count ?? 0) + finding.count;
    merged.set(key, { ...(known && byLevel(known, finding) <= 0 ? known : finding), count });
  }
  return [...merged.values()].sort(byLevel);
}

/** The message of a finding. The number of earlier responses that a drift states depends on the variant of the object. */
export function withoutTimes({ kind, message }: Pick<Finding, 'kind' | 'message'>): string {
  return kind === 'drift' ? message.replace(/\d+ earlier/, 'earlier') : message;
}
