import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ReferenceOrg, type ReferenceOrgOptions, startReferenceOrg } from '../../reference-org/index.js';
import type { OrgResult } from '../../src/cli/fleet/result.js';
import { killAll, until } from './run-suites.js';

const root = join(import.meta.dirname, '../..');
const started: ReferenceOrg[] = [];
let folder = '';
let env: Record<string, string> = {};
let inventory: object[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fleet-'));
  [env, inventory] = [{}, []];
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((org) => org.close()));
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a reference org and adds it to the inventory. */
async function add(name: string, options: ReferenceOrgOptions = {}, more: object = {}, token?: string) {
  const org = await startReferenceOrg({ limits: { perMinute: 10_000 }, ...options });
  started.push(org);
  const variable = `TOKEN_${inventory.length}`;
  env[variable] = token ?? org.token;
  inventory.push({ name, url: org.url, token: { env: variable }, ...more });
  return org;
}

function startFleet(args: string[] = []) {
  writeFileSync(join(folder, 'orgs.json'), JSON.stringify({ orgs: inventory }));
  const command = ['--import', import.meta.resolve('tsx'), join(root, 'src/cli/bin.ts'), 'fleet', 'orgs.json', ...args];
  const child = spawn(process.execPath, [...command, '--out', 'out'], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: folder, NO_COLOR: '1', ...env },
    detached: true,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  const ended = new Promise<{ code: number | null; text: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, text })),
  );
  return { child, ended };
}

function linesOf<T>(org: string, file: string): T[] {
  const lines = readFileSync(join(folder, 'out', org, file), 'utf8')
    .trim()
    .split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}

const resultOf = (org: string) => linesOf<OrgResult>(org, 'results.ndjson').map(({ result }) => result);

test('faulty orgs do not affect the verdict on the others', async () => {
  for (const profile of ['current', 'previous', 'observed', 'mixed'] as const) await add(profile, { profile });
  await add('second', {}, { tags: ['second'] });
  inventory.push({ name: 'bundled', profile: 'current', tiers: ['read'] });
  (await add('storm')).fault({ kind: '429 storm' });
  (await add('slow')).fault({ kind: 'no answer' });
  await add('revoked', {}, {}, `00${'r'.repeat(40)}`);
  await (await add('down')).close();

  const { code, text } = await startFleet(['--concurrency', '3', '--minutes', '5']).ended;
  expect(code, text).toBe(1);
  const expected = {
    ...{ current: 'passed', second: 'passed', bundled: 'passed' },
    ...{ previous: 'violations', observed: 'violations', mixed: 'violations' },
    ...{ storm: 'failed', slow: 'failed', revoked: 'failed', down: 'failed' },
  };
  for (const [org, result] of Object.entries(expected)) expect([org, resultOf(org)], text).toEqual([org, [result]]);
  expect(text).toContain('10 orgs: 3 passed, 4 failed, 3 with violations.');
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(linesOf('current', 'history.ndjson')).toHaveLength(1);
  expect(linesOf('storm', 'history.ndjson')).toEqual([]);

  // Nothing that is stored contains a secret.
  const all = readdirSync(join(folder, 'out'), { recursive: true, withFileTypes: true, encoding: 'utf8' });
  const texts = all
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  for (const secret of Object.values(env)) expect([text, ...texts].some((one) => one.includes(secret))).toBe(false);
});

test.each(['SIGKILL', 'SIGTERM'] as const)(
  'a fleet that got %s and runs again: nothing is left, and nothing is counted twice',
  async (signal) => {
    const org = await add('written', { latencyMs: 5 }, { tiers: ['read', 'write'] });
    await add('other');
    const first = startFleet(['--concurrency', '1']);
    try {
      await until(() => org.leftovers().length > 3);
      first.child.kill(signal);
      const { code } = await first.ended;
      expect(code).toBe(signal === 'SIGKILL' ? null : 143);
      // The run of the org ends cleanly, because the fleet has ended.
      await until(() => org.leftovers().length === 0);
      expect(existsSync(join(folder, 'out/written/results.ndjson'))).toBe(false);
    } finally {
      killAll(first.child);
    }
    for (const _ of ['again', 'a second time on this day']) {
      const { code, text } = await startFleet().ended;
      expect(code, text).toBe(0);
      expect(org.leftovers()).toEqual([]);
      expect(resultOf('written')).toEqual(['passed']);
      expect(linesOf('written', 'history.ndjson')).toHaveLength(1);
      expect(readdirSync(join(folder, 'out/written')).filter((name) => /^\d/.test(name))).toHaveLength(1);
    }
  },
);

test('no process shows a secret in its arguments', async () => {
  await add('acme', { latencyMs: 20 });
  const { ended } = startFleet();
  let seen = '';
  const timer = setInterval(() => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
      try {
        seen += readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        // It has ended.
      }
  }, 500);
  expect((await ended).code).toBe(0);
  clearInterval(timer);
  expect(seen).toContain('vitest.mjs');
  expect(seen).not.toContain(env.TOKEN_0);
});

test('an org that does not end in its time is stopped, and the others are verified', async () => {
  const org = await add('endless', { latencyMs: 20_000 });
  await add('acme');
  const { code, text } = await startFleet(['--minutes', '1']).ended;
  expect(code).toBe(1);
  expect(text).toContain('endless: It was stopped, because it did not end in 1 minutes.');
  expect([resultOf('endless'), resultOf('acme')]).toEqual([['failed'], ['passed']]);
  expect(org.leftovers()).toEqual([]);
});

test('--continue verifies only the orgs without a result of this day', async () => {
  await add('acme');
  await add('beta');
  expect((await startFleet(['--index', '0', '--of', '2']).ended).code).toBe(0);
  expect(existsSync(join(folder, 'out/beta'))).toBe(false);
  const [before] = linesOf<OrgResult>('acme', 'results.ndjson');
  const { code, text } = await startFleet(['--continue']).ended;
  expect(code, text).toBe(0);
  expect(text).toContain('2 orgs: 2 passed');
  expect(linesOf('acme', 'results.ndjson')).toEqual([before]);
});
