// @ts-nocheck
import type { Settings } from '../config/load.js';
import type { Finding, Verdict } from '../domain/finding.js';
import type { OperationResult } from '../domain/outcome.js';
import type { PolicyResult, Waiver } from './policy.js';

/** A finding with what the run makes of it. */
export interface ReportedFinding extends Finding {
  policyResult: PolicyResult;
  /** Who accepts it, and until when. */
  waiver?: Pick<Waiver, 'reason' | 'owner' | 'expires'>;
  /** The first of the past runs, one after the other, that had it (RFC 3339). */
  since?: string;
}

/** Which edition an org behaves like, as far as one operation shows it. */
export type EditionMatch = 'edition' | 'previous' | 'neither' | 'same' | 'unknown';

/** One operation of a run, as the reports tell it. */
export interface ReportedOperation extends Omit<OperationResult, 'findings'> {
  findings: ReportedFinding[];
  /** What the contract says of the operation to a person: why the sources disagree, what its answer does not show. */
  note?: string;
  /** Only where the editions differ. */
  editionMatch?: EditionMatch;
}

/** How a rate limit was used: requests and waits of each slot of time. */
export interface BucketUse {
  name: string;
  /** Requests a window, as the org tells it. */
  limit?: number;
  sent: number[];
  /** Milliseconds that requests waited for it. */
  waitedMs: number[];
}

/** An object or a setting that a run did not remove or restore. */
export interface Leftover {
  /** Of several: `groups`. */
  kind: string;
  why: string;
  /** The command, or the request, that removes or restores it, and how the object is found. */
  fix: string;
  /** Somebody else changed it since, so that the run left it alone: that does not fail the run. */
  fails: boolean;
}

/** A whole run, as the reports tell it. `schemas/report.schema.json` is its published form. */
export interface RunReport {
  version: 2;
  run: {
    startedAt: string;
    seconds: number;
    peakRssMb: number;
    longestChain: number;
    passed: boolean;
    reasons: string[];
  };
  /** What is left on the org after the run's last removals. */
  leftovers: Leftover[];
  org: { url: string; reference?: 'current' | 'previous' | 'observed'; tiers: string[] };
  edition: { edition: string; previous: string; apiVersion: string };
  /** How many operations behave like which edition, of those in which the editions differ. */
  editionMatch: Record<EditionMatch, number> & { of: number };
  operations: ReportedOperation[];
  coverage: {
    selected: number;
    /** Of these, operations that the tier, scopes, role and features allow to verify. */
    verifiable: number;
    verified: number;
    verdicts: Record<Verdict, number>;
    unverified: Record<string, string[]>;
  };
  changes: { applied: number; notApplied: number; notObservable: number };
  requests: {
    sent: number;
    answered429: number;
    waitedSeconds: number;
    /** How long a slot of `buckets` is. */
    slotSeconds: number;
    buckets: BucketUse[];
  };
  /** How many findings are accepted; waivers whose day is over, and waivers that match nothing any more. */
  waivers: { used: number; expired: Waiver[]; unused: Waiver[] };
  /** The earlier run to which this one is compared: what was known then and is there still, what is gone. */
  baseline?: { startedAt: string; org: string; new: number; known: number; gone: number };
  /** Past runs of this org, the oldest first. */
  history: HistoryEntry[];
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
  /** Runs of earlier versions did not count it. */
  verifiable?: number;
  verified: number;
  verdicts: Record<Verdict, number>;
  changes: RunReport['changes'];
  requests: number;
  seconds: number;
  /** Fingerprints of what was found, notices apart. */
  drift: string[];
}

/** The org of a run, as the reports name it. */
export function orgOf(settings: Settings, access: { url: string }): RunReport['org'] {
  return {
    url: access.url,
    ...(settings.org.kind === 'reference' ? { reference: settings.org.profile } : {}),
    tiers: settings.tiers,
  };
}

/** One name for the org of several runs: the reference org has another port each time. */
export function orgName(org: RunReport['org']): string {
  return org.reference ? `reference:${org.reference}` : org.url;
}

/** Fingerprints of what was found, notices apart. */
export function driftOf(operations: readonly Pick<ReportedOperation, 'findings'>[]): string[] {
  const found = operations.flatMap(({ findings }) => findings).filter(({ level }) => level !== 'notice');
  return [...new Set(found.map(({ fingerprint }) => fingerprint))];
}
