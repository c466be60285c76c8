import { countOf } from '../io/counts.js';
import { output } from '../io/output.js';
import type { WorkerRun } from './current-run.js';

const everyMs = 250;

/** The progress of a run, in one line shorter than `columns` characters. */
export function progressLine(
  state: {
    done: number;
    planned: number;
    requests: number;
    waiting: { reason: string; msLeft: number; requests: number } | undefined;
  },
  columns: number,
): string {
  const { done, planned, requests, waiting } = state;
  const wait =
    waiting && waiting.msLeft >= 1000
      ? `; ${waiting.requests} wait for ${waiting.reason}, ${Math.ceil(waiting.msLeft / 1000)} s left`
      : '';
  return `${done} of ${countOf(planned, 'operations')}, ${countOf(requests, 'requests')}${wait}`.slice(0, columns - 1);
}

/**
 * Shows the progress of a run on the terminal until every operation is done. The worker writes to the terminal directly, and
 * vitest writes nothing until the end.
 */
export function showProgress({ run, suites }: WorkerRun, columns = 80): () => void {
  let done = 0;
  const operations = [...suites.values()].flatMap(({ results }) => [...results.values()]);
  for (const operation of operations) void operation.finally(() => (done += 1)).catch(() => undefined);
  const clear = () => output.out('\r\u001b[K');
  const timer = setInterval(() => {
    const { client } = run;
    const state = { done, planned: operations.length, requests: client.traffic.requests };
    output.out(`\r\u001b[K${progressLine({ ...state, waiting: client.timeline.waiting }, columns)}`);
    if (done === operations.length) stop();
  }, everyMs);
  timer.unref();
  const stop = () => {
    clearInterval(timer);
    clear();
  };
  return stop;
}
