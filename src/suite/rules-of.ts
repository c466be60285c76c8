import type { Settings } from '../config.js';
import type { Catalogue } from '../contract/catalogue.js';
import { ContractsError } from '../errors.js';
import { driftOf, type RunFacts } from '../report/build.js';
import { orgName } from '../report/model.js';
import { readReport } from '../report/read.js';
import { dayOf, type Rules } from '../rules.js';
import { readWaivers } from '../waivers.js';

/** What a run is to fail on: settings, waivers and baseline. Throws `INPUT` where a file is wrong. */
export function rulesOf(
  settings: Settings,
  catalogue: Pick<Catalogue, 'operations'>,
  now = new Date(),
): { rules: Rules; baseline: RunFacts['baseline'] } {
  const waivers = readWaivers(settings.waivers);
  for (const { operation } of waivers)
    if (operation !== undefined && !catalogue.operations.has(operation))
      throw new ContractsError(
        'INPUT',
        `A waiver names ${operation}, which has no contract: correct it, or remove it.`,
      );
  const before = settings.baseline === undefined ? undefined : readReport(settings.baseline);
  const drift = before ? driftOf(before.operations) : [];
  return {
    rules: { strict: settings.strict, stale: settings.stale, waivers, known: drift, today: dayOf(now) },
    baseline: before && {
      startedAt: before.run.startedAt,
      org: orgName(before.org),
      new: 0,
      known: 0,
      gone: 0,
      drift,
    },
  };
}
