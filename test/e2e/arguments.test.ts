import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { runCli, runIn, runSuites } from './run-suites.js';
import { withOrg } from './with-org.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'okta-contracts-'));
  return () => rmSync(folder, { recursive: true, force: true });
});

test("a reporter of the command line is added to the project's own", async () => {
  const { code, output, report } = await runSuites({ OKTA_CONTRACTS_PROFILE: 'previous' }, [
    'org-metadata',
    '--reporter=dot',
    '--reporter=tap-flat',
  ]);
  expect(output).toContain('FAILED  1 of 1 operation does not match 2025.08.0.');
  expect(output).toMatch(/^not ok \d /m);
  expect(report?.run.passed).toBe(false);
  expect(code).toBe(1);
});

test('the minimum coverage applies with a reporter of the command line', () =>
  withOrg({}, async (org) => {
    org.fault({ kind: '500', when: (_, path) => path === '/api/v1/behaviors' });
    const env = {
      OKTA_CLIENT_ORGURL: org.url,
      OKTA_CLIENT_TOKEN: org.token,
      OKTA_CONTRACTS_TIERS: 'read',
      OKTA_CONTRACTS_MIN_COVERAGE: '1',
    };
    const { code, output } = await runSuites(env, ['behaviors', 'inline-hooks', '--reporter=dot']);
    expect(output).toMatch(/^FAILED {2}only \d of \d verifiable operations were verified, less than 100 %\.$/m);
    expect(code).toBe(1);
  }));

test('a part of a run has a verdict and writes no reports', async () => {
  const { code, output } = await runIn(folder, { OKTA_CONTRACTS_PROFILE: 'previous' }, [
    'org-metadata',
    '--reporter=blob',
    `--outputFile=${folder}/blob.json`,
  ]);
  expect(output).toContain('FAILED  1 of 1 operation');
  expect([code, existsSync(join(folder, 'reports/report.json')), existsSync(join(folder, 'blob.json'))]).toEqual([
    1,
    false,
    true,
  ]);
});

test.each([
  ['usres', 'Unknown suite `usres`. Did you mean `users`?'],
  ['suites/user-type.test.ts', 'Unknown suite `suites/user-type.test.ts`. Did you mean `user-types`?'],
  ['suites/inlinehooks.test.ts:12', 'Unknown suite `suites/inlinehooks.test.ts:12`. Did you mean `inline-hooks`?'],
])('the unknown suite %s stops a run, also beside a known one', async (name, sentence) => {
  const { code, output } = await runSuites({}, ['behaviors', name]);
  expect([code, output.trim()]).toEqual([2, sentence]);
});

test('verify stops at an unknown suite', async () => {
  const { code, output } = await runCli(['verify', 'usres'], {}, folder);
  expect([code, output.trim()]).toEqual([2, 'Unknown suite `usres`. Did you mean `users`?']);
});

test('reports are merged only with valid settings', async () => {
  const { code, output } = await runIn(folder, { OKTA_CONTRACTS_TIER: 'read' }, [`--merge-reports=${folder}/blobs`]);
  expect([code, output.trim()]).toEqual([
    2,
    'Unknown setting `OKTA_CONTRACTS_TIER`. Did you mean `OKTA_CONTRACTS_TIERS`?',
  ]);
});
