import { spawn, spawnSync } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { AdapterRun } from './node-adapter.js';

const prepare = fileURLToPath(new URL('../../adapters/go/prepare.mjs', import.meta.url));

/** Whether the compiler of Go is installed. Without it, the tests of this adapter are skipped. */
export const hasGo = spawnSync('go', ['version']).status === 0;

/** Builds the adapter. @param cache the folder for its files */
export function prepareGo(location: string, cache: string): { program?: string; args?: string[]; error?: string } {
  const { PATH = '', HOME = '' } = process.env;
  const { stdout } = spawnSync(process.execPath, [prepare, location], {
    env: { PATH, HOME, XDG_CACHE_HOME: cache },
    encoding: 'utf8',
  });
  return JSON.parse(stdout) as { program?: string };
}

/** Runs a program that was built, with the responses as its input. */
export async function runGoAdapter(
  program: string,
  responses: { operation: string; status?: number; body: unknown }[],
): Promise<AdapterRun> {
  const child = spawn(program, [], { env: {} });
  child.stdin.end(responses.map((one, id) => `${JSON.stringify({ id, status: 200, ...one })}\n`).join(''));
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  const [ready, ...answers] = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  return { ready: ready as AdapterRun['ready'], answers: answers as AdapterRun['answers'], code, stderr };
}
