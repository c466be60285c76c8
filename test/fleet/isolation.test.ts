import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FleetOrg } from '../../src/cli/fleet/inventory.js';
import { writeMetrics } from '../../src/cli/fleet/metrics.js';
import { runOrgProcess } from '../../src/cli/fleet/org-process.js';
import { runFleet } from '../../src/cli/fleet/run-fleet.js';
import { readSecret, type SecretSource } from '../../src/cli/fleet/secret.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isolation-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

const settings = () => ({
  ...{ folder, out: join(folder, 'out'), day: '2026-11-25', memory: 256, minutes: 1, secretNames: [] },
});
const org = (name: string, token: SecretSource): FleetOrg => ({ name, url: 'http://127.0.0.1:1', token });
const program = (text: string): SecretSource => ({ command: [process.execPath, '-e', text] });

test.each([
  ['a secret in UTF-16', () => writeFileSync(join(folder, 'token'), 'secret', 'utf16le'), 'is not text in UTF-8'],
  ['a pipe', () => execFileSync('mkfifo', [join(folder, 'token')]), 'cannot be read (it is not a file)'],
  [
    'a large file',
    () => writeFileSync(join(folder, 'token'), 'x'.repeat(70_000)),
    'cannot be read (it is larger than 64 KB)',
  ],
])('%s: the org has failed, and the other one is reported', async (_, make, reason) => {
  make();
  const orgs = [org('acme', { file: 'token' }), org('beta', { env: 'FLEET_TEST_UNSET' })];
  const { results } = await runFleet(orgs, settings(), { concurrency: 1, isContinued: false }, () => undefined);
  expect(results.map(({ org: name, result }) => [name, result])).toEqual([
    ['acme', 'failed'],
    ['beta', 'failed'],
  ]);
  expect(results[0]?.reason).toBe(`The token ${reason}: its source is the file token; correct the file or its path.`);
});

test('results that cannot be read: only that org has failed, also with --continue', async () => {
  mkdirSync(join(folder, 'out', 'acme', 'results.ndjson'), { recursive: true });
  const orgs = [org('acme', { env: 'FLEET_TEST_UNSET' }), org('beta', { env: 'FLEET_TEST_UNSET' })];
  for (const isContinued of [false, true]) {
    const { results } = await runFleet(orgs, settings(), { concurrency: 1, isContinued }, () => undefined);
    expect(results.map(({ org: name }) => name)).toEqual(['acme', 'beta']);
    expect(results[0]?.reason).toMatch(/^Its reports cannot be stored \(EISDIR\)/);
  }
});

test('the output of a command is limited, and a command that ignores SIGTERM ends when the fleet is interrupted', async () => {
  const long = readSecret(program("process.stdout.write('x'.repeat(200_000))"), folder, 'token');
  await expect(long).rejects.toThrow('The token cannot be read (more than 64 KB of output)');
  const interrupt = new AbortController();
  const text =
    "process.on('SIGTERM', () => {}); setTimeout(() => {}, 60_000); require('node:fs').writeFileSync('pid', String(process.pid))";
  const ended = readSecret(program(text), folder, 'token', interrupt.signal);
  const pid = () => (readdirSync(folder).includes('pid') ? Number(readFileSync(join(folder, 'pid'), 'utf8')) : 0);
  await vi.waitUntil(() => pid() > 0, 20_000);
  interrupt.abort();
  await expect(ended).rejects.toThrow('The token cannot be read');
  await vi.waitUntil(() => !isRunning(pid()), 20_000);
});

test('a fleet that is interrupted while a command runs does not wait for it, and stores no result', async () => {
  const orgs = [org('acme', program("require('node:fs').writeFileSync('started', ''); setTimeout(() => {}, 60_000)"))];
  const fleet = runFleet(orgs, settings(), { concurrency: 1, isContinued: false }, () => undefined);
  await vi.waitUntil(() => readdirSync(folder).includes('started'), 20_000);
  process.emit('SIGTERM', 'SIGTERM');
  expect(await fleet).toEqual({ results: [], interrupted: 143 });
  expect(readdirSync(join(folder, 'out', 'acme'))).toEqual([]);
});

test('the metrics of an org that failed state it, also if it was verified before', () => {
  const metrics = (result: 'passed' | 'failed', of: FleetOrg = org('acme', { env: 'X' })) => {
    const known = {
      version: 1 as const,
      startedAt: '',
      seconds: 1,
      tags: [],
      selected: 1,
      verifiable: 1,
      verified: 1,
      failing: 0,
    };
    const place = { folder: join(folder, 'metrics'), out: join(folder, 'out') };
    writeMetrics(place.folder, place.out, { ...known, org: 'acme', day: '2026-11-25', result }, of);
    expect(readdirSync(place.folder)).toEqual(['okta_contracts_acme.prom']);
    return readFileSync(join(place.folder, 'okta_contracts_acme.prom'), 'utf8');
  };
  mkdirSync(join(folder, 'out/acme/2026-11-25'), { recursive: true });
  writeFileSync(join(folder, 'out/acme/2026-11-25/metrics.prom'), 'okta_contracts_canary_failed 0\n');
  expect(metrics('passed')).toBe('okta_contracts_canary_failed 0\n');
  expect(metrics('failed')).toContain('okta_contracts_canary_failed{org="http://127.0.0.1:1",edition="unknown"} 1\n');
  const labels = (of: Omit<FleetOrg, 'name'>) =>
    /canary_failed(\{.*\})/.exec(metrics('failed', { name: 'acme', ...of }))?.[1];
  expect(labels({ profile: 'mixed' })).toBe('{org="reference:mixed",edition="unknown"}');
  expect(labels({ url: 'https://Acme.okta.com/' })).toBe('{org="https://acme.okta.com",edition="unknown"}');
});

test('a process that the system refuses: one sentence, and no file is left', async () => {
  const errors = join(folder, 'errors.txt');
  const place = { cwd: folder, env: { LONG: 'x'.repeat(300_000) }, errors };
  const ended = runOrgProcess(['-e', ''], place, new AbortController().signal, { ms: 1000 });
  await expect(ended).rejects.toThrow(/^Its process cannot be started \(E2BIG\): use a lower --concurrency/);
  expect(readdirSync(folder)).toEqual([]);
});

test('the longest --minutes does not stop a run at once', async () => {
  const place = { cwd: folder, env: {}, errors: join(folder, 'errors.txt') };
  const ended = await runOrgProcess(['-e', 'setTimeout(() => {}, 300)'], place, new AbortController().signal, {
    ms: 999_999 * 60_000,
  });
  expect(ended).toEqual({ code: 0, message: '' });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
