// @ts-nocheck
import type { Leftover } from '../assess/run-report.js';
import type { Settings } from '../config/load.js';
import type { Run } from '../engine/run.js';
import { sweep } from '../org/journal/sweep.js';
import { leftoversOf } from '../report/render/sweep.js';

/** Removes what a run created and could not remove. Returns what is left after that. */
export async function sweepAfter(run: Run, settings: Settings, journalFolder: string): Promise<Leftover[]> {
  run.planned();
  await run.removed();
  if (!settings.tiers.includes('write')) return [];
  const { tiers, rateShare, concurrency } = settings;
  const options = {
    catalogue: run.catalogue,
    url: run.url,
    http: run.authenticated.http,
    tiers,
    rateShare,
    concurrency,
  };
  const swept = await sweep(journalFolder, { ...options, own: true });
  return leftoversOf({ ...swept, changedSince: [...run.changedSince, ...swept.changedSince] });
}
