import { afterAll, inject, type TaskMeta } from 'vitest';
import type { RunFacts } from '../assess/build.js';
import type { Leftover } from '../assess/run-report.js';
import { ContractsError } from '../domain/errors.js';
import { output } from '../io/output.js';
import { renderExpected } from '../report/render/preflight.js';
import { currentRun, forgetRun } from './current-run.js';
import { sweepAfter } from './final-sweep.js';
import { showProgress } from './progress.js';
import { expected, startAll } from './suite.js';

declare module 'vitest' {
  interface TaskMeta {
    /** What the run knew of itself when this file ended: on the file's own task. */
    run?: RunFacts & { id: string };
    /** Why the run ended early, in one sentence: on the task of the last file. */
    stopped?: string;
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
  if (inject('settings').org.kind === 'live') {
    worker.expected = expected();
    output.out(`${renderExpected(worker.expected, inject('settings').tiers)}\n`);
  }
  startAll();
  if (inject('columns') > 0) worker.hideProgress = showProgress(worker, inject('columns'));
}

// biome-ignore lint/correctness/noEmptyPattern: vitest hands the file's task over as the second argument only
afterAll(async ({}, file) => {
  worker.ended += 1;
  const last = worker.ended === files.length;
  if (last) await Promise.all([...worker.suites.values()].map((suite) => suite.done));
  const { meta } = file as { meta: TaskMeta };
  let leftovers: Leftover[] | undefined;
  if (last) {
    // The reports, and those that vitest merges, are made from what the file says of itself.
    try {
      leftovers = await sweepAfter(worker.run, inject('settings'), inject('journalFolder'));
    } catch (error) {
      if (!(error instanceof ContractsError)) throw error;
      meta.stopped = error.message;
    }
  }
  meta.run = { ...factsOf(last), ...(leftovers ? { leftovers } : {}) };
  if (!last) return;
  const { failure } = worker.run.journal;
  if (failure) meta.stopped = failure.message;
  worker.hideProgress();
  await worker.run.close();
  forgetRun();
});

/** Only the last file tells the whole course of the run. */
function factsOf(last: boolean): RunFacts & { id: string } {
  const { run, longestChain } = worker;
  const { traffic, timeline } = run.client;
  const baseline = inject('baseline');
  const { slotSeconds, buckets } = timeline.uses();
  return {
    id: run.id,
    org: inject('org'),
    policy: inject('policy'),
    minCoverage: inject('settings').minCoverage,
    ...(baseline ? { baseline } : {}),
    ...traffic,
    slotSeconds,
    buckets: last ? buckets : [],
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    longestChain,
    ...(worker.expected && { expected: worker.expected.expected }),
  };
}
