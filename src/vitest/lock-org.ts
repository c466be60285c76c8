import { ContractsError } from '../domain/errors.js';
import { callAlone } from '../io/call-of.js';
import { output } from '../io/output.js';
import { journalFolder } from '../org/journal/folder.js';
import { takeLock } from '../org/journal/lock.js';
import { type SweepOptions, sweep } from '../org/journal/sweep.js';

/**
 * Locks a live org for a run that writes. Shards of one run may write at the same time, because they write only to their own
 * objects; in the org tier they change settings, so that only one may run.
 * @returns a function that ends the lock; the next sweep removes it
 * @throws `CONFIG` if another run has locked the org
 */
export async function lockOrg(options: SweepOptions, isShard: boolean): Promise<(() => void) | undefined> {
  const { catalogue: _, ...client } = options;
  const lock = await takeLock(journalFolder, { ...client, onlyLook: isShard && !options.tiers.includes('org') });
  if (lock.kind === 'taken') return lock.close;
  if (lock.kind === 'held') {
    // Removes its own lock, if both runs started at the same time.
    await sweep(journalFolder, { ...options, own: true });
    const until = new Date(lock.until * 1000).toISOString().replace('T', ' ').slice(0, 16);
    throw new ContractsError(
      'CONFIG',
      `Another run writes to ${options.url}, and its lock expires at ${until} UTC: wait for it to end, or, if it was killed, remove the lock (${callAlone('sweep')} where it ran, or delete the group ${lock.name}).`,
    );
  }
  if (lock.kind === 'impossible')
    output.out(`The org is not locked against a second run (${lock.why}): do not start another one meanwhile.\n`);
  return undefined;
}
