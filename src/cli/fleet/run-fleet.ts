import { constants } from 'node:os';
import pLimit from 'p-limit';
import type { FleetOrg } from './inventory.js';
import { OrgFolder } from './org-folder.js';
import type { OrgResult } from './result.js';
import { type FleetSettings, verifyOrg } from './verify-org.js';

const signals = ['SIGINT', 'SIGTERM'] as const;

/** What a fleet run returns. */
export interface FleetOutcome {
  results: OrgResult[];
  /** The exit code of the signal that interrupted it. */
  interrupted?: number;
}

/**
 * Verifies orgs, at most `concurrency` at a time. The first signal stops all runs, which remove what they created; the results of
 * the orgs that have ended are kept.
 * @param options `isContinued`: orgs that have a result of this day, other than `failed`, are not verified again,
 *   unless a later run was killed
 * @param onResult called with each result as soon as it is known
 */
export async function runFleet(
  orgs: readonly FleetOrg[],
  settings: FleetSettings,
  options: { concurrency: number; isContinued: boolean },
  onResult: (result: OrgResult) => void,
): Promise<FleetOutcome> {
  const limit = pLimit(options.concurrency);
  const interrupt = new AbortController();
  let interrupted: number | undefined;
  const onSignal = (signal: (typeof signals)[number]) => {
    interrupted ??= 128 + constants.signals[signal];
    interrupt.abort();
  };
  for (const signal of signals) process.on(signal, onSignal);
  try {
    const verify = async (org: FleetOrg): Promise<OrgResult | undefined> => {
      if (interrupt.signal.aborted) return undefined;
      const earlier = options.isContinued
        ? earlierResult(new OrgFolder(settings.out, org.name, settings.day))
        : undefined;
      if (earlier) return earlier;
      const result = await verifyOrg(org, settings, interrupt.signal);
      if (result) onResult(result);
      return result;
    };
    const ended = await Promise.all(orgs.map((org) => limit(verify, org)));
    const results = ended.filter((result) => result !== undefined);
    return interrupted === undefined ? { results } : { results, interrupted };
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
  }
}

/** The result of this day, if the org need not be verified again. A folder that cannot be read is reported by the run. */
function earlierResult(folder: OrgFolder): OrgResult | undefined {
  try {
    const { result, hasJournal } = folder;
    return result && result.result !== 'failed' && !hasJournal ? result : undefined;
  } catch {
    return undefined;
  }
}
