import type { ChildProcess } from 'node:child_process';

/** The signals that end a run, with the exit code that a shell gives a program that they ended. */
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;
type EndSignal = keyof typeof exitCodes;
const endSignals = Object.keys(exitCodes) as EndSignal[];

/** One Ctrl-C arrives several times: from the terminal, from npm, and from the process that started this one. */
const sameSignalMs = 500;

/** Longest time that a worker may take to end in order. */
const patienceMs = 30_000;

/**
 * Passes the signals that end a run on to a process that was started for it. Returns its exit code when it has ended, or that of
 * the signal that ended it.
 */
export async function endWithSignals(child: ChildProcess): Promise<number> {
  let last: EndSignal | undefined;
  let limit: NodeJS.Timeout | undefined;
  const passOn = (signal: EndSignal) => {
    last = signal;
    child.kill(signal);
    // The process ends by itself within twice that time.
    limit ??= setTimeout(() => child.kill('SIGKILL'), 3 * patienceMs);
  };
  for (const signal of endSignals) process.on(signal, passOn);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? (last ? exitCodes[last] : 1)));
    });
  } finally {
    clearTimeout(limit);
    for (const signal of endSignals) process.off(signal, passOn);
  }
}

/**
 * Makes the first signal end a run in order, and the second end it at once. vitest itself would end the process before anything
 * is removed; so its workers are told to stop, and the run ends like any other. A worker that does not stop is killed.
 * @param workers the pids of those that are running @param say shows a message
 * @param finish removes what the process itself made, where there is no worker @param patience in milliseconds
 */
export function endInOrder(
  workers: () => number[],
  say: (message: string) => void,
  finish: () => Promise<void> = async () => undefined,
  patience = patienceMs,
): void {
  let first: number | undefined;
  const end = (signal: EndSignal) => {
    sendTo(workers(), 'SIGKILL');
    process.exit(exitCodes[signal]);
  };
  const onSignal = (signal: EndSignal) => {
    if (first !== undefined && performance.now() - first < sameSignalMs) return;
    const running = workers();
    if (first !== undefined) end(signal);
    first = performance.now();
    if (running.length === 0) {
      setTimeout(() => end(signal), patience).unref();
      void finish().then(
        () => end(signal),
        () => end(signal),
      );
      return;
    }
    process.exitCode = exitCodes[signal];
    say('\nInterrupted: removing what this run created. Interrupt again to stop at once.\n');
    sendTo(running, signal);
    setTimeout(() => {
      const stuck = workers();
      if (stuck.length > 0) say('\nA worker does not stop and is killed: `sweep` removes what it created.\n');
      sendTo(stuck, 'SIGKILL');
    }, patience).unref();
    setTimeout(() => end(signal), 2 * patience).unref();
  };
  for (const signal of endSignals) {
    process.removeAllListeners(signal);
    process.on(signal, onSignal);
  }
}

function sendTo(pids: number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended.
    }
  }
}
