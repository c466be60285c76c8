import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type AdapterRun, answersTo, type Input } from './node-adapter.js';

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
export function runGoAdapter(program: string, responses: readonly Input[]): Promise<AdapterRun> {
  return answersTo(spawn(program, [], { env: {} }), responses);
}
