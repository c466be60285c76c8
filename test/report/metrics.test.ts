import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validate } from 'ctrf';
import { expect, onTestFinished, test } from 'vitest';
import type { SdkReport } from '../../src/domain/sdk.js';
import { renderCtrf } from '../../src/report/render/ctrf.js';
import { renderPrometheus } from '../../src/report/render/prometheus.js';
import { writeMetricsWithoutRun } from '../../src/report/write-metrics.js';
import { hasPromtool, promtoolCheck } from '../promtool.js';
import { finding, one, oneOfEach, policy, report, result } from './sample-report.js';

const sdk: SdkReport = {
  name: 'python',
  version: '3.1.0',
  spec: 'python',
  responses: { failed: 1, empty: 0, loss: 2, read: 30, 'unknown operation': 1 },
  operations: [],
  findings: [],
  furtherFindings: 3,
};
const awkward = result('GET /api/v1/<b>|`x`\\"', {
  resource: 'a "b"\\\nc',
  outcome: { kind: 'verified', verdict: 'violation' },
  findings: [finding('GET /api/v1/<b>|`x`\\"', { message: 'Expected ]]> & \u0000, got 100%\n' })],
});
const reports = {
  'one of each': report(oneOfEach),
  'all kept': report([one.kept]),
  'nothing verified': report([one.skipped]),
  'awkward names': report([awkward], { facts: { org: { url: 'recorded "traffic"\\', tiers: [] } } }),
  'an SDK': report(oneOfEach, { facts: { sdks: [sdk, { ...sdk, version: '3.0.0' }] } }),
  'a baseline': report(oneOfEach, {
    facts: {
      policy: { ...policy, known: [one.broken.findings[0]?.fingerprint ?? ''] },
      baseline: { startedAt: '2026-11-03T00:00:00.000Z', org: 'x', new: 0, known: 0, gone: 0, drift: [] },
    },
  }),
  'the reference org': report(oneOfEach, {
    facts: { org: { url: 'http://127.0.0.1:1', reference: 'mixed', tiers: ['read'] } },
  }),
};
const cases = Object.entries(reports);

