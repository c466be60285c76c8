import type { Catalogue } from '../contract/catalogue.js';
import type { Verdict } from '../domain/finding.js';
import type { OperationResult } from '../domain/outcome.js';
import { sinceOf } from './history.js';
import { applyPolicy, type FailurePolicy, isExpired, type Waiver, waives } from './policy.js';
import {
  type BucketUse,
  driftOf,
  type EditionMatch,
  type HistoryEntry,
  type Leftover,
  orgName,
  type ReportedOperation,
  type RunReport,
} from './run-report.js';

import type { Shape } from './shapes/model.js';

/** What a worker knows of its run when it ends. */
export interface RunFacts {
  org: RunReport['org'];
  policy: FailurePolicy;
  minCoverage: number;
  baseline?: RunReport['baseline'] & { drift: string[] };
  requests: number;
  answered429: number;
  waitedMs: number;
  slotSeconds: number;
  buckets: BucketUse[];
  peakRssMb: number;
  longestChain: number;
  /** What is left on the org; `undefined` where the run did not come to its last removals. */
  leftovers?: Leftover[];
  /** What the run learned of the org. */
  shapes?: Shape[];
}

/** What a report is made of. */
export interface RunParts {
  startedAt: Date;
  seconds: number;
  facts: RunFacts;
  results: OperationResult[];
  catalogue: Pick<Catalogue, 'edition' | 'operations'>;
  /** Past runs of any org. */
  history: HistoryEntry[];
  /** Faults of the project itself. */
  faults: number;
}

/** Makes the report of a run: pure, and the same for a live run, for merged shards and for recorded traffic. */
export function buildReport(parts: RunParts): RunReport {
  const { facts, results, catalogue } = parts;
  const { policy, org } = facts;
  const history = parts.history.filter((entry) => entry.org === orgName(org)).slice(-90);
  const coverage = coverageOf(results);
  const startedAt = parts.startedAt.toISOString();
  const operations = results.map((result): ReportedOperation => {
    const contract = catalogue.operations.get(result.operation);
    const isInScope = contract?.category !== 'fixture';
    const findings = result.findings.map((finding) => {
      const { policyResult, waiver } = applyPolicy(finding, result.operation, policy);
      const since = finding.level === 'notice' ? undefined : sinceOf(history, finding.fingerprint, coverage.selected);
      return {
        ...finding,
        policyResult,
        ...(waiver ? { waiver: { reason: waiver.reason, owner: waiver.owner, expires: waiver.expires } } : {}),
        ...(since ? { since } : {}),
      };
    });
    return {
      ...result,
      findings,
      ...(contract?.note === undefined ? {} : { note: contract.note }),
      ...(isInScope ? { editionMatch: editionMatchOf(result) } : {}),
    };
  });
  const waivers = waiversOf(operations, policy);
  const reasons = reasonsOf(operations, coverage, waivers, parts);
  const drift = new Set(driftOf(operations));
  const { edition } = catalogue;
  return {
    version: 2,
    run: {
      startedAt,
      seconds: parts.seconds,
      peakRssMb: facts.peakRssMb,
      longestChain: facts.longestChain,
      passed: reasons.length === 0,
      reasons,
    },
    leftovers: facts.leftovers ?? [],
    org,
    edition: { edition: edition.edition, previous: edition.previous, apiVersion: edition.apiVersion },
    editionMatch: editionMatchOfRun(operations),
    operations,
    coverage,
    changes: changesOfRun(operations),
    requests: {
      sent: facts.requests,
      answered429: facts.answered429,
      waitedSeconds: facts.waitedMs / 1000,
      slotSeconds: facts.slotSeconds,
      buckets: facts.buckets,
    },
    waivers,
    ...(facts.baseline ? { baseline: against(facts.baseline, drift) } : {}),
    history,
  };
}

/**
 * How many of the operations were verified, with which verdict, and why the others were not. Those that were skipped cannot be
 * verified with this tier, these scopes, this role and on this org: they are not `verifiable`.
 */
export function coverageOf(
  operations: readonly Pick<OperationResult, 'operation' | 'outcome'>[],
): RunReport['coverage'] {
  const verdicts: Record<Verdict, number> = { pass: 0, stale: 0, violation: 0 };
  const unverified: Record<string, string[]> = {};
  for (const { operation, outcome } of operations) {
    if (outcome.kind === 'verified') verdicts[outcome.verdict] += 1;
    else {
      const why = outcome.kind === 'not exercised' ? 'not exercised' : `${outcome.kind}: ${outcome.reason}`;
      unverified[why] = [...(unverified[why] ?? []), operation];
    }
  }
  const count = (isCounted: (outcome: OperationResult['outcome']) => boolean) =>
    operations.filter(({ outcome }) => isCounted(outcome)).length;
  return {
    selected: count(({ kind }) => kind !== 'not exercised'),
    verifiable: count(({ kind }) => kind === 'verified' || kind === 'inconclusive'),
    verified: count(({ kind }) => kind === 'verified'),
    verdicts,
    unverified,
  };
}

