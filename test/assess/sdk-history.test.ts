import { expect, test } from 'vitest';
import { historyEntryOf } from '../../src/assess/history.js';
import type { HistoryEntry, RunReport } from '../../src/assess/run-report.js';
import { sdkDriftOf } from '../../src/assess/sdk-history.js';
import { limitToClient } from '../../src/assess/used-by.js';
import type { SdkReport } from '../../src/domain/sdk.js';
import { faultOf } from '../../src/io/files.js';
import { finding, one, oneOfEach, report, result } from '../report/sample-report.js';
import { dropped, firstFinding, place, sdkReport, sdksOfOneOfEach } from '../report/sample-sdks.js';

const users = 'GET /api/v1/users';
const sdk = sdkReport({}, [[users, 'failed', [place('/0/status')]]]);
const other = sdkReport({}, [[users, 'failed', [place('/0/type')]]]);

/** Past runs, oldest first, each with the findings of an SDK; `undefined` for a run without an SDK. */
function historyOf(...sdks: (SdkReport | undefined)[]): HistoryEntry[] {
  return sdks.map((one, i) => ({
    ...historyEntryOf(report(oneOfEach, { facts: one ? { sdks: [one] } : {} })),
    startedAt: `2026-11-0${i + 1}T06:00:00.000Z`,
  }));
}

function sinceIn(...past: (SdkReport | undefined)[]): string | undefined {
  const { sdks = [] } = report(oneOfEach, { facts: { sdks: [sdk] }, history: historyOf(...past) });
  return sdks[0] && firstFinding(sdks[0]).since?.slice(0, 10);
}

test('a finding of an SDK has the start of the first run that had it, and an upgrade of the SDK does not change that', () => {
  expect(sinceIn()).toBeUndefined();
  expect(sinceIn(sdk, other, sdk, { ...sdk, version: '3.1.0' })).toBe('2026-11-03');
  expect(sinceIn(sdk, undefined, sdk)).toBe('2026-11-01');
  expect(sinceIn(sdk, other)).toBeUndefined();
});

test('the history has the fingerprints of the findings of SDKs, and the report leaves them out', () => {
  const [entry] = historyOf(sdk);
  expect(entry?.sdkFindings).toEqual([firstFinding(sdk).fingerprint]);
  expect(faultOf('history', entry)).toBeUndefined();
  expect(historyOf(undefined)[0]).not.toHaveProperty('sdkFindings');
  const given = report(oneOfEach, { facts: { sdks: [sdk] }, history: historyOf(sdk) });
  expect(given.history[0]).not.toHaveProperty('sdkFindings');
  expect(faultOf('report', given)).toBeUndefined();
});

function withBaseline(before: SdkReport[] | undefined, now: SdkReport[] | undefined): RunReport {
  const sdkDrift = sdkDriftOf(before);
  const baseline = { startedAt: '2026-11-01T06:00:00Z', org: 'x', new: 0, known: 0, gone: 0, drift: [] };
  return report(oneOfEach, {
    facts: { baseline: { ...baseline, ...(sdkDrift && { sdkDrift }) }, ...(now && { sdks: now }) },
  });
}

test('findings of SDKs are new, known or resolved against a baseline', () => {
  const both = sdkReport({}, [[users, 'failed', [place('/0/status'), place('/0/new')]]]);
  const gone = sdkReport({}, [[users, 'failed', [place('/0/status'), place('/0/a'), place('/0/b')]]]);
  const given = withBaseline([gone], [both]);
  expect(given.baseline?.sdks).toEqual({ new: 1, known: 1, gone: 2 });
  expect(given.sdks?.[0]?.findings.map(({ pointer, known }) => [pointer, known])).toEqual([
    ['/*/status', true],
    ['/*/new', undefined],
  ]);
  expect(faultOf('report', given)).toBeUndefined();
  expect(withBaseline(undefined, [both]).baseline).not.toHaveProperty('sdks');
  expect(withBaseline([gone], undefined).baseline).not.toHaveProperty('sdks');
});

test('findings of SDKs do not change the verdict on the org', () => {
  const passing = [one.kept];
  expect(report(passing, { facts: { sdks: [sdk], sdkFails: true } }).run).toEqual(report(passing).run);
});

test('a change and a finding name the SDKs that cannot read the same place', () => {
  const given = report(oneOfEach, { facts: { sdks: sdksOfOneOfEach() } });
  expect(given.groups.map(({ pointer, sdks }) => [pointer, sdks])).toEqual([
    ['/*/id', [{ name: 'python', version: '3.4.4', result: 'failed' }]],
    [
      '/settings',
      [
        { name: 'python', version: '3.4.4', result: 'failed' },
        { name: 'node', version: '7.0.0', result: 'loss' },
      ],
    ],
    ['/*/_links/execute', undefined],
  ]);
  expect(faultOf('report', given)).toBeUndefined();
});

test('a finding about a request does not name the SDKs that cannot read the same place of the response', () => {
  const sent = result(users, {
    findings: [finding(users, { kind: 'request', level: 'warning', pointer: '/status' })],
  });
  const sdks = [sdkReport({}, [[users, 'failed', [place('/status')]]])];
  expect(report([sent], { facts: { sdks } }).groups.map(({ part, sdks: own }) => [part, own])).toEqual([
    ['request', undefined],
  ]);
});

test('a report that is limited to a client has only the findings of its operations', () => {
  const sdks = [
    sdkReport({}, [
      [users, 'failed', [place('/0/status')]],
      ['GET /api/v1/apps', 'loss', [dropped('/0/a')]],
    ]),
  ];
  const given = report(oneOfEach, { facts: { sdks } });
  const usedBy = { file: 'a.har', operations: [users], unusedChanges: [], withoutContract: 0, unreadable: 0 };
  const limited = limitToClient({
    ...given,
    usedBy: { ...usedBy, omitted: { changes: 0, findings: 0, failing: 0 } },
  } as never);
  expect(limited.sdks?.[0]?.findings.map(({ operation }) => operation)).toEqual([users]);
  expect(limited.sdks?.[0]?.responses).toEqual(given.sdks?.[0]?.responses);
});
