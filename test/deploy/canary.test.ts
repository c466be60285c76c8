import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../e2e/run-suites.js';
import { withOrg } from '../e2e/with-org.js';
import { action, root } from './action-steps.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'okta-contracts-'));
  cpSync(join(root, 'deploy/canary.sh'), join(folder, 'deploy/canary.sh'), { recursive: true });
  mkdirSync(join(folder, 'bin'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The script with a program in place of `okta-contracts`, which records its arguments first. */
function canary(program: string, env: Record<string, string> = {}): ChildProcess {
  const record = "require('node:fs').appendFileSync(__dirname + '/log', process.argv.slice(2).join(' ') + '\\n');";
  writeFileSync(join(folder, 'bin/okta-contracts.cjs'), `${record}\n${program}`);
  return spawn('sh', [join(folder, 'deploy/canary.sh'), '--full'], { env: { PATH: process.env.PATH ?? '', ...env } });
}

const log = () => readFileSync(join(folder, 'bin/log'), 'utf8').trim().split('\n');
const codeOf = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('close', resolve));

test('without a channel, it only verifies, with the same exit code', async () => {
  expect(await codeOf(canary('process.exitCode = 2;'))).toBe(2);
  expect(log()).toEqual(['verify --full']);
});

test.each([
  [0, 0, 0],
  [1, 0, 1],
  [1, 1, 1],
  [2, 1, 2],
  [0, 1, 1],
  [0, 2, 1],
])('verify %i and notify %i: the exit code is %i', async (verify, notify, expected) => {
  const program = `process.exitCode = ${JSON.stringify({ verify, notify })}[process.argv[2]];`;
  const urls = { OKTA_CONTRACTS_NOTIFY_WEBHOOK: 'https://a', OKTA_CONTRACTS_NOTIFY_SLACK: 'https://b' };
  expect(await codeOf(canary(program, urls))).toBe(expected);
  expect(log()).toEqual(['verify --full', `notify --webhook --slack --exit-code ${verify}`]);
});

test.each([
  ['SIGINT', 'nothing is sent', []],
  ['SIGTERM', 'that is sent', ['notify --slack --exit-code 143']],
] as const)('%s reaches the run, which ends in its own time, and %s', async (signal, _, sent) => {
  const program = `
    if (process.argv[2] === 'notify') process.exit(0);
    setInterval(() => {}, 1000);
    process.on('SIGTERM', () => setTimeout(() => {
      require('node:fs').writeFileSync(__dirname + '/removed', '');
      process.exit(143);
    }, 300));
    require('node:fs').writeFileSync(__dirname + '/ready', '');`;
  const child = canary(program, { OKTA_CONTRACTS_NOTIFY_SLACK: 'https://b' });
  const ended = codeOf(child);
  await until(() => existsSync(join(folder, 'bin/ready')));
  child.kill(signal);
  expect(await ended).toBe(143);
  expect(existsSync(join(folder, 'bin/removed'))).toBe(true);
  expect(log()).toEqual(['verify --full', ...sent]);
});

test('a cancelled run of the write tier leaves no objects on the org', { timeout: 120_000 }, () =>
  withOrg({ latencyMs: 30 }, async (org) => {
    const env = { PATH: process.env.PATH, HOME: folder, OKTA_CONTRACTS_TIERS: 'write' };
    const access = { OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: org.token };
    const child = spawn('sh', [join(root, 'deploy/canary.sh')], { cwd: folder, env: { ...env, ...access } });
    const ended = codeOf(child);
    await until(() => org.leftovers().length >= 3);
    // Only the shell gets the signal, as in a job of GitHub Actions or in a pod.
    child.kill('SIGINT');
    expect(await ended).toBe(143);
    expect(org.leftovers()).toEqual([]);
  }),
);

const hasShellcheck = spawnSync('shellcheck', ['--version']).status === 0;
if (!hasShellcheck)
  console.log('Skipped: the check of the scripts with shellcheck, which was not found (install shellcheck).');

const scripts = action.runs.steps.flatMap(({ name, run }): [string, string][] => (run ? [[name ?? '', run]] : []));
for (const file of ['deploy/canary.sh', '.ci/run', '.ci/package'])
  scripts.push([file, readFileSync(join(root, file), 'utf8')]);

function shellcheck(script: string): string {
  const shell = script.startsWith('#!/bin/sh') ? 'sh' : 'bash';
  return spawnSync('shellcheck', ['--shell', shell, '-'], { input: script, encoding: 'utf8' }).stdout;
}

test.runIf(hasShellcheck).each(scripts)('shellcheck accepts the script of "%s"', (_, script) => {
  expect(shellcheck(script)).toBe('');
  expect(shellcheck(`${script}\necho $1\n`)).toMatch(/SC2086/);
});
