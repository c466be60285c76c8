import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ReferenceOrg } from '../../src/reference-org/index.js';
import type { RunReport } from '../../src/report/model.js';
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
    const left = output.indexOf('LEFT ON THE ORG  1 authenticator: the org refused to restore it.');
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

test('a second run that writes is refused while the first is under way, and the lock is removed', () =>
  withOrg({ latencyMs: 30 }, async (org) => {
    const first = await runSuites(access(org), ['suites/users.test.ts'], async (child) => {
      await until(() => org.requests().filter(({ method }) => method === 'POST').length >= 2);
      const second = await runIn(newFolder(), access(org), ['suites/users.test.ts']);
      expect(second.code).toBe(2);
      expect(second.output.trim().split('\n')).toHaveLength(1);
      expect(second.output).toMatch(
        /^\s*Another run writes to http\S+, and its lock expires at \d{4}-\d\d-\d\d \d\d:\d\d UTC: .* delete the group okta-contracts-lock-[0-9a-f]{8}-\d{10}\)/,
      );
      const reading = await runIn(newFolder(), access(org, 'read'), ['suites/org-metadata.test.ts']);
      expect(reading.code).toBe(0);
      expect(child.exitCode).toBe(null);
    });
    expect(first.output).not.toContain('is not locked');
    expect([first.code, first.report?.leftovers, org.leftovers()]).toEqual([0, [], []]);
  }));

test('an org that creates no group is not locked, and the run says so', () =>
  withOrg({}, async (org) => {
    org.fault({ kind: 'refused change', when: (method, path) => method === 'POST' && path === '/api/v1/groups' });
    const { output, code } = await runSuites(access(org), ['suites/inline-hooks.test.ts']);
    expect(output).toContain('The org is not locked against a second run (POST /api/v1/groups answered 403)');
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
