import { afterAll, inject } from 'vitest';
import { currentRun, forgetRun } from './current-run.js';

// vitest runs this before each suite file, in the one worker of the run. Before the first, every selected suite's plan is
// started, so that no file waits for another; after the last, the run ends.
const worker = currentRun();
const files = inject('suiteFiles');
if (worker.suites.size === 0 && !worker.planning) {
  worker.planning = true;
  for (const file of files) await import(/* @vite-ignore */ `${file}?plan`);
  worker.planning = false;
}

afterAll(async () => {
  ended.count += 1;
  if (ended.count < files.length) return;
  await Promise.all([...worker.suites.values()].map((suite) => suite.done));
  process.emit('message', { okta: worker.run.client.traffic } as never, undefined);
  await worker.run.close();
  forgetRun();
});

const ended = ((worker as { ended?: { count: number } }).ended ??= { count: 0 });
