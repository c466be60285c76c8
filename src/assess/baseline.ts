import type { FailureSettings } from '../config/load.js';
import type { Catalogue } from '../contract/catalogue.js';
import { requireOperation } from '../contract/named.js';
import type { RunFacts } from './build.js';
import { dayOf } from './policy.js';
import { readReport } from './read.js';
import { driftOf, orgName } from './run-report.js';
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
  const before = settings.baseline === undefined ? undefined : readReport(settings.baseline);
  const drift = before ? driftOf(before.operations) : [];
  return {
    policy: { strict: settings.strict, stale: settings.stale, waivers, known: drift, today: dayOf(now) },
    ...(before && {
      baseline: {
        startedAt: before.run.startedAt,
        org: orgName(before.org),
        new: 0,
        known: 0,
        gone: 0,
        drift,
      },
    }),
  };
}
