import { InvalidArgumentError } from '@commander-js/extra-typings';
import { callOf } from '../../io/call-of.js';
import { countOf } from '../../io/counts.js';
import { defineCommand } from '../command.js';
import { prune } from '../fleet/prune.js';
import type { Streams } from '../streams.js';

const dayMs = 24 * 3_600_000;

export const define = () =>
  defineCommand('fleet prune')
    .description(
      'Removes the reports of past nights of a fleet, and keeps the results, the histories, and the last verified night of each org. It removes only files that a fleet wrote.',
    )
    .argument('<folder>', 'the folder that `fleet --out` wrote to')
    .requiredOption('--keep-days <number>', 'how many days are kept, counted from today (UTC)', wholeNumber)
    .option('--dry-run', 'remove nothing, and print what would be removed')
    .addHelpText(
      'after',
      `
Examples:
  ${callOf('fleet prune')} fleet --keep-days 60

Exit code: 0 the nights were removed, 2 the folder or an option is invalid.`,
    );

/** Removes past nights. Returns the exit code. */
export async function run(command: ReturnType<typeof define>, { out, err }: Streams): Promise<number> {
  const [folder] = command.processedArgs;
  const { keepDays, dryRun = false } = command.opts();
  const before = new Date(Date.now() - (keepDays - 1) * dayMs).toISOString().slice(0, 10);
  const { nights, bytes, kept } = prune(folder, before, dryRun);
  const megabytes = (bytes / 1e6).toFixed(1);
  out.write(
    `${countOf(nights, 'nights')} before ${before} ${dryRun ? 'would be' : nights === 1 ? 'was' : 'were'} removed: ${megabytes} MB.\n`,
  );
  for (const night of kept) err.write(`${night} is kept, because it has files that a fleet did not write.\n`);
  return 0;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!/^\d{1,5}$/.test(text) || number < 1) throw new InvalidArgumentError('Use a whole number above 0.');
  return number;
}
