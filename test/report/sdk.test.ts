import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { SdkReport } from '../../src/domain/sdk.js';
import { paintFor } from '../../src/report/render/paint.js';
import { renderSdks } from '../../src/report/render/sdk.js';
import { renderReport } from '../../src/report/render/terminal.js';
import { renderTraffic } from '../../src/report/render/traffic.js';
import { plainView } from '../../src/report/render/view.js';
import { sdkGroupsOf } from '../../src/sdk/groups.js';
import { one, oneOfEach, report } from './sample-report.js';
import { dropped, place, sdkReport, threeSdks } from './sample-sdks.js';

const users = 'GET /api/v1/users';
const user = 'GET /api/v1/users/{userId}';

test('findings with the same cause and type are one group with all operations', () => {
  const sdk = sdkReport({}, [
    [users, 'failed', [place('/0/status'), place('/4/status')], 3],
    [user, 'failed', [place('/status')], 2],
    ['GET /api/v1/groups/{groupId}/users', 'failed', [place('/1/status')]],
    ['PUT /api/v1/users/{userId}', 'failed', [place('/formerStatus')]],
    [user, 'failed', [place('/status', { cause: 'null', message: 'is null' })]],
  ]);
  const [first, second, ...others] = sdkGroupsOf(sdk.findings);
  expect(first).toMatchObject({
    title: '`status`, `formerStatus`: is not a member of UserStatus',
    operations: [
      { operation: users, pointers: ['/*/status'], responses: 3 },
      { operation: user, pointers: ['/status'], responses: 2 },
      { operation: 'GET /api/v1/groups/{groupId}/users' },
      { operation: 'PUT /api/v1/users/{userId}' },
    ],
    ...{ responses: 7, items: 10, result: 'failed', cause: 'enum' },
  });
  expect(second).toMatchObject({ title: '`status` is null', responses: 1 });
  expect(others).toEqual([]);
});

test('failures come before empty results and losses, then the most frequent first', () => {
  const groups = sdkGroupsOf(
    sdkReport({}, [
      [users, 'loss', [dropped('/0/a')], 9],
      [users, 'empty', [], 5],
      [users, 'failed', [place('/0/a')], 1],
      [users, 'failed', [place('/0/b', { expected: 'Other' })], 2],
    ]).findings,
  );
  expect(groups.map(({ result, responses }) => `${result} ${responses}`)).toEqual([
    'failed 2',
    'failed 1',
    'empty 5',
    'loss 9',
  ]);
});

test('types of the language do not join properties, and versions are not joined', () => {
  const text = (pointer: string) => place(pointer, { cause: 'type', expected: 'str', message: 'is not a str' });
  const sdk = sdkReport({}, [[users, 'failed', [text('/0/a'), text('/0/b')]]]);
  expect(sdkGroupsOf(sdk.findings)).toHaveLength(2);
  const other = sdkReport({ version: '3.0.0' }, [[users, 'failed', [text('/0/a')]]]);
  expect(sdkGroupsOf([...sdk.findings, ...other.findings])).toHaveLength(3);
});

test('responses with several findings of a group are counted once', () => {
  const sdk = sdkReport({}, [[users, 'loss', [dropped('/0/a'), dropped('/0/b'), dropped('/0/c')], 4]]);
  expect(sdkGroupsOf(sdk.findings)).toMatchObject([
    { responses: 4, items: 12, title: '`a`, `b` and 1 more: is not a property of User and is dropped' },
  ]);
});

test('an SDK is shown by its verdict and numbers, and by cause', () => {
  const read = Array.from({ length: 23 }, (_, i) => [`GET /api/v1/a${i}`, 'read', [], 250] as const);
  const sdk = sdkReport({}, [[users, 'failed', [place('/0/status')], 446], ...(read as never[])]);
  expect(renderSdks({ sdks: [sdk] })).toEqual([
    'SDK python 3.4.4 fails on 446 of 6,196 responses (1 of 24 operations).',
    '  fails: status is not a member of UserStatus (446 responses of 1 operation).',
    '    One such item makes the whole response fail: read the raw response.',
  ]);
  const compared = renderSdks({ sdks: [sdk], baseline: { sdks: { new: 1, known: 2, gone: 3 } } });
  expect(compared.slice(3)).toEqual(['Findings of SDKs: 1 new, 2 known, 3 resolved.']);
});

