import type { FailureSettings } from '../config/load.js';
import type { Catalogue } from '../contract/catalogue.js';
import { requireOperation } from '../contract/named.js';
import { isAccepted, readAccepted } from './accepted.js';
import type { RunFacts } from './build.js';
import { dayOf } from './policy.js';
import { readReport } from './read.js';
import { driftOf, orgName } from './run-report.js';
import { sdkDriftOf } from './sdk-history.js';
import { readWaivers } from './waivers.js';

/** The failure policy of a run or a check of traffic, and its baseline. Plain data. */
export type RunPolicy = Pick<RunFacts, 'policy' | 'baseline'>;

/** Loads the failure policy of a run or a check of traffic. Throws `INPUT` if a file is invalid. */
export function loadPolicy(
  settings: FailureSettings,
  catalogue: Pick<Catalogue, 'operations'>,
  now = new Date(),
): RunPolicy {
  const waivers = readWaivers(settings.waivers).map((waiver) =>
    waiver.operation === undefined
      ? waiver
      : { ...waiver, operation: requireOperation(catalogue.operations, waiver.operation, 'A waiver names').id },
  );
  const today = dayOf(now);
  const before = settings.baseline === undefined ? undefined : readBaseline(settings.baseline, today);
  return {
    policy: { strict: settings.strict, stale: settings.stale, waivers, known: before?.drift ?? [], today },
    ...(before && {
      baseline: { ...before, new: 0, known: 0, gone: 0 },
    }),
  };
}

/** The findings of an earlier report, or those that a file accepts today. */
function readBaseline(
  file: string,
  today: string,
): Pick<NonNullable<RunFacts['baseline']>, 'startedAt' | 'org' | 'drift' | 'sdkDrift'> {
  if (!isAccepted(file)) {
    const { run, org, operations, sdks } = readReport(file);
    const sdkDrift = sdkDriftOf(sdks);
    return {
      ...{ startedAt: run.startedAt, org: orgName(org), drift: driftOf(operations) },
      ...(sdkDrift && { sdkDrift }),
    };
  }
  const { startedAt, org, accepted } = readAccepted(file);
  const valid = accepted.filter(({ until }) => until === undefined || until >= today);
  const printsOf = (isSdk: boolean) =>
    valid.filter(({ sdk }) => (sdk !== undefined) === isSdk).map(({ fingerprint }) => fingerprint);
  const sdkDrift = printsOf(true);
  return { startedAt, org, drift: printsOf(false), ...(sdkDrift.length > 0 && { sdkDrift }) };
}
