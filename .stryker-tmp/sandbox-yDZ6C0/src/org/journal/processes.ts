// @ts-nocheck
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, uptime } from 'node:os';

/** Identifies a process across machines, containers and restarts of a machine. */
export interface ProcessId {
  host: string;
  /** Changes with each boot of the machine. */
  boot: string;
  /** The pid namespace: containers on one machine have separate process numbers. */
  space: string;
  pid: number;
  ppid: number;
  /** When the process started, in the unit of the system, because a later process can have the same number. */
  start: string;
}

/** The interval in milliseconds in which a process updates its journal. */
export const heartbeatMs = 5_000;
/** A process on another machine counts as ended if it has not updated its journal for this time. */
const staleMs = 60_000;

/** The identity of this process. */
export function thisProcess(): ProcessId {
  return {
    host: hostname(),
    boot: bootId(),
    space: orEmpty(() => readlinkSync('/proc/self/ns/pid')),
    pid: process.pid,
    ppid: process.ppid,
    start: statOf(process.pid)?.start ?? '',
  };
}

/** Whether a recorded process number refers to a process of this machine and container. */
export function isSamePlace(recorded: ProcessId, here: ProcessId = thisProcess()): boolean {
  return recorded.host === here.host && recorded.boot === here.boot && recorded.space === here.space;
}

/**
 * Whether a recorded process is still running. On another machine or container, the age of its last heartbeat decides.
 * @param heartbeat when its journal was last updated, in milliseconds since 1970
 */
export function isRunning(recorded: ProcessId, heartbeat: number, now: number = Date.now()): boolean {
  if (!isSamePlace(recorded)) return now - heartbeat < staleMs;
  try {
    process.kill(recorded.pid, 0);
  } catch (error) {
    // EPERM: the process exists, but belongs to another user.
    if ((error as { code?: string }).code === 'ESRCH') return false;
  }
  const stat = statOf(recorded.pid);
  // A killed process keeps its number (state Z) until its parent has read its exit code.
  return stat === undefined || (stat.state !== 'Z' && (recorded.start === '' || stat.start === recorded.start));
}

function bootId(): string {
  const id = orEmpty(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  // Otherwise the minute of the boot. If rounding gives a different minute, the heartbeat decides.
  return id || String(Math.round((Date.now() / 1000 - uptime()) / 60));
}

/** State and start time of a process, on Linux. */
function statOf(pid: number): { state: string; start: string } | undefined {
  const text = orEmpty(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (text === '') return undefined;
  // The name of the program, in parentheses, can contain spaces and parentheses.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', start: fields[19] ?? '' };
}

function orEmpty(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
