import type { TrafficTotals } from '../report/traffic-text.js';

/** The exit code of a check of traffic: 0 all keep the contract, 1 some do not, 2 some could not be read, 3 nothing was checked. */
export function exitCodeOf(totals: TrafficTotals, err: NodeJS.WritableStream): number {
  if (totals.violation + totals.stale > 0) return 1;
  if (totals.unreadable > 0) return 2;
  if (totals.exchanges > totals.unmatched) return 0;
  err.write(`Nothing was checked: none of the ${totals.exchanges} exchanges calls an operation under contract.\n`);
  return 3;
}
