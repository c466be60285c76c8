// @ts-nocheck
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { ContractsError } from '../domain/errors.js';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Windows has no process groups. */
const hasGroups = process.platform !== 'win32';

/**
 * Runs a command until it ends. Signals are forwarded to the command and to the processes that it started. Those that still run
 * after `graceMs`, or at a second signal, are killed. Returns the exit code of the command, or 128 plus the number of the signal.
 * Throws `INPUT` if the command cannot be run.
 * @param graceMs how long the command may take to end after a signal
 */
export async function runCommand(
  [name = '', ...args]: string[],
  env: Record<string, string | undefined>,
  graceMs = 10_000,
): Promise<number> {
  // A process group of its own gets the Ctrl-C of a terminal only through this process, and can be killed as a whole.
  const child = spawn(name, args, { stdio: 'inherit', env, detached: hasGroups });
  const closed = once(child, 'close');
  let stopped: NodeJS.Signals | undefined;
  let deadline = 0;
  let late: NodeJS.Timeout | undefined;
  const stop = (signal: NodeJS.Signals) => {
    deadline = stopped ? 0 : Date.now() + graceMs;
    send(child, stopped ? 'SIGKILL' : signal);
    late ??= setTimeout(() => send(child, 'SIGKILL'), graceMs);
    stopped ??= signal;
  };
  for (const signal of signals) process.on(signal, stop);
  try {
    const [code, by] = (await closed.catch((cause: { code?: string }) => {
      throw new ContractsError('INPUT', `${name} cannot be run (${cause.code}): name a command after --.`, { cause });
    })) as [number | null, NodeJS.Signals | null];
    if (stopped) {
      while (isRunning(child) && Date.now() < deadline) await sleep(20);
      send(child, 'SIGKILL');
      // A killed process needs a moment to end.
      for (let n = 0; n < 50 && isRunning(child); n += 1) await sleep(20);
      return code || 128 + constants.signals[stopped];
    }
    return code ?? 128 + constants.signals[by ?? 'SIGKILL'];
  } finally {
    clearTimeout(late);
    for (const signal of signals) process.off(signal, stop);
  }
}

/** Sends a signal to a command and to the processes that it started. */
function send(child: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (child.pid === undefined) return false;
  try {
    return hasGroups ? process.kill(-child.pid, signal) : child.kill(signal);
  } catch {
    // No process of the group is running.
    return false;
  }
}

/** Whether a command or a process that it started is running. */
function isRunning(child: ChildProcess): boolean {
  return hasGroups && send(child, 0);
}
