import { spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const bin = fileURLToPath(new URL('../../bin/okta-contracts.cjs', import.meta.url));

/** Runs a command. @param stdout a descriptor; without it, the reader closes the output before the first line */
async function run(args: string[], stdout?: number) {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', stdout ?? 'pipe', 'pipe'] });
  child.stdout?.destroy();
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  if (!child.stderr) throw new Error('the process has no stderr');
  const [code, err] = await Promise.all([closed, text(child.stderr)]);
  return { code, err };
}

test.each([[['--help']], [['--version']], [['org', '--help']], [['fleet', 'run', '--help']], [['editions']]])(
  'a command ends as usual when its reader closes the output: %s',
  async (args) => {
    expect(await run(args)).toEqual({ code: 0, err: '' });
  },
);

test.runIf(existsSync('/dev/full'))('output that cannot be written: one sentence and exit code 2', async () => {
  const full = openSync('/dev/full', 'w');
  expect(await run(['org', '--help'], full)).toEqual({ code: 2, err: 'The output cannot be written (ENOSPC).\n' });
});
