import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The signals that end a process without its `finally` blocks. */
const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const homes = new Set<string>();

/** Creates the empty folder that is the home and the working directory of an adapter. A signal that ends this process removes it. */
export function createHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'okta-contracts-sdk-'));
  if (homes.size === 0) for (const signal of endSignals) process.on(signal, onSignal);
  homes.add(home);
  return home;
}

/** Removes the folder of an adapter that has ended. */
export function removeHome(home: string): void {
  rmSync(home, { recursive: true, force: true });
  homes.delete(home);
  if (homes.size === 0) for (const signal of endSignals) process.off(signal, onSignal);
}

/** If others listen to the signal, they end the run and its adapters. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  for (const home of homes) removeHome(home);
  // Nothing listens any more: the signal ends the process.
  process.kill(process.pid, signal);
}
