import type { RunFacts } from './build.js';

/** Adds up what several workers know of one run: shards that are merged, or one worker's files as they ended. */
export function gather(facts: readonly (RunFacts & { id: string })[]): RunFacts | undefined {
  const last = new Map<string, RunFacts>();
  // A worker counts on from file to file.
  for (const { id, ...one } of facts) if (one.requests >= (last.get(id)?.requests ?? 0)) last.set(id, one);
  const [sum, ...others] = last.values();
  if (!sum) return undefined;
  for (const one of others) {
    // Each shard had a share of its own: the fuller course stands for them.
    if (one.requests > sum.requests) Object.assign(sum, { slotSeconds: one.slotSeconds, buckets: one.buckets });
    sum.requests += one.requests;
    sum.answered429 += one.answered429;
    sum.waitedMs += one.waitedMs;
    sum.peakRssMb = Math.max(sum.peakRssMb, one.peakRssMb);
    if (one.leftovers) sum.leftovers = [...(sum.leftovers ?? []), ...one.leftovers];
    if (one.shapes) sum.shapes = [...(sum.shapes ?? []), ...one.shapes];
    sum.longestChain = Math.max(sum.longestChain, one.longestChain);
  }
  return sum;
}
