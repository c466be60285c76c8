import { expect, test } from 'vitest';
import type { SdkPlace, SdkResult } from '../../src/domain/sdk.js';
import { SdkCollector } from '../../src/sdk/collector.js';
import { mergeSdkReports } from '../../src/sdk/merge.js';

const sdk = { name: 'python', version: '3.1.0', spec: 'python:a' };
const operation = 'GET /api/v1/users';

function place(pointer: string, parts: Partial<SdkPlace> = {}): SdkPlace {
  return { pointer, cause: 'enum', message: 'is not a member of UserStatus', ...parts };
}

function result(outcome: SdkResult['result'], findings: SdkPlace[] = [], version = sdk.version): SdkResult {
  return { name: sdk.name, version, result: outcome, findings };
}

/** The report after the results of one operation, each with those of other SDKs. */
function reportOf(...results: [SdkResult, ...SdkResult[]][]) {
  const collector = new SdkCollector(sdk);
  for (const [own, ...others] of results) collector.add(operation, own, others);
  return collector.report();
}

test('findings are grouped by operation, place and cause, and responses and items are counted', () => {
  const { findings } = reportOf(
    [result('failed', [place('/0/status'), place('/7/status'), place('/7/type', { cause: 'null' })])],
    [result('failed', [place('/3/status')])],
  );
  expect(findings.map(({ pointer, cause, responses, items }) => ({ pointer, cause, responses, items }))).toEqual([
    { pointer: '/*/status', cause: 'enum', responses: 2, items: 3 },
    { pointer: '/*/type', cause: 'null', responses: 1, items: 1 },
  ]);
});

test('failures come before losses, and operations without either are only counted', () => {
  const collector = new SdkCollector(sdk);
  for (let i = 0; i < 3; i += 1) collector.add('GET /a', result('loss', [place('/x', { cause: 'dropped' })]));
  collector.add('GET /b', result('empty'));
  collector.add('GET /b', result('failed'));
  collector.add('GET /c', result('read'));
  collector.add('GET /d', result('unknown operation'));
  const { findings, operations, operationsRead, responses } = collector.report();
  expect(findings.map((finding) => finding.result)).toEqual(['failed', 'empty', 'loss']);
  expect(operations.map((one) => one.operation)).toEqual(['GET /b', 'GET /a']);
  expect(operationsRead).toBe(3);
  expect(responses).toEqual({ read: 1, loss: 3, empty: 1, failed: 1, 'unknown operation': 1 });
});

test('the fingerprint is the same for all versions of an SDK, and differs by place', () => {
  const fingerprintOf = (version: string, pointer: string) => {
    const collector = new SdkCollector({ ...sdk, version });
    collector.add(operation, result('failed', [place(pointer)], version));
    return collector.report().findings[0]?.fingerprint;
  };
  expect(fingerprintOf('3.1.0', '/0/status')).toBe(fingerprintOf('3.4.4', '/9/status'));
  expect(fingerprintOf('3.1.0', '/0/status')).not.toBe(fingerprintOf('3.1.0', '/0/type'));
});

const failed = result('failed', [place('/0/status')]);

test.each([
  ['a later version that reads it', result('read', [], '3.4.4'), 'Version 3.4.4 reads it: upgrade to it.'],
  ['an earlier version that reads it', result('read', [], '3.0.0'), 'Version 3.0.0 reads it: pin the SDK to it.'],
  [
    'a version that drops another property',
    result('loss', [place('/0/other', { cause: 'dropped' })], '3.10.0'),
    'Version 3.10.0 reads it: upgrade to it.',
  ],
  [
    'a version that drops this property',
    result('loss', [place('/4/status', { cause: 'dropped' })], '3.4.4'),
    'One such item makes the whole response fail: read the raw response.',
  ],
  [
    'a version that fails as well',
    result('failed', [place('/0/other')], '3.4.4'),
    'One such item makes the whole response fail: read the raw response.',
  ],
])('the advice names %s', (_, other, advice) => {
  expect(reportOf([failed, other]).findings[0]?.advice).toBe(advice);
});

test('a version is only advised if it reads all responses with the finding', () => {
  const reads = result('read', [], '3.4.4');
  expect(reportOf([failed, reads], [failed]).findings[0]?.advice).not.toContain('3.4.4');
});

test('another SDK is not advised', () => {
  expect(reportOf([failed, { ...result('read', [], '9.0.0'), name: 'node' }]).findings[0]?.advice).not.toContain('9.0');
});

test('the number of findings in a report is bounded, and the others are counted', () => {
  const report = reportOf([
    result(
      'failed',
      Array.from({ length: 2500 }, (_, i) => place(`/property${i}`)),
    ),
  ]);
  expect(report.findings).toHaveLength(2000);
  expect(report.furtherFindings).toBe(500);
});

test('the reports of the shards of a run are added up, by SDK', () => {
  const [a, b] = [reportOf([failed], [result('read')]), reportOf([failed])];
  const other = { ...b, version: '3.4.4' };
  const [sum, second] = mergeSdkReports([a, b, other]);
  expect(sum).toMatchObject({
    responses: { failed: 2, read: 1 },
    operations: [{ operation, responses: 3, failed: 2 }],
    findings: [{ responses: 2, items: 2 }],
  });
  expect(second).toBe(other);
});
