import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { OrgResult } from '../../src/cli/fleet/result.js';
import { FleetOfTest } from './fleet-of-test.js';

// Ten runs need minutes on a machine that does other work.
vi.setConfig({ testTimeout: 600_000 });

const fleet = new FleetOfTest();

test('faulty orgs do not affect the verdict on the others', async () => {
  for (const profile of ['current', 'previous', 'observed', 'mixed'] as const) await fleet.add(profile, { profile });
  await fleet.add('second', {}, { tags: ['second'] });
  fleet.inventory.push({ name: 'bundled', profile: 'current', tiers: ['read'] });
  (await fleet.add('storm')).fault({ kind: '429 storm' });
  (await fleet.add('slow')).fault({ kind: 'no answer' });
  await fleet.add('revoked', {}, {}, `00${'r'.repeat(40)}`);
  await (await fleet.add('down')).close();

  const { code, text } = await fleet.start(['--concurrency', '3', '--minutes', '5']).ended;
  expect(code, text).toBe(1);
  const expected = {
    ...{ current: 'passed', second: 'passed', bundled: 'passed' },
    ...{ previous: 'violations', observed: 'violations', mixed: 'violations' },
    ...{ storm: 'failed', slow: 'failed', revoked: 'failed', down: 'failed' },
  };
  for (const [org, result] of Object.entries(expected))
    expect([org, fleet.results(org)], text).toEqual([org, [result]]);
  expect(text).toContain('10 orgs: 3 passed, 4 failed, 3 with violations.');
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  // Reasons name the fields of the inventory, not settings that the fleet sets.
  const [revoked] = fleet.lines<OrgResult>('revoked', 'results.ndjson');
  expect(revoked?.reason).toMatch(/check token \(from the environment variable TOKEN_\d\), which may belong/);
  expect(text).not.toContain('OKTA_CLIENT_');
  expect(fleet.lines('current', 'history.ndjson')).toHaveLength(1);
  expect(fleet.lines('storm', 'history.ndjson')).toEqual([]);

  // Nothing that is stored contains a secret.
  const all = readdirSync(join(fleet.folder, 'out'), { recursive: true, withFileTypes: true, encoding: 'utf8' });
  const texts = all
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  for (const secret of Object.values(fleet.env))
    expect([text, ...texts].some((one) => one.includes(secret))).toBe(false);
});

test('no process shows a secret in its arguments', async () => {
  await fleet.add('acme', { latencyMs: 20 });
  const { ended } = fleet.start();
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
  expect(seen).not.toContain(fleet.env.TOKEN_0);
});

test('an org that does not end in its time is stopped, and the others are verified', async () => {
  const org = await fleet.add('endless', { latencyMs: 20_000 });
  await fleet.add('acme');
  const { code, text } = await fleet.start(['--minutes', '1']).ended;
  expect(code).toBe(1);
  expect(text).toContain('endless: It was stopped, because it did not end in 1 minutes.');
  expect([fleet.results('endless'), fleet.results('acme')]).toEqual([['failed'], ['passed']]);
  expect(org.leftovers()).toEqual([]);
});

test('--continue verifies only the orgs without a result of this day', async () => {
  await fleet.add('acme');
  await fleet.add('beta');
  expect((await fleet.start(['--index', '0', '--of', '2']).ended).code).toBe(0);
  expect(existsSync(join(fleet.folder, 'out/beta'))).toBe(false);
  const [before] = fleet.lines<OrgResult>('acme', 'results.ndjson');
  const { code, text } = await fleet.start(['--continue']).ended;
  expect(code, text).toBe(0);
  expect(text).toContain('2 orgs: 2 passed');
  expect(fleet.lines('acme', 'results.ndjson')).toEqual([before]);
});

test('an org whose folder cannot be written has failed, and the others are verified', async () => {
  await fleet.add('acme');
  await fleet.add('beta');
  mkdirSync(join(fleet.folder, 'out'));
  writeFileSync(join(fleet.folder, 'out/acme'), 'a file');
  const { code, text } = await fleet.start().ended;
  expect([code, fleet.results('beta')], text).toEqual([1, ['passed']]);
  expect(text).toContain('2 orgs: 1 passed, 1 failed, 0 with violations.');
  expect(text).toMatch(/acme: Reports cannot be written to .*name another/s);
});
