import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { processesBelow } from '../../.ci/fleet-bench/processes.js';
import type { OrgResult } from '../../src/cli/fleet/result.js';
import { FleetOfTest } from './fleet-of-test.js';
import { killAll, until } from './run-suites.js';

// Runs of the write tier need minutes on a machine that does other work.
vi.setConfig({ testTimeout: 600_000 });

const fleet = new FleetOfTest();
const root = join(import.meta.dirname, '../..');

test.each(['SIGKILL', 'SIGTERM'] as const)(
  'a fleet that got %s and runs again: nothing is left, and nothing is counted twice',
  async (signal) => {
    const org = await fleet.add('written', { latencyMs: 5 }, { tiers: ['read', 'write'] });
    await fleet.add('other');
    const first = fleet.start(['--concurrency', '1']);
    try {
      await until(() => org.leftovers().length > 3);
      first.child.kill(signal);
      const { code } = await first.ended;
      expect(code).toBe(signal === 'SIGKILL' ? null : 143);
      // The run of the org ends cleanly, because the fleet has ended. The next fleet waits for that.
      if (signal === 'SIGTERM') expect(org.leftovers()).toEqual([]);
      expect(existsSync(join(fleet.folder, 'out/written/results.ndjson'))).toBe(false);
    } finally {
      killAll(first.child);
    }
    for (const _ of ['again', 'a second time on this day']) {
      const { code, text } = await fleet.start().ended;
      expect(code, text).toBe(0);
      expect(org.leftovers()).toEqual([]);
      expect(fleet.results('written')).toEqual(['passed']);
      expect(fleet.lines('written', 'history.ndjson')).toHaveLength(1);
      expect(readdirSync(join(fleet.folder, 'out/written')).filter((name) => /^\d/.test(name))).toHaveLength(1);
    }
  },
);

test('10 orgs whose fleet is killed with all its processes, and then stopped: nothing is left, and nothing is counted twice', async () => {
  const profiles = ['current', 'previous', 'mixed'] as const;
  for (let i = 0; i < 9; i += 1)
    await fleet.add(`org${i}`, { profile: profiles[i % 3] ?? 'current', latencyMs: 2 }, { tiers: ['read', 'write'] });
  (await fleet.add('org9', {}, { tiers: ['read', 'write'] })).fault({ kind: '429 storm' });
  const left = () => fleet.orgs.flatMap((org) => org.leftovers());
  const ended = () => fleet.orgs.filter((_, i) => existsSync(join(fleet.folder, `out/org${i}/results.ndjson`))).length;
  for (const [signal, orgs] of [
    ['SIGKILL', 1],
    ['SIGTERM', 3],
  ] as const) {
    const { child, ended: end } = fleet.start(['--concurrency', '2', '--continue']);
    try {
      await until(() => ended() >= orgs && left().length > 4, 120);
      const pid = child.pid ?? 0;
      // As if the machine stopped: no process can remove what it created.
      for (const one of signal === 'SIGKILL' ? [pid, ...processesBelow(pid)] : [pid]) process.kill(one, signal);
      await end;
      expect(left().length > 0, signal).toBe(signal === 'SIGKILL');
    } finally {
      killAll(child);
    }
  }
  const { text } = await fleet.start(['--continue']).ended;
  expect(text).toContain('10 orgs: 3 passed, 1 failed, 6 with violations.');
  expect(left()).toEqual([]);
  for (let i = 0; i < 10; i += 1) {
    const expected = i === 9 ? 'failed' : i % 3 === 0 ? 'passed' : 'violations';
    expect([i, fleet.results(`org${i}`)]).toEqual([i, [expected]]);
    expect(fleet.lines(`org${i}`, 'history.ndjson')).toHaveLength(i === 9 ? 0 : 1);
    const [result] = fleet.lines<OrgResult>(`org${i}`, 'results.ndjson');
    const rows = join(fleet.folder, 'out', `org${i}`, result?.day ?? '', 'operations.ndjson');
    expect(existsSync(rows)).toBe(i !== 9);
  }
});

test('a run whose fleet is killed while it starts ends before its first request', async () => {
  const org = await fleet.add('acme');
  const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', root];
  const child = spawn(process.execPath, args, {
    cwd: fleet.folder,
    env: { PATH: process.env.PATH ?? '', OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: org.token },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // The channel closes before the run can watch it.
  child.disconnect();
  const [code, signal] = await once(child, 'exit');
  expect([code, signal]).toSatisfy(([one, other]) => one === 143 || other === 'SIGTERM');
  expect(org.requests()).toEqual([]);
});

test('a fleet that is killed in its second run of a day, and continued: the org is verified again', async () => {
  const org = await fleet.add('acme', { latencyMs: 5 }, { tiers: ['read', 'write'] });
  expect((await fleet.start().ended).code).toBe(0);
  const [first] = fleet.lines<OrgResult>('acme', 'results.ndjson');
  const { child, ended } = fleet.start();
  await until(() => org.leftovers().length > 3);
  for (const one of [...processesBelow(child.pid ?? 0), child.pid ?? 0]) process.kill(one, 'SIGKILL');
  await ended;
  expect(org.leftovers().length).toBeGreaterThan(0);
  const { code, text } = await fleet.start(['--continue']).ended;
  expect(code, text).toBe(0);
  expect(org.leftovers()).toEqual([]);
  const [second, ...more] = fleet.lines<OrgResult>('acme', 'results.ndjson');
  expect(more).toEqual([]);
  expect(second?.startedAt).not.toBe(first?.startedAt);
  // Without a journal, there is nothing to repeat.
  await fleet.start(['--continue']).ended;
  expect(fleet.lines('acme', 'results.ndjson')).toEqual([second]);
});
