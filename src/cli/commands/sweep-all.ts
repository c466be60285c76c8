import { createInterface } from 'node:readline/promises';
import { ContractsError } from '../../domain/errors.js';
import { countOf } from '../../io/counts.js';
import type { OrgClientOptions } from '../../org/client.js';
import { readCreatedKinds } from '../../org/journal/created-kinds.js';
import { findCreated, sortByAge } from '../../org/journal/find-created.js';
import { journalFolder } from '../../org/journal/folder.js';
import { isRunning } from '../../org/journal/processes.js';
import { readJournals } from '../../org/journal/read.js';
import { CreatedObjects } from '../../org/journal/remove-created.js';
import { renderFound, renderKept, renderRemoved } from '../../report/render/sweep-all.js';
import type { Streams } from '../streams.js';

/** How objects are selected that no journal contains, and who agrees to their removal. */
export interface AllOptions {
  /** Objects of runs that are younger than this stay, in milliseconds. */
  olderThanMs: number;
  /** The removal is agreed to. */
  yes: boolean;
}

/** Reads `24h`, `90m`, `3d` or `0`, in milliseconds. Throws `INPUT`. */
export function readAge(text: string): number {
  if (text === '0') return 0;
  const [, number, unit = ''] = /^(\d{1,5})(m|h|d)$/.exec(text) ?? [];
  const ms = { m: 60_000, h: 3_600_000, d: 86_400_000 }[unit];
  if (number === undefined || ms === undefined)
    throw new ContractsError(
      'INPUT',
      `--older-than ${text} is not a time: use a number with m, h or d (90m, 24h, 3d), or 0 for any age.`,
    );
  return Number(number) * ms;
}

/** Finds what runs left on an org without a journal, shows it, and removes it once that is agreed to. Returns the exit code. */
export async function sweepAll(
  options: Omit<OrgClientOptions, 'ownership'>,
  { olderThanMs, yes }: AllOptions,
  streams: Streams,
): Promise<number> {
  const { host } = new URL(options.url);
  const objects = new CreatedObjects(options);
  const { objects: found, unread } = await findCreated(objects.client, readCreatedKinds());
  const sorted = sortByAge(found, olderThanMs, runningOn(options.url));
  const kept = renderKept({ ...sorted, unread }, olderThanMs);
  const isLeft = kept !== '';
  if (sorted.old.length === 0) {
    streams.out.write(isLeft ? kept : `No object on ${host} has a name of a run.\n`);
    return isLeft ? 1 : 0;
  }
  streams.out.write(`${renderFound(sorted.old, host)}${kept}`);
  if (!yes && !(await isAgreed(`Remove ${countOf(sorted.old.length, 'objects')} from ${host}?`, streams))) {
    streams.out.write('Nothing was removed.\n');
    return 2;
  }
  const done = await objects.remove(sorted.old);
  streams.out.write(renderRemoved(done));
  return isLeft || done.left.length > 0 ? 1 : 0;
}

/** Asks a person. Throws `INPUT` where there is no terminal to ask on. */
async function isAgreed(question: string, { in: input, out: output }: Streams): Promise<boolean> {
  if (!('isTTY' in input) || input.isTTY !== true)
    throw new ContractsError(
      'INPUT',
      'Nothing was removed: there is no terminal to ask on. Run the command with --yes to remove the objects above.',
    );
  const lines = createInterface({ input, output, terminal: false });
  const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([lines.question(`${question} (yes/no) `), closed]);
    return ['y', 'yes'].includes(answer.trim().toLowerCase());
  } finally {
    lines.close();
  }
}

/** The runs on an org that write a journal in this folder at this moment. */
function runningOn(url: string): Set<string> {
  return new Set(
    readJournals(journalFolder).flatMap(({ run, updated }) =>
      run?.org === url && isRunning(run.process, updated) ? [run.run] : [],
    ),
  );
}