/** The samples of a metric, without the labels that all have. */
function samplesOf(metrics: string, name: string): string[] {
  return metrics
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`))
    .map((line) => line.replace(/^\w+\{org="[^"]*",edition="[^"]*",?/, '{'));
}

test('metrics.prom has the verdicts, changes, requests and coverage of a run', () => {
  const metrics = renderPrometheus(reports['one of each']);
  expect(metrics).toContain(
    '# HELP okta_contracts_run_passed Whether the last run passed: 1 or 0.\n# TYPE okta_contracts_run_passed gauge\nokta_contracts_run_passed{org="https://acme.oktapreview.com",edition="2025.08.0"} 0\n',
  );
  expect(metrics.endsWith('\n# EOF\n')).toBe(true);
  const of = (name: string) => samplesOf(metrics, `okta_contracts_${name}`);
  expect(of('operations')).toEqual([
    '{outcome="pass"} 1',
    '{outcome="stale"} 1',
    '{outcome="violation"} 1',
    '{outcome="skipped"} 1',
    '{outcome="inconclusive"} 0',
    '{outcome="not_exercised"} 0',
  ]);
  expect(of('operations_unverified')).toEqual(['{outcome="skipped",reason="needs-write-tier"} 1']);
  expect(of('coverage_ratio')).toEqual(['{} 1']);
  expect(of('changes')).toEqual(
    expect.arrayContaining(['{part="response",state="applied"} 1', '{part="response",state="not_applied"} 1']),
  );
  expect(of('requests')).toEqual(['{} 12']);
  expect(of('requests_limited')).toEqual(['{} 1']);
  expect(of('requests_wait_seconds')).toEqual(['{} 2.5']);
  expect(of('run_duration_seconds')).toEqual(['{} 3.25']);
  expect(of('run_timestamp_seconds')).toEqual([`{} ${Date.parse('2026-11-24T06:00:03.250Z') / 1000}`]);
  expect(of('edition_match')).toContain('{match="same_in_both"} 0');
  expect(of('findings')).toEqual([
    '{resource="users",operation="GET /api/v1/users",level="violation",policy="fails"} 1',
    '{resource="org-metadata",operation="GET /.well-known/okta-organization",level="stale",policy="fails"} 1',
  ]);
  expect(metrics).not.toContain('okta_contracts_sdk');
});

test('metrics.prom has the results of SDKs, and names the reference org without its port', () => {
  expect(samplesOf(renderPrometheus(reports['an SDK']), 'okta_contracts_sdk_responses')).toContain(
    '{sdk="python",version="3.1.0",result="unknown_operation"} 1',
  );
  expect(samplesOf(renderPrometheus(reports['an SDK']), 'okta_contracts_sdk_findings')).toHaveLength(2);
  expect(renderPrometheus(reports['the reference org'])).toContain('{org="reference:mixed",');
});

test('a run that could not start has metrics that differ from those of drift', () => {
  const folder = mkdtempSync(join(tmpdir(), 'metrics-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeMetricsWithoutRun(folder, { org: 'https://acme.oktapreview.com', edition: '2025.08.0' });
  const metrics = readFileSync(join(folder, 'metrics.prom'), 'utf8');
  const labels = '{org="https://acme.oktapreview.com",edition="2025.08.0"}';
  expect(metrics).toContain(`okta_contracts_run_passed${labels} 0\n`);
  expect(metrics).toContain(`okta_contracts_canary_failed${labels} 1\n`);
  expect(metrics).toMatch(/^okta_contracts_run_timestamp_seconds\{.*\} \d+(\.\d+)?$/m);
  if (hasPromtool()) expect(promtoolCheck(metrics)).toBe('');
  const failed = (name: keyof typeof reports) =>
    samplesOf(renderPrometheus(reports[name]), 'okta_contracts_canary_failed');
  expect([failed('one of each'), failed('nothing verified')]).toEqual([['{} 0'], ['{} 1']]);
});

test.runIf(hasPromtool()).each(cases)('promtool accepts the metrics of %s', (_, given) => {
  const metrics = renderPrometheus(given);
  expect(promtoolCheck(metrics)).toBe('');
  expect(promtoolCheck(metrics.replace('# HELP okta_contracts_run_passed', '#'))).toMatch(/no help text/);
  expect(promtoolCheck(metrics.replace('edition="', 'edition-of="'))).toMatch(/error while linting/);
});

test.each(cases)('the CTRF file of %s matches the schema of CTRF', (_, given) => {
  const ctrf = JSON.parse(renderCtrf(given));
  expect(validate(ctrf)).toMatchObject({ valid: true });
  expect(validate({ ...ctrf, more: 1 })).toMatchObject({ valid: false });
  const { summary, tests } = ctrf.results;
  expect(summary.passed + summary.failed + summary.skipped).toBe(summary.tests);
  expect(tests).toHaveLength(summary.tests);
});

test.each(cases)('no sample of %s occurs twice', (_, given) => {
  const samples = renderPrometheus(given)
    .split('\n')
    .map((line) => line.replace(/ \S+$/, ''));
  const names = samples.filter((line) => /^okta_contracts_/.test(line));
  expect(new Set(names).size).toBe(names.length);
});

test('CTRF has a test per operation, and the failures of JUnit', () => {
  const { tests, summary } = JSON.parse(renderCtrf(reports['one of each'])).results;
  expect(tests.map(({ name, status, rawStatus }: Record<string, string>) => [name, status, rawStatus])).toEqual([
    ['GET /api/v1/users', 'failed', 'violation'],
    ['GET /.well-known/okta-organization', 'failed', 'stale'],
    ['POST /api/v1/inlineHooks', 'skipped', 'skipped'],
    ['GET /api/v1/inlineHooks', 'passed', 'pass'],
    ['passes', 'failed', undefined],
  ]);
  expect(tests[0]).toMatchObject({
    suite: ['users'],
    message: expect.stringContaining('Expected string, got null'),
    trace: expect.stringContaining('Evidence: '),
  });
  expect(summary).toMatchObject({ start: Date.parse('2026-11-24T06:00:00Z'), duration: 3250, suites: 4 });
});
