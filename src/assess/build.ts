import type { Catalogue } from '../contract/catalogue.js';
import type { OperationResult, OperationTime } from '../domain/outcome.js';
import type { SdkReport } from '../domain/sdk.js';
import { changeGroupsOf } from './change-groups.js';
import type { ClientUse } from './client.js';
import { coverageOf } from './coverage.js';
import { changesOfRun, editionMatchOf, editionMatchOfRun } from './edition-match.js';
import { failureReasons } from './failure-reasons.js';
import { withGuide } from './guide/guide.js';
import { sinceOf } from './history.js';
import type { NotRequested } from './not-requested.js';
import { applyPolicy, type FailurePolicy, isExpired, type Waiver, waives } from './policy.js';
import {
  type BucketUse,
  driftOf,
  type HistoryEntry,
  type Leftover,
  orgName,
  type ReportedFinding,
  type ReportedOperation,
  type RunReport,
} from './run-report.js';

import { createWithSdks } from './sdk-failures.js';
import { compareSdkDrift, sdkDriftOf, withSdkHistory } from './sdk-history.js';
import { waivesSdk, withSdkWaivers } from './sdk-waivers.js';
import type { Shape } from './shapes/model.js';

/** The facts about a run that its worker reports at the end. */
export interface RunFacts {
  org: RunReport['org'];
  policy: FailurePolicy;
  minCoverage: number;
  baseline?: RunReport['baseline'] & { drift: string[]; sdkDrift?: string[] };
  requests: number;
  answered429: number;
  waitedMs: number;
  slotSeconds: number;
  buckets: BucketUse[];
  peakRssMb: number;
  longestChain: number;
  /** Number of operations that the pre-flight expected to be verifiable; only for live orgs. */
  expected?: number;
  /** The objects and settings left on the org; `undefined` if the run ended before it removed its objects. */
  leftovers?: Leftover[];
  /** What the run learned of the org. */
  shapes?: Shape[];
  /** What each SDK made of the responses. */
  sdks?: SdkReport[];
  /** An SDK that fails gives exit code 1. */
  sdkFails?: boolean;
  /** When the requests of each operation were sent. */
  times?: OperationTime[];
}

/** Everything that a report is made from. */
export interface RunParts {
  startedAt: Date;
  seconds: number;
  facts: RunFacts;
  results: OperationResult[];
  catalogue: Pick<Catalogue, 'edition' | 'editions' | 'operations' | 'schemas'>;
  /** Past runs of any org. */
  history: HistoryEntry[];
  /** Number of internal errors. */
  faults: number;
  /** What the client does; only for checked traffic. */
  client?: ClientUse;
  /** Operations that no suite calls; only for runs. */
  notRequested?: NotRequested[];
}

/** Runs of the same org that a report shows. */
const pastRuns = 90;

/** Makes the report of a run, of merged shards or of recorded traffic. A pure function. */
export function buildReport(parts: RunParts): RunReport {
  const { facts, catalogue } = parts;
  const history = parts.history.filter((entry) => entry.org === orgName(facts.org)).slice(-pastRuns);
  const coverage = {
    ...coverageOf(parts.results),
    ...(facts.expected === undefined ? {} : { expected: facts.expected }),
    ...(parts.notRequested && { notRequested: parts.notRequested }),
  };
  const operations = operationsOf(parts, history, coverage.selected);
  const sdks = facts.sdks && withSdkWaivers(facts.sdks, facts.policy);
  const waivers = waiversOf(operations, facts.policy, sdks);
  const { edition, previous, apiVersion } = catalogue.edition;
  const { leftovers = [], minCoverage, baseline } = facts;
  const reasons = failureReasons({
    ...{ operations, coverage, waivers, leftovers, edition, minCoverage },
    hasBaseline: baseline !== undefined,
    isReference: facts.org.reference !== undefined,
    faults: parts.faults,
  });
  return {
    version: 3,
    run: {
      startedAt: parts.startedAt.toISOString(),
      seconds: parts.seconds,
      peakRssMb: facts.peakRssMb,
      longestChain: facts.longestChain,
      passed: reasons.length === 0,
      reasons,
    },
    leftovers,
    org: facts.org,
    edition: { edition, previous, apiVersion },
    editionMatch: editionMatchOfRun(operations, catalogue.editions),
    operations,
    groups: changeGroupsOf(operations, history, coverage.selected)
      .map((group) => withGuide(catalogue, group))
      .map(createWithSdks(operations, sdks)),
    coverage,
    changes: changesOfRun(operations),
    requestChanges: changesOfRun(operations, 'request'),
    requests: {
      sent: facts.requests,
      answered429: facts.answered429,
      waitedSeconds: facts.waitedMs / 1000,
      slotSeconds: facts.slotSeconds,
      buckets: facts.buckets,
    },
    waivers,
    ...(baseline && { baseline: compareWith(baseline, operations, sdks) }),
    ...(sdks && { sdks: withSdkHistory(sdks, history, coverage.selected, baseline?.sdkDrift) }),
    ...(sdks && facts.sdkFails && { sdkFails: true }),
    ...(parts.client && { client: parts.client }),
    history: history.map(({ groups, sdkFindings, ...entry }) => entry),
  };
}

