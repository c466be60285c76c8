import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readHistory } from '../../src/assess/history.js';
import type { RunReport } from '../../src/assess/run-report.js';
import { runCli, runIn } from './run-suites.js';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'okta-contracts-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const suites = ['suites/behaviors.test.ts', 'suites/org-metadata.test.ts', 'suites/inline-hooks.test.ts'];
const reportIn = (at: string) => JSON.parse(readFileSync(join(at, 'reports/report.json'), 'utf8')) as RunReport;

test('shards are merged into one report', async () => {
  const at = folder();
  const shard = (n: number) =>
    runIn(at, {}, [...suites, `--shard=${n}/2`, '--reporter=blob', `--outputFile=${at}/blobs/${n}.json`]);
  await shard(1);
  await shard(2);
  const { code, output } = await runIn(at, {}, [`--merge-reports=${at}/blobs`]);
  expect(output).toMatch(/PASSED {2}(\d+) of \1 verified operations match 2025\.08\.0\./);
  expect(code).toBe(0);
  const merged = reportIn(at);
  expect(new Set(merged.operations.map(({ resource }) => resource))).toEqual(
    new Set(['behaviors', 'inline-hooks', 'org-metadata']),
  );
  expect(merged.requests.sent).toBeGreaterThan(merged.operations.length / 2);
  expect(merged.org.reference).toBe('current');
});

test('a canary fails on new findings, and reports since when they occur', async () => {
  const at = folder();
  const observed = { OKTA_CONTRACTS_PROFILE: 'observed' };
  const first = await runIn(at, observed, suites);
  expect(first.code).toBe(1);
  writeFileSync(join(at, 'baseline.json'), readFileSync(join(at, 'reports/report.json')));
  const withBaseline = { ...observed, OKTA_CONTRACTS_BASELINE: 'baseline.json', OKTA_CONTRACTS_FULL: 'true' };
  const second = await runIn(at, withBaseline, suites);
  expect(second.output).toContain('0 new findings, 1 known, 0 resolved');
  expect(second.output).toContain('known from the baseline');
  expect(second.code).toBe(0);
  const [then, now] = readHistory(join(at, 'reports/history.ndjson'));
  expect([then?.passed, now?.passed]).toEqual([false, true]);
  const [finding] = reportIn(at).operations.flatMap(({ findings }) =>
    findings.filter(({ level }) => level === 'stale'),
  );
  expect(finding).toMatchObject({ policyResult: 'known', since: then?.startedAt });
});

test('accepted findings of the working directory pass', async () => {
  const at = folder();
  const observed = { OKTA_CONTRACTS_PROFILE: 'observed' };
  expect((await runIn(at, observed, suites)).code).toBe(1);
  const accepted = await runCli(['accept'], {}, at);
  expect(accepted.output).toMatch(/Accepted 1 finding of the reference org in accepted\.json:/);
  expect(accepted.output).toContain('Runs in this folder use accepted.json. Commit it.');
  const { code, output } = await runIn(at, observed, suites);
  expect([code, output]).toEqual([0, expect.stringContaining('0 new findings, 1 known, 0 resolved')]);
  const named = await runIn(at, { ...observed, OKTA_CONTRACTS_BASELINE: 'no.json' }, suites);
  expect([named.code, named.output]).toEqual([2, expect.stringContaining('no.json cannot be read')]);
});

test('waived findings pass; an invalid waivers file stops the run before any request', async () => {
  const at = folder();
  const observed = { OKTA_CONTRACTS_PROFILE: 'observed' };
  await runIn(at, observed, suites);
  const waived = await runCli(['waive', '--all', '--reason', 'known', '--owner', 'us'], {}, at);
  expect(waived.output).toMatch(/1 waived until .* in waivers\.json\./);
  expect((await runIn(at, observed, suites)).code).toBe(0);
  writeFileSync(join(at, 'waivers.json'), '{"waivers": [{}]}');
  const { code, output } = await runIn(at, observed, suites);
  expect(code).toBe(2);
  expect(output).toContain(
    "waivers.json is not a valid waivers file: /waivers/0 must have required property 'operation'",
  );
});

test('GitHub Actions gets a summary of the job and annotations', async () => {
  const at = folder();
  const summary = join(at, 'summary.md');
  const env = { OKTA_CONTRACTS_PROFILE: 'observed', GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
  const { output } = await runIn(at, env, suites);
  expect(readFileSync(summary, 'utf8')).toMatch(/^# ❌ Contract check failed/);
  expect(output).toMatch(/^::error file=contracts\/org-metadata\/[^,]*,title=GET \/\.well-known\/okta-organization::/m);
});

test('two orgs are compared live, each only with the settings of its file', async () => {
  const at = folder();
  for (const profile of ['current', 'observed'])
    writeFileSync(join(at, `${profile}.env`), `OKTA_CONTRACTS_PROFILE=${profile}\n`);
  const env = { OKTA_CONTRACTS_PROFILE: 'previous' };
  const { code, output } = await runCli(
    ['compare', '--left', 'current.env', '--right', 'observed.env', '--full'],
    env,
    at,
  );
  expect(code).toBe(1);
  expect(output).toContain('Left   Bundled reference org (profile current)');
  expect(output).toContain('Right  Bundled reference org (profile observed)');
  expect(output.replaceAll(/\s+/g, ' ')).toContain(
    '`settings` removed from GET /.well-known/okta-organization: applied | not applied',
  );
});
