import { afterAll, inject, type TaskMeta } from 'vitest';
import type { RunFacts } from '../assess/build.js';
import type { Leftover } from '../assess/run-report.js';
import { ContractsError } from '../domain/errors.js';
import { output } from '../io/output.js';
import { renderExpected } from '../report/render/preflight.js';
import { currentRun, forgetRun } from './current-run.js';
import { sweepAfter } from './final-sweep.js';
import { showProgress } from './progress.js';
import { expected, hasTests, startAll } from './suite.js';

declare module 'vitest' {
  interface TaskMeta {
    /** The facts about the run when this file ended, on the file's task. */
    run?: RunFacts & { id: string };
    /** Why the run ended early, in one sentence, on the task of the last file. */
    stopped?: string;
  }
}

// vitest runs this before each suite file, in the only worker of the run. Before the first file, the plans of all selected suites
// start, so that no file waits for another. After the last file, the run ends.
const worker = currentRun();
const files = inject('suiteFiles');
if (!worker.planned) {
  // Ctrl-C: active requests are completed, objects of the run are removed, and nothing else is sent.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => worker.run.client.cancel());
  worker.planned = true;
  worker.planning = true;
  for (const file of files) {
    const before = worker.plans.length;
    await import(/* @vite-ignore */ `${file}?plan`);
    const planned = worker.plans.slice(before);
    if (planned.length === 0 || planned.some(hasTests)) worker.running += 1;
  }
  worker.planning = false;
  if (inject('settings').org.kind === 'live') {
    worker.expected = expected();
    output.out(`${renderExpected(worker.expected, inject('settings').tiers)}\n`);
  }
  const { sdks } = inject('settings');
  if (sdks.length > 0) {
    const { SdkCheck } = await import('../sdk/check.js');
    worker.run.sdks = await SdkCheck.start(sdks, worker.run.catalogue);
  }
  await startAll();
  if (inject('columns') > 0) worker.hideProgress = showProgress(worker, inject('columns'));
}

// biome-ignore lint/correctness/noEmptyPattern: vitest passes the file's task only as the second argument
afterAll(async ({}, file) => {
  worker.ended += 1;
  const last = worker.ended === worker.running;
  if (last) await Promise.all([...worker.suites.values()].map((suite) => suite.done));
  const { meta } = file as { meta: TaskMeta };
  let leftovers: Leftover[] | undefined;
  if (last) {
    // Reports, also of merged runs, are created from the meta data of the files.
    try {
      leftovers = await sweepAfter(worker.run, inject('settings'), inject('journalFolder'));
    } catch (error) {
      if (!(error instanceof ContractsError)) throw error;
      meta.stopped = error.message;
    }
  }
  const shapes = last ? worker.run.history?.learned : undefined;
  const sdks = last ? await worker.run.sdks?.end() : undefined;
  meta.run = {
    ...factsOf(last),
    ...(leftovers ? { leftovers } : {}),
    ...(shapes ? { shapes } : {}),
    ...(sdks ? { sdks } : {}),
  };
  if (!last) return;
  const { failure } = worker.run.journal;
  if (failure) meta.stopped = failure.message;
  worker.hideProgress();
  await worker.run.close();
  forgetRun();
});

/** Only the last file has the complete timeline of the run. */
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
    ...(last ? { times: [...run.times.values()] } : {}),
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    longestChain,
    ...(worker.expected && { expected: worker.expected.expected }),
  };
}