/** The results of the operations, with the failure policy applied. @param selected number of selected operations */
function operationsOf(
  { results, facts, catalogue }: RunParts,
  history: readonly HistoryEntry[],
  selected: number,
): ReportedOperation[] {
  return results.map((result) => {
    const contract = catalogue.operations.get(result.operation);
    const findings = result.findings.map((finding): ReportedFinding => {
      const { policyResult, waiver } = applyPolicy(finding, result.operation, facts.policy);
      const since = finding.level === 'notice' ? undefined : sinceOf(history, finding.fingerprint, selected);
      return {
        ...finding,
        policyResult,
        ...(waiver && { waiver: { reason: waiver.reason, owner: waiver.owner, expires: waiver.expires } }),
        ...(since && { since }),
      };
    });
    return {
      ...result,
      findings,
      ...(contract?.note === undefined ? {} : { note: contract.note }),
      ...(contract?.category === 'fixture' ? {} : { editionMatch: editionMatchOf(result) }),
    };
  });
}

/** The number of waived findings, and the waivers that are expired or no longer needed. */
function waiversOf(
  operations: ReportedOperation[],
  { waivers, today }: FailurePolicy,
  sdks: readonly SdkReport[] = [],
): RunReport['waivers'] {
  const matches = (waiver: Waiver) =>
    waivesSdk(waiver, sdks) ||
    operations.some(({ operation, findings }) => findings.some((finding) => waives(waiver, finding, operation)));
  // A waiver is unused only if everything that it could match was verified.
  const isSettled = (waiver: Waiver) =>
    waiver.operation === undefined
      ? operations.every(({ outcome }) => outcome.kind === 'verified') &&
        (waiver.sdk === undefined || sdks.some(({ name, stopped }) => name === waiver.sdk && stopped === undefined))
      : operations.some(({ operation, outcome }) => operation === waiver.operation && outcome.kind === 'verified');
  return {
    used:
      operations.flatMap(({ findings }) => findings).filter(({ policyResult }) => policyResult === 'waived').length +
      sdks.flatMap(({ findings }) => findings).filter(({ waived }) => waived).length,
    expired: waivers.filter((waiver) => isExpired(waiver, today)),
    unused: waivers.filter((waiver) => !isExpired(waiver, today) && isSettled(waiver) && !matches(waiver)),
  };
}

function compareWith(
  { drift: before, sdkDrift, ...baseline }: NonNullable<RunFacts['baseline']>,
  operations: readonly ReportedOperation[],
  ofSdks: readonly SdkReport[] | undefined,
): NonNullable<RunReport['baseline']> {
  const now = new Set(driftOf(operations));
  const known = before.filter((fingerprint) => now.has(fingerprint)).length;
  const sdks = compareSdkDrift(sdkDrift, sdkDriftOf(ofSdks));
  return { ...baseline, new: now.size - known, known, gone: before.length - known, ...(sdks && { sdks }) };
}
