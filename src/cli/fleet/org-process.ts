import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { ContractsError } from '../../domain/errors.js';
import { reasonOf } from '../../io/files.js';

/** How the process of an org ended. */
export interface Ended {
  /** `null` if a signal ended it. */
  code: number | null;
  /** Why it was stopped, if it was. */
  stopped?: 'time' | 'interrupt';
  /** The last message on its standard error. */
  message: string;
}

/** Windows has no process groups. */
const hasGroups = process.platform !== 'win32';
/** A longer time would end a timer at once. */
const mostMs = 2 ** 31 - 1;

/**
 * Runs a program for one org, in a process group of its own. When it is stopped, it has time to remove what it created; then the
 * whole group is killed. It also ends if this process ends, because the channel between both closes.
 * Throws `CONFIG` if it cannot be started.
 * @param args of Node.js @param interrupt stops it
 * @param place `errors`: the file for its standard error. A pipe would break if this process is killed, and end the program at once
 * @param limits `ms`: how long it may run; `graceMs`: how long it may take to end after it was stopped
 */
export async function runOrgProcess(
  args: string[],
  place: { cwd: string; env: Record<string, string | undefined>; errors: string },
  interrupt: AbortSignal,
  { ms, graceMs = 75_000 }: { ms: number; graceMs?: number },
): Promise<Ended> {
  const { cwd, env, errors } = place;
  const handle = openSync(errors, 'w');
  const options: SpawnOptions = { cwd, env, stdio: ['ignore', 'ignore', handle, 'ipc'], detached: hasGroups };
  const child = await started(args, options, errors).finally(() => closeSync(handle));
  let stopped: Ended['stopped'];
  let last: NodeJS.Timeout | undefined;
  const stop = (why: NonNullable<Ended['stopped']>) => {
    stopped ??= why;
    child.kill('SIGTERM');
    last ??= setTimeout(() => sendToGroup(child, 'SIGKILL'), graceMs);
  };
  const onInterrupt = () => stop('interrupt');
  const limit = setTimeout(() => stop('time'), Math.min(ms, mostMs));
  interrupt.addEventListener('abort', onInterrupt);
  if (interrupt.aborted) onInterrupt();
  try {
    const code = await new Promise<number | null>((resolve) => {
      child.on('error', () => undefined);
      child.once('exit', resolve);
    });
    return { code, ...(stopped ? { stopped } : {}), message: lastMessage(readFileSync(errors, 'utf8')) };
  } finally {
    clearTimeout(limit);
    clearTimeout(last);
    interrupt.removeEventListener('abort', onInterrupt);
    // A worker that is left would write for a run that has ended.
    sendToGroup(child, 'SIGKILL');
    rmSync(errors, { force: true });
  }
}

/** Throws `CONFIG` if the system refuses another process. */
async function started(args: string[], options: SpawnOptions, errors: string): Promise<ChildProcess> {
  try {
    const child = spawn(process.execPath, args, options);
    await once(child, 'spawn');
    return child;
  } catch (cause) {
    const why = `Its process cannot be started (${reasonOf(cause)})`;
    rmSync(errors, { force: true });
    throw new ContractsError('CONFIG', `${why}: use a lower --concurrency, or raise the limits of the machine.`, {
      cause,
    });
  }
}

function sendToGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) hasGroups ? process.kill(-child.pid, signal) : child.kill(signal);
  } catch {
    // No process of the group is running.
  }
}

/** The last paragraph of a text in one line, without styles. */
function lastMessage(text: string): string {
  const paragraphs = stripVTControlCharacters(text)
    .split(/\n\s*\n/)
    .map((part) => part.replace(/\s+/g, ' ').trim());
  return (paragraphs.filter((part) => part !== '').at(-1) ?? '').slice(0, 400);
}
