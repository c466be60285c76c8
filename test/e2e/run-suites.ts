import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunReport } from '../../src/assess/run-report.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs the contract suites in a separate process, like `npm test`. */
export interface SuiteRun {
  code: number | null;
  /** The output without colors. */
  output: string;
  report: RunReport | undefined;
}

/** Runs the suites in an empty temporary folder. */
export async function runSuites(
  env: Record<string, string> = {},
  args: string[] = [],
  whileRunning: (child: ChildProcess, folder: string) => Promise<void> = async () => undefined,
): Promise<SuiteRun> {
  const folder = mkdtempSync(join(tmpdir(), 'okta-contracts-'));
  const child = spawn(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', root, ...args],
    { cwd: folder, env: { ...surroundingsIn(folder), ...env }, detached: true },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const limit = setTimeout(() => killAll(child), 240_000);
  try {
    await whileRunning(child, folder);
    const code = await ended;
    return { code, output, report: readReport(folder) };
  } finally {
    clearTimeout(limit);
    killAll(child);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the suites in an existing folder, and keeps the files. */
export async function runIn(
  folder: string,
  env: Record<string, string>,
  args: string[],
): Promise<{ code: number | null; output: string }> {
  return run(['run', '--root', root, ...args], env, folder, [join(root, 'node_modules/vitest/vitest.mjs')]);
}

/** Runs a command of the project in a folder. */
export async function runCli(
  args: string[],
  env: Record<string, string>,
  folder: string,
): Promise<{ code: number | null; output: string }> {
  return run(args, env, folder, ['--import', import.meta.resolve('tsx'), join(root, 'src/cli/bin.ts')]);
}

/** Less than the limit of a test, so that the test states the reason. */
const mostSeconds = 110;

async function run(args: string[], env: Record<string, string>, folder: string, program: string[]) {
  const child = spawn(process.execPath, [...program, ...args], {
    cwd: folder,
    env: { ...surroundingsIn(folder), ...env },
    timeout: mostSeconds * 1000,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  // A run that did not end on a busy machine shows nothing about what it sends.
  if (signal) throw new Error(`the run was stopped by ${signal} after at most ${mostSeconds} seconds:\n${output}`);
  return { code, output };
}

/** The environment of a run. Its home is its folder, because the home of a developer can contain an okta.yaml. */
function surroundingsIn(folder: string): { PATH: string; HOME: string; NO_COLOR: string } {
  return { PATH: process.env.PATH ?? '', HOME: folder, NO_COLOR: '1' };
}

/** Kills a run and the worker below it. */
export function killAll(child: ChildProcess): void {
  try {
    if (child.pid) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

function readReport(folder: string): RunReport | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'reports/report.json'), 'utf8')) as RunReport;
  } catch {
    return undefined;
  }
}

/** Waits until a condition is true. On a busy machine a run needs half a minute to start. */
export async function until(holds: () => boolean, seconds = 90): Promise<void> {
  for (let i = 0; i < 100 * seconds && !holds(); i += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  if (!holds()) throw new Error(`the condition was not true within ${seconds} seconds`);
}
