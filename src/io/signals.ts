import type { ChildProcess } from 'node:child_process';

/** The signals that end a run, with the exit code that shells use for them. */
const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;
type EndSignal = keyof typeof exitCodes;
const endSignals = Object.keys(exitCodes) as EndSignal[];

/** One Ctrl-C can arrive several times: from the terminal, from npm, and from the parent process. */
const sameSignalMs = 500;

/** The maximum time for a worker to shut down cleanly. */
const patienceMs = 30_000;

/**
 * Forwards the signals that end a run to a child process. Returns the exit code of the child, or of the signal that ended
 * it.
 */
export async function endWithSignals(child: ChildProcess): Promise<number> {
  let last: EndSignal | undefined;
  let limit: NodeJS.Timeout | undefined;
  const forward = (signal: EndSignal) => {
    last = signal;
    child.kill(signal);
    // A child that shuts down cleanly needs at most twice that time.
    limit ??= setTimeout(() => child.kill('SIGKILL'), 3 * patienceMs);
  };
  for (const signal of endSignals) process.on(signal, forward);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve(code ?? (last ? exitCodes[last] : 1)));
    });
  } finally {
    clearTimeout(limit);
    for (const signal of endSignals) process.off(signal, forward);
  }
}

/**
 * Cleans up when this process ends without having done so, also by a signal that nothing else handles. Returns a function that
 * cancels this.
 */
export function cleanUpAtExit(cleanUp: () => void): () => void {
  const end = (signal: EndSignal) => {
    if (process.listenerCount(signal) === 0) process.exit(exitCodes[signal]);
  };
  process.once('exit', cleanUp);
  for (const signal of endSignals) process.once(signal, end);
  return () => {
    process.off('exit', cleanUp);
    for (const signal of endSignals) process.off(signal, end);
  };
}

/**
 * Makes the first signal shut down a run cleanly, and the second end it immediately. Without this, vitest would end the process
 * before anything is removed. The workers get the signal, and the run ends like any other. A worker that does not stop is
 * killed.
 * @param workers returns the pids of the running workers @param say shows a message
 * @param finish removes the objects that this process created, if there is no worker @param patience in milliseconds
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
