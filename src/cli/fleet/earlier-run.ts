import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { journalFolder } from '../../org/journal/folder.js';
import { isRunning } from '../../org/journal/processes.js';
import { readJournals } from '../../org/journal/read.js';

/** A run that was stopped ends in this time. */
const mostMs = 75_000;

/**
 * Waits for a run of the same org whose fleet was killed. It still removes what it created and holds the lock of the org, so that
 * another run would fail. @param folder the folder of the org
 */
export async function earlierRunEnded(folder: string, interrupt: AbortSignal): Promise<void> {
  const journals = join(folder, journalFolder);
  const isActive = () => readJournals(journals).some(({ run, updated }) => run && isRunning(run.process, updated));
  for (const end = Date.now() + mostMs; isActive() && Date.now() < end && !interrupt.aborted; ) await sleep(100);
}