/** How many changes the run saw applied, not applied, or could not see. */
export function changesOfRun(operations: readonly Pick<OperationResult, 'changes'>[]): RunReport['changes'] {
  const states = operations.flatMap((result) => result.changes.map((entry) => entry.state));
  const count = (state: string) => states.filter((s) => s === state).length;
  return { applied: count('applied'), notApplied: count('not applied'), notObservable: count('not observable') };
}

/**
 * Which edition an operation behaves like, as far as its answers show it. One change that was not made is enough for the
 * previous one; an operation whose responses are the same in both editions (its requests changed, or it is deprecated) is the same in both.
 * A change in which Okta's documents of the two editions agree does not distinguish the editions.
 */
export function editionMatchOf({ outcome, changes }: Pick<OperationResult, 'outcome' | 'changes'>): EditionMatch {
  const states = changes
    .filter(({ change }) => change.kind !== 'deprecated' && change.inDocuments !== false)
    .map(({ state }) => state);
  if (outcome.kind !== 'verified') return 'unknown';
  if (states.includes('not applied') && outcome.verdict !== 'pass') return 'previous';
  if (outcome.verdict === 'violation') return 'neither';
  if (states.length === 0) return 'same';
  return states.includes('applied') ? 'edition' : 'unknown';
}

function editionMatchOfRun(operations: ReportedOperation[]): RunReport['editionMatch'] {
  const count = (like: EditionMatch) => operations.filter(({ editionMatch }) => editionMatch === like).length;
  const counts = {
    edition: count('edition'),
    previous: count('previous'),
    neither: count('neither'),
    same: count('same'),
    unknown: count('unknown'),
  };
  return { ...counts, of: Object.values(counts).reduce((sum, n) => sum + n, 0) };
}

/** Waivers that are of no use: of a day that is over, or for something that is no longer there. */
function waiversOf(operations: ReportedOperation[], { waivers, today }: FailurePolicy): RunReport['waivers'] {
  const matches = (waiver: Waiver) =>
    operations.some(({ operation, findings }) => findings.some((finding) => waives(waiver, finding, operation)));
  // Only a run that asked all there is knows that nothing matches, and one of an operation that was verified.
  const isSettled = (waiver: Waiver) =>
    waiver.operation === undefined
      ? operations.every(({ outcome }) => outcome.kind === 'verified')
      : operations.some(({ operation, outcome }) => operation === waiver.operation && outcome.kind === 'verified');
  return {
    used: operations.flatMap(({ findings }) => findings).filter(({ policyResult }) => policyResult === 'waived').length,
    expired: waivers.filter((waiver) => isExpired(waiver, today)),
    unused: waivers.filter((waiver) => !isExpired(waiver, today) && isSettled(waiver) && !matches(waiver)),
  };
}

function reasonsOf(
  operations: ReportedOperation[],
  coverage: RunReport['coverage'],
  waivers: RunReport['waivers'],
  { facts, faults }: RunParts,
): string[] {
  const broken = operations.filter(({ findings }) =>
    findings.some(({ policyResult }) => policyResult === 'fails'),
  ).length;
  const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;
  const reasons: string[] = [];
  const left = (facts.leftovers ?? []).filter(({ fails }) => fails).length;
  if (left > 0) reasons.push(`${count(left, 'object or setting is', 'objects or settings are')} left on the org`);
  if (Object.keys(coverage.unverified).some((why) => why.endsWith(': cancelled')))
    reasons.push('the run was interrupted');
  if (broken > 0)
    reasons.push(
      `${count(broken, 'operation violates', 'operations violate')} the contract${facts.baseline ? ' with new findings' : ''}`,
    );
  if (faults > 0) reasons.push(`${count(faults, 'internal error', 'internal errors')}`);
  if (coverage.verified === 0) reasons.push('no operation could be verified');
  else if (coverage.verified < coverage.verifiable * facts.minCoverage)
    reasons.push(
      `only ${coverage.verified} of ${coverage.verifiable} verifiable operations were verified, less than ${Math.round(facts.minCoverage * 100)} %`,
    );
  if (waivers.expired.length > 0)
    reasons.push(`${count(waivers.expired.length, 'waiver has', 'waivers have')} expired`);
  if (waivers.unused.length > 0)
    reasons.push(`${count(waivers.unused.length, 'waiver no longer matches', 'waivers no longer match')} a finding`);
  return reasons;
}

function against(
  { drift: then, ...baseline }: NonNullable<RunFacts['baseline']>,
  now: Set<string>,
): NonNullable<RunReport['baseline']> {
  const known = then.filter((fingerprint) => now.has(fingerprint)).length;
  return { ...baseline, new: now.size - known, known, gone: then.length - known };
}
