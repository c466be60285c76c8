import { mergeSdkReports } from '../sdk/merge.js';
import type { RunFacts } from './build.js';

/** Adds up the facts of one run: of shards that are merged, or of the files of one worker. */
export function gather(facts: readonly (RunFacts & { id: string })[]): RunFacts | undefined {
  const last = new Map<string, RunFacts>();
  // The numbers of a worker continue from file to file.
  for (const { id, ...one } of facts) if (one.requests >= (last.get(id)?.requests ?? 0)) last.set(id, one);
  const [sum, ...others] = last.values();
  if (!sum) return undefined;
  for (const one of others) {
    // Shards have separate shares of the rate limits. The time slots of the shard with the most requests are shown.
    if (one.requests > sum.requests) Object.assign(sum, { slotSeconds: one.slotSeconds, buckets: one.buckets });
    sum.requests += one.requests;
    sum.answered429 += one.answered429;
    sum.waitedMs += one.waitedMs;
    sum.peakRssMb = Math.max(sum.peakRssMb, one.peakRssMb);
    if (one.leftovers) sum.leftovers = [...(sum.leftovers ?? []), ...one.leftovers];
    if (one.shapes) sum.shapes = [...(sum.shapes ?? []), ...one.shapes];
    if (one.sdks) sum.sdks = mergeSdkReports([...(sum.sdks ?? []), ...one.sdks]);
    if (one.times) sum.times = [...(sum.times ?? []), ...one.times];
    sum.longestChain = Math.max(sum.longestChain, one.longestChain);
    if (one.expected !== undefined) sum.expected = (sum.expected ?? 0) + one.expected;
  }
  return sum;
}
