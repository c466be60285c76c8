import { existsSync } from 'node:fs';
import { ContractsError } from '../domain/errors.js';
import type { FindingKind, Level } from '../domain/finding.js';
import type { OperationId } from '../domain/operation.js';
import type { SdkFinding } from '../domain/sdk.js';
import { readFileOf, readText } from '../io/files.js';
import { orgName, type RunReport } from './run-report.js';

/** Where a run looks for accepted findings when no baseline is named. */
export const acceptedFile = 'accepted.json';

/** A finding that does not fail a run, because it was found before. */
export interface AcceptedFinding {
  fingerprint: string;
  operation: OperationId;
  /** `sdk` for a response that an SDK cannot read or loses data of. */
  kind: FindingKind | 'sdk';
  level: Level;
  pointer: string;
  /** The name of the SDK. */
  sdk?: string;
  reason: string;
  owner?: string;
  /** The last day on which it is accepted, `2027-01-31` (UTC). */
  until?: string;
}

/** The state of an org that its owner accepted: a baseline. `schemas/accepted.schema.json` is its published schema. */
export interface Accepted {
  version: 1;
  /** When the run started whose findings were accepted last (RFC 3339). */
  startedAt: string;
  org: string;
  edition: string;
  accepted: AcceptedFinding[];
}

/** The file of accepted findings in the working directory, if there is any. */
export function acceptedHere(): string | undefined {
  return existsSync(acceptedFile) ? acceptedFile : undefined;
}

/** Whether a baseline is a file of accepted findings, and not a report. Throws `INPUT` if it cannot be read. */
export function isAccepted(file: string): boolean {
  try {
    return Array.isArray((JSON.parse(readText('baseline file', file)) as { accepted?: unknown } | null)?.accepted);
  } catch (cause) {
    if (cause instanceof ContractsError) throw cause;
    return false;
  }
}

/** Reads a file of accepted findings. Throws `INPUT`. */
export function readAccepted(file: string): Accepted {
  return readFileOf('accepted', file) as Accepted;
}

/** Why the findings of a report must not be accepted, as a sentence; `undefined` if they may. */
export function notAcceptable({ leftovers, coverage }: RunReport): string | undefined {
  if (coverage.verified === 0) return 'The last run verified no operation: see in its report why, and run again.';
  if (leftovers.some(({ fails }) => fails))
    return 'The last run left objects or settings on the org: remove or restore them as its report says, and run again.';
  if (coverage.unverified.some(({ reason }) => reason === 'cancelled'))
    return 'The last run was interrupted: run again to its end.';
  return undefined;
}

/** The accepted findings after a report: what is new in it, and what was accepted before and is not resolved. */
export function acceptReport(
  report: RunReport,
  before: readonly AcceptedFinding[],
  why: Pick<AcceptedFinding, 'reason' | 'owner' | 'until'>,
): { file: Accepted; added: AcceptedFinding[]; resolved: number } {
  const found = findingsOf(report);
  const verified = new Set(
    report.operations.filter(({ outcome }) => outcome.kind === 'verified').map((one) => one.operation),
  );
  const isObserved = ({ operation, sdk }: AcceptedFinding) =>
    verified.has(operation) &&
    (sdk === undefined || report.sdks?.some(({ name, stopped }) => name === sdk && stopped === undefined));
  const kept = before.filter((one) => found.has(one.fingerprint) || !isObserved(one));
  const known = new Set(kept.map(({ fingerprint }) => fingerprint));
  const added = [...found.values()]
    .filter(({ fingerprint }) => !known.has(fingerprint))
    .map((one) => ({ ...one, ...why }));
  const { run, org, edition } = report;
  return {
    file: {
      version: 1,
      startedAt: run.startedAt,
      org: orgName(org),
      edition: edition.edition,
      accepted: [...kept, ...added],
    },
    added,
    resolved: before.length - kept.length,
  };
}

/** The findings that a baseline accepts, by fingerprint. Notices and findings about requests never fail a run; waivers stay. */
function findingsOf({ operations, sdks = [] }: RunReport): Map<string, Omit<AcceptedFinding, 'reason'>> {
  return new Map([
    ...sdks.flatMap(({ findings }) => findings.filter(({ waived }) => !waived).map(ofSdk)),
    ...operations.flatMap(({ operation, findings }) =>
      findings
        .filter(
          ({ level, kind, policyResult }) => level !== 'notice' && kind !== 'request' && policyResult !== 'waived',
        )
        .map(({ fingerprint, kind, level, pointer }): [string, Omit<AcceptedFinding, 'reason'>] => [
          fingerprint,
          { fingerprint, operation, kind, level, pointer },
        ]),
    ),
  ]);
}

function ofSdk({
  fingerprint,
  operation,
  result,
  pointer,
  sdk,
}: SdkFinding): [string, Omit<AcceptedFinding, 'reason'>] {
  const level = result === 'loss' ? 'warning' : 'violation';
  return [fingerprint, { fingerprint, operation: operation as OperationId, kind: 'sdk', level, pointer, sdk }];
}
