import { output } from './output.js';

/**
 * Lets the process end as usual if a reader such as `head` closes its output early. Call it before the first output. An output
 * that fails for another reason, such as a full disk, ends the process with exit code 2.
 */
export function allowClosedOutput(): void {
  let failure: string | undefined;
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code !== 'EPIPE') failure ??= code ?? 'unknown error';
    });
  process.once('beforeExit', () => {
    if (failure === undefined || process.exitCode === 2) return;
    output.err(`The output cannot be written (${failure}).\n`);
    process.exitCode = 2;
  });
}
