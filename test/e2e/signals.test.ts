import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, test } from 'vitest';
import { killAll, until } from './run-suites.js';
import { withOrg } from './with-org.js';

const program = fileURLToPath(new URL('../../bin/okta-contracts.cjs', import.meta.url));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'okta-contracts-'));
  return () => rmSync(folder, { recursive: true, force: true });
});

/** Runs `verify` in a separate process group. Returns its exit code, its output, and whether a process of the group is running. */
async function verify(env: Record<string, string>, whileRunning: (child: ChildProcess) => Promise<void>) {
  const child = spawn(process.execPath, [program, 'verify'], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const limit = setTimeout(() => killAll(child), 60_000);
  try {
    await whileRunning(child);
    const code = await ended;
    // A process that was killed takes a moment to end.
    for (let i = 0; i < 20 && processesOf(child) > 0; i += 1) await new Promise((resolve) => setTimeout(resolve, 50));
    return { code, output, isLeft: processesOf(child) > 0 };
  } finally {
    clearTimeout(limit);
    killAll(child);
  }
}

/** The number of running processes of the group; one that has ended and is not reaped yet does not count. */
function processesOf({ pid }: ChildProcess): number {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pgid=,stat='], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => new RegExp(`^ *${pid} +[^Z ]`).test(line)).length;
}

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('%s to the process of verify alone shuts down the run cleanly', (signal, exitCode) =>
  withOrg({ latencyMs: 30 }, async (org) => {
    const env = { OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: org.token, OKTA_CONTRACTS_TIERS: 'write' };
    const { code, output, isLeft } = await verify(env, async (child) => {
      await until(() => org.leftovers().length >= 3);
      child.kill(signal);
    });
    expect(output).toContain('Interrupted: removing what this run created.');
    expect([code, isLeft, org.leftovers()]).toEqual([exitCode, false, []]);
    // A whole run sends more than 1,000 requests.
    expect(org.requests().length).toBeLessThan(800);
  }),
);

test('SIGTERM to a run that only reads leaves no process', () =>
  withOrg({ latencyMs: 30 }, async (org) => {
    const env = { OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: org.token };
    const { code, isLeft } = await verify(env, async (child) => {
      await until(() => org.requests().length >= 20);
      child.kill('SIGTERM');
    });
    expect([code, isLeft]).toEqual([143, false]);
    const sent = org.requests().length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(org.requests()).toHaveLength(sent);
  }));

test('a signal before the first request ends the run', () =>
  withOrg({}, async (org) => {
    const env = { OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: org.token, OKTA_CONTRACTS_TIERS: 'write' };
    const { code, isLeft } = await verify(env, async (child) => {
      await until(() => processesOf(child) > 1);
      child.kill('SIGTERM');
    });
    expect([code, isLeft, org.leftovers()]).toEqual([143, false, []]);
  }));
