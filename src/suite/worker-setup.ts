import { afterAll, inject, type TaskMeta } from 'vitest';
import type { Traffic } from '../org/client.js';
import { currentRun, forgetRun } from './current-run.js';
import { startAll } from './index.js';

declare module 'vitest' {
  interface TaskMeta {
    /** What the run had sent when this file ended: on the file's own task. */
    traffic?: Traffic & { peakRssMb: number; longestChain: number };
  }
}

// vitest runs this before each suite file, in the one worker of the run. Before the first, every selected suite's plan is
// started, so that no file waits for another; after the last, the run ends.
const worker = currentRun();
const files = inject('suiteFiles');
if (!worker.planned) {
  // Ctrl-C: what is under way comes to its end, what the run made is removed, and nothing else is asked.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => worker.run.client.cancel());
  worker.planned = true;
  worker.planning = true;
  for (const file of files) await import(/* @vite-ignore */ `${file}?plan`);
  worker.planning = false;
  startAll();
}

// biome-ignore lint/correctness/noEmptyPattern: vitest hands the file's task over as the second argument only
afterAll(async ({}, file) => {
  worker.ended += 1;
  const last = worker.ended === files.length;
  if (last) await Promise.all([...worker.suites.values()].map((suite) => suite.done));
  const peakRssMb = Math.round(process.resourceUsage().maxRSS / 1024);
  (file as { meta: TaskMeta }).meta.traffic = {
    ...worker.run.client.traffic,
    peakRssMb,
    longestChain: worker.longestChain,
  };
  if (!last) return;
  await worker.run.close();
  forgetRun();
});