test('an SDK that reads all has one line, and nothing about exit codes', () => {
  expect(renderSdks({ sdks: [sdkReport({}, [[users, 'read']])] })).toEqual(['SDK python 3.4.4 reads all 1 response.']);
  expect(renderSdks({})).toEqual([]);
});

test.each([40, 60, 80, 120, 200])('an SDK has at most 8 lines of %i columns', (columns) => {
  const view = plainView({ columns });
  for (const sdk of threeSdks()) {
    const all = renderSdks({ sdks: [sdk] }, view);
    const lines = [...all, '→'].slice(
      0,
      [...all, '→'].findIndex((line) => line.startsWith('→')),
    );
    expect(lines.length).toBeLessThanOrEqual(8);
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
  }
});

test('the end of a report says that an SDK fails, and names the setting of the exit code', () => {
  const sdks = threeSdks();
  const lastLines = (given: SdkReport[], sdkFails: boolean) =>
    renderReport(report([one.kept], { facts: { sdks: given, sdkFails } }))
      .split('\n')
      .slice(-3)
      .join(' ');
  expect(lastLines(sdks, false)).toMatch(
    /PASSED .* SDK {5}2 SDKs fail\. For exit code 1: --sdk-fails or +OKTA_CONTRACTS_SDK_FAILS=true\.$/,
  );
  expect(lastLines(sdks.slice(2), true)).toMatch(
    /PASSED .* SDK {5}python 3\.4\.4 fails: exit code 1, because of --sdk-fails or +OKTA_CONTRACTS_SDK_FAILS\.$/,
  );
  expect(lastLines(sdks.slice(0, 1), true)).toMatch(/PASSED [^\n]*$/);
});

test.each([60, 80, 120])('a check of traffic with SDKs has at most 60 lines of %i columns', (columns) => {
  const totals = { exchanges: 9, unmatched: 1, refused: 0, unreadable: 0, pass: 5, stale: 1, violation: 2 };
  const given = report(oneOfEach, { facts: { sdks: threeSdks(), sdkFails: true } });
  const text = renderTraffic({ ...totals, operations: new Map() }, given, plainView({ columns }));
  const lines = text.trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(60);
  expect(lines.filter((line) => line.length > columns)).toEqual([]);
  expect(text).toContain('SDK node 7.0.0 fails');
});

test('colors do not change the text', () => {
  const sdks = threeSdks();
  for (const full of [true, false]) {
    const colored = renderSdks({ sdks }, plainView({ full, paint: paintFor(true) })).join('\n');
    expect(stripVTControlCharacters(colored)).toBe(renderSdks({ sdks }, plainView({ full })).join('\n'));
  }
});

test.each([
  [3, 60],
  [3, 80],
  [12, 80],
  [40, 120],
])('a run with %i SDKs has at most 60 lines of %i columns', (n, columns) => {
  const sdks = Array.from({ length: n }, (_, i) => ({ ...threeSdks()[i % 3], version: `3.${i}.0` }) as never);
  const lines = renderReport(report(oneOfEach, { facts: { sdks } }), plainView({ columns })).split('\n');
  expect(lines.length).toBeLessThanOrEqual(60);
  expect(lines.filter((line) => line.length > columns)).toEqual([]);
});

test('with everything, each cause and its places are shown', () => {
  const text = renderSdks({ sdks: threeSdks() }, plainView({ full: true })).join('\n');
  expect(text.match(/^ {2}(fails|loses data|returns nothing): /gm)).toHaveLength(62);
  expect(text).not.toContain('… and');
  expect(text).toContain('GET /api/v1/users /*/realmId, /*/type (12 responses)');
});
