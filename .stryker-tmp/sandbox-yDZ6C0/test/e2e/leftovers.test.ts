// @ts-nocheck
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ReferenceOrg } from '../../reference-org/index.js';
import type { RunReport } from '../../src/assess/run-report.js';
import { killAll, runCli, runIn, runSuites, until } from './run-suites.js';
import { withOrg } from './with-org.js';

const activate = 'POST /api/v1/authenticators/{authenticatorId}/lifecycle/activate';
const deactivate = 'POST /api/v1/authenticators/{authenticatorId}/lifecycle/deactivate';
const ofGroups = '/api/v1/meta/schemas/group/default';

const access = (org: ReferenceOrg, tiers = 'write', named = '') => ({
  OKTA_CLIENT_ORGURL: org.url,
  OKTA_CLIENT_TOKEN: org.token,
  OKTA_CONTRACTS_TIERS: tiers,
  ...(named === '' ? {} : { OKTA_CONTRACTS_NAMED: named }),
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'leftovers-e2e-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('a refused restore is the first line of the verdict, is in every report, and fails the run', () =>
  withOrg({}, async (org) => {
    org.refuseRestores();
    const folder = newFolder();
    const { code, output } = await runIn(
      folder,
      {
        ...access(org, 'write,org', activate),
        GITHUB_ACTIONS: 'true',
        GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
      },
      ['suites/authenticators.test.ts'],
    );
    expect(code).toBe(1);
    const left = output.indexOf('LEFT ON THE ORG  1 authenticator: the org refused the restore.');
    expect(left).toBeGreaterThan(-1);
    expect(output.slice(left)).toMatch(
      /^.*\n +→ OKTA_CONTRACTS_TIERS=write,org .*sweep, or by hand .*\nFAILED {2}1 object/,
    );
    const read = (name: string) => readFileSync(join(folder, 'reports', name), 'utf8');
    const { leftovers, run } = JSON.parse(read('report.json')) as RunReport;
    expect(leftovers).toMatchObject([{ kind: 'authenticators', fails: true }]);
    expect(run.passed).toBe(false);
    for (const text of [
      output,
      leftovers[0]?.fix,
      ...['report.md', 'index.html', 'junit.xml', 'report.sarif'].map(read),
      readFileSync(join(folder, 'summary.md'), 'utf8'),
    ])
      expect(text?.replaceAll('\\', '')).toContain(deactivate);
    expect(output).toMatch(/^::error title=Left on the org::1 authenticator/m);
    // Once the org allows it, the sweep restores it.
    org.recover();
    const swept = await runCli(['sweep'], access(org, 'write,org'), folder);
    expect([swept.code, swept.output]).toEqual([0, 'Restored what earlier runs changed: 1 authenticator.\n']);
  }));

test('what an administrator changes during a run is not undone, and is reported', () =>
  withOrg({}, async (org) => {
    const change = { definitions: { custom: { properties: { contractText: { title: 'Kept', type: 'string' } } } } };
    org.after(
      1,
      () => void org.administrator('POST', ofGroups, change),
      (method, path) => method === 'POST' && path === ofGroups,
    );
    const { code, output, report } = await runSuites(access(org, 'write,org', `POST ${ofGroups}`), [
      'suites/meta-schemas.test.ts',
    ]);
    expect(JSON.stringify(org.administrator('GET', ofGroups))).toContain('"Kept"');
    expect(org.requests().filter(({ method, path }) => method === 'POST' && path === ofGroups)).toHaveLength(1);
    expect(output).toContain('changed by someone else since; not restored.');
    expect(report?.leftovers).toMatchObject([{ fails: false, fix: `Check its value: GET ${ofGroups}` }]);
    expect(code).toBe(0);
  }));

const lockOf = (seconds: number) => `okta-contracts-lock-0a1b2c3d-${Math.floor(Date.now() / 1000) + seconds}`;

test('a run that writes is refused while another run has the lock; a read run is not', () =>
  withOrg({}, async (org) => {
    const group = org.administrator('POST', '/api/v1/groups', { profile: { name: lockOf(3600) } });
    const { code, output } = await runIn(newFolder(), access(org), ['suites/users.test.ts']);
    expect(code).toBe(2);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(output).toMatch(
      /^\s*Another run writes to http\S+, and its lock expires at \d{4}-\d\d-\d\d \d\d:\d\d UTC: .* delete the group okta-contracts-lock-0a1b2c3d-\d{10}\)/,
    );
    expect(org.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
    expect((await runIn(newFolder(), access(org, 'read'), ['suites/org-metadata.test.ts'])).code).toBe(0);
    // Shards of one run do not block each other, but they respect the lock of another run.
    expect((await runIn(newFolder(), access(org), ['--shard=1/40'])).code).toBe(2);
    org.administrator('DELETE', `/api/v1/groups/${group.id}`);
  }));

test('an expired lock is ignored, and sweep reports it', () =>
  withOrg({}, async (org) => {
    for (const seconds of [-60, 86_400])
      org.administrator('POST', '/api/v1/groups', { profile: { name: lockOf(seconds) } });
    const folder = newFolder();
    expect((await runIn(folder, access(org), ['suites/inline-hooks.test.ts'])).code).toBe(0);
    const { output } = await runCli(['sweep'], access(org), folder);
    expect(output).toContain(
      '2 locks of runs elsewhere expired: delete the groups whose names start with okta-contracts-lock-',
    );
    expect(org.leftovers()).toHaveLength(2);
  }));

test('of two runs that start together one is refused, and no objects are left', () =>
  withOrg({ latencyMs: 150 }, async (org) => {
    const start = () => runIn(newFolder(), access(org), ['suites/users.test.ts']);
    const codes = (await Promise.all([start(), start()])).map(({ code }) => code);
    expect(codes.sort()).toEqual([0, 2]);
    expect(org.leftovers()).toEqual([]);
  }));

test('a run reports if it cannot lock the org', () =>
  withOrg({}, async (org) => {
    org.fault({ kind: 'refused change', when: (method, path) => method === 'POST' && path === '/api/v1/groups' });
    const { output, code } = await runSuites(access(org), ['suites/inline-hooks.test.ts']);
    expect(output).toContain('The org is not locked against a second run (POST /api/v1/groups returned 403)');
    expect(code).toBe(0);
    expect(org.leftovers()).toEqual([]);
  }));

test('the lock of a killed run is removed by the next run in its folder', () =>
  withOrg({ latencyMs: 30 }, async (org) => {
    await runSuites(access(org), ['suites/users.test.ts'], async (child, folder) => {
      await until(() => org.requests().filter(({ method }) => method === 'POST').length >= 2);
      killAll(child);
      await until(() => org.idle());
      expect(org.leftovers().length).toBeGreaterThan(0);
      expect((await runIn(folder, access(org), ['suites/inline-hooks.test.ts'])).code).toBe(0);
    });
    expect(org.leftovers()).toEqual([]);
  }));
