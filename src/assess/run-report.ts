import type { ReferenceProfile, Settings } from '../config/load.js';
import type { Finding, Verdict } from '../domain/finding.js';
import type { OperationId } from '../domain/operation.js';
import type { OperationResult, Reason } from '../domain/outcome.js';
import type { SdkReport } from '../domain/sdk.js';
import type { ChangeGroup } from './change-group.js';
import type { ClientUse } from './client.js';
import type { UsedBy } from './client-file.js';
import type { NotRequested } from './not-requested.js';
import type { PolicyResult, Waiver } from './policy.js';

/** A finding with the result of the failure policy. */
export interface ReportedFinding extends Finding {
  policyResult: PolicyResult;
  /** Who accepts the finding, and until when. */
  waiver?: Pick<Waiver, 'reason' | 'owner' | 'expires'>;
  /** Start of the first run, without a gap until now, that had the finding (RFC 3339). */
  since?: string;
}

/**
 * The edition that an operation of the org matches: the new one, the previous one, or neither; the responses are the same in
 * both; or it is unknown.
 */
export type EditionMatch = 'edition' | 'previous' | 'neither' | 'same in both' | 'unknown';

/** One operation of a run in a report. */
export interface ReportedOperation extends Omit<OperationResult, 'findings'> {
  findings: ReportedFinding[];
  /** A note of the contract for readers, for example why sources disagree. */
  note?: string;
  /** Only for operations that differ between the editions. */
  editionMatch?: EditionMatch;
}

/** Use of a rate limit: requests and waiting time in each time slot. */
export interface BucketUse {
  name: string;
  /** Requests per window, as the org states it. */
  limit?: number;
  sent: number[];
  /** Milliseconds that requests waited for the limit. */
  waitedMs: number[];
}

/** An object or setting that a run did not remove or restore. */
export interface Leftover {
  /** In the plural: `groups`. */
  kind: string;
  why: string;
  /** The command or request that removes or restores it, and how to find the object. */
  fix: string;
  /** Whether it fails the run. A setting that someone else has changed since does not. */
  fails: boolean;
}

/** The report of a run. `schemas/report.schema.json` is its published schema. */
export interface RunReport {
  version: 3;
  run: {
    startedAt: string;
    seconds: number;
    peakRssMb: number;
    longestChain: number;
    passed: boolean;
    reasons: string[];
  };
  /** The objects and settings that are left on the org after the run. */
  leftovers: Leftover[];
  org: { url: string; reference?: ReferenceProfile; tiers: string[] };
  edition: { edition: string; previous: string; apiVersion: string };
  /** Number of operations by the edition that they match, of the operations that differ between the editions. */
  editionMatch: {
    edition: number;
    previous: number;
    neither: number;
    sameInBoth: number;
    unknown: number;
    of: number;
    /** Number of operations by the newest edition whose changes they have, of all that Okta has published. */
    editions?: Record<string, number>;
    /**
     * The editions that the org may behave as: its responses do not distinguish them. `isMixed`: some operations behave as the newest
     * one, others as the oldest.
     */
    org?: { oldest?: string; newest: string; isMixed: boolean };
  };
  operations: ReportedOperation[];
  /** The changes of the edition and the findings, grouped by what changed, in report order. */
  groups: ChangeGroup[];
  coverage: {
    selected: number;
    /** Number of operations that the pre-flight expected to be verifiable; only for live orgs. */
    expected?: number;
    /** Selected operations that the tier, the scopes, the role and the features of the org allow to verify. */
    verifiable: number;
    verified: number;
    verdicts: Record<Verdict, number>;
    /** Operations that were not verified, grouped by the reason. */
    unverified: UnverifiedGroup[];
    /** Operations that no suite calls, grouped by the reason. Only of runs; earlier versions did not report them. */
    notRequested?: NotRequested[];
  };
  /** The changes of what operations return, by their state. */
  changes: { applied: number; notApplied: number; notObservable: number };
  /** The changes of what operations accept in requests. Earlier versions did not report them. */
  requestChanges?: RunReport['changes'];
  requests: {
    sent: number;
    answered429: number;
    waitedSeconds: number;
    /** Length of a time slot in `buckets`. */
    slotSeconds: number;
    buckets: BucketUse[];
  };
  /** Number of waived findings, expired waivers, and waivers that no longer match a finding. */
  waivers: { used: number; expired: Waiver[]; unused: Waiver[] };
  /** The earlier run that this one is compared to, with the number of new, known and resolved findings. */
  baseline?: {
    startedAt: string;
    org: string;
    new: number;
    known: number;
    gone: number;
    /** The same numbers of the findings of SDKs, if SDKs read the responses of both runs. */
    sdks?: { new: number; known: number; gone: number };
  };
  /** What each SDK made of the responses. It never changes the verdict on the org. */
  sdks?: SdkReport[];
  /** An SDK that fails gives exit code 1: `--sdk-fails`. */
  sdkFails?: true;
  /** What the client of the checked traffic does. Only `traffic` and `gateway` report it. */
  client?: ClientUse;
  /** The client that the terminal, Markdown and the page are limited to. The report itself contains the whole run. */
  usedBy?: UsedBy;
  /** Past runs of this org, oldest first, without the states of the groups. */
  history: Omit<HistoryEntry, 'groups' | 'sdkFindings'>[];
}

/** Operations that were not verified for the same reason. */
export interface UnverifiedGroup {
  kind: 'skipped' | 'inconclusive' | 'not exercised';
  /** None for operations that were not exercised. */
  reason?: Reason;
  operations: OperationId[];
}

/** One past run: a line of `reports/history.ndjson`. */
export interface HistoryEntry {
  version: 2;
  startedAt: string;
  /** The org's URL, or `reference:` and its profile. */
  org: string;
  edition: string;
  passed: boolean;
  selected: number;
  /** Earlier versions did not count it. */
  verifiable?: number;
  verified: number;
  verdicts: Record<Verdict, number>;
  changes: RunReport['changes'];
  requests: number;
  seconds: number;
  /** Fingerprints of the findings, except notices. */
  drift: string[];
  /** IDs of the groups of changes by state. Earlier versions did not record them. */
  groups?: { applied: string[]; partlyApplied: string[]; notApplied: string[] };
  /** Fingerprints of the findings of SDKs, if any SDK read the responses. */
  sdkFindings?: string[];
}

/** The org of a run in a report. */
export function orgOf(settings: Settings, access: { url: string }): RunReport['org'] {
  return {
    url: access.url,
    ...(settings.org.kind === 'reference' ? { reference: settings.org.profile } : {}),
    tiers: settings.tiers,
  };
}

/** The name of the org in the history: the port of the reference org changes with every run. */
export function orgName(org: RunReport['org']): string {
  return org.reference ? `reference:${org.reference}` : org.url;
}

/** Fingerprints of the findings, except notices. */
export function driftOf(operations: readonly Pick<ReportedOperation, 'findings'>[]): string[] {
  const found = operations.flatMap(({ findings }) => findings).filter(({ level }) => level !== 'notice');
  return [...new Set(found.map(({ fingerprint }) => fingerprint))];
}
