import { XMLParser } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import type { SdkReport } from '../../src/domain/sdk.js';
import { compareReports } from '../../src/report/compare.js';
import { renderComparison } from '../../src/report/render/compare.js';
import { renderJunit } from '../../src/report/render/junit.js';
import { renderMarkdown } from '../../src/report/render/markdown.js';
import { renderSarif } from '../../src/report/render/sarif.js';
import { plainView } from '../../src/report/render/view.js';
import { oneOfEach, report } from './sample-report.js';
import { dropped, place, sdkReport, sdksOfOneOfEach, threeSdks } from './sample-sdks.js';

const users = 'GET /api/v1/users';
const nothing = 'GET /api/v1/nothing';

function reportWith(sdks: SdkReport[], sdkFails = false) {
  return report(oneOfEach, { facts: { sdks, sdkFails } });
}

test('Markdown has a section for each SDK, with a table of its causes', () => {
  const text = renderMarkdown(reportWith(threeSdks()));
  expect(text.match(/^## SDK: .*$/gm)).toEqual(['## SDK: go 5.0.6', '## SDK: node 7.0.0', '## SDK: python 3.4.4']);
  expect(text).toContain('It reads all 6,028 responses.');
  expect(text).toContain('| loses data | `realmId`, `type`: is not a property of User and is dropped | 12 | 24 |');
  expect(text).toContain('and 30 more: see `index.html`.');
  expect(text).toContain('**Stopped:** The adapter ended 3 times');
  expect(text).toContain('OKTA\\_CONTRACTS\\_SDK\\_FAILS=true');
  expect(renderMarkdown(report(oneOfEach))).not.toContain('SDK');
});

test('the details of a change in Markdown name the SDKs that cannot read it', () => {
  const given = reportWith(sdksOfOneOfEach());
  const groups = given.groups.map((group) => ({
    ...group,
    ...(group.kind === 'removed' && { guide: { advice: 'Change it.', sdk: [], links: [] } }),
  }));
  expect(renderMarkdown({ ...given, groups })).toContain(
    'SDKs that cannot read it: python 3.4.4 fails and node 7.0.0 loses data.',
  );
});

test.each([
  [false, '0'],
  [true, '24'],
])('a JUnit suite of an SDK has failures only with --sdk-fails (%s)', (sdkFails, failures) => {
  const xml = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(
    renderJunit(reportWith(threeSdks(), sdkFails)),
  );
  const suites = xml.testsuites.testsuite as { name: string; failures: string; tests: string }[];
  const { tests, failures: counted } = suites.find(({ name }) => name === 'SDK python 3.4.4') ?? {};
  expect({ tests, counted }).toEqual({ tests: '24', counted: failures });
  expect(suites.find(({ name }) => name === 'SDK go 5.0.6')).toMatchObject({ tests: '1', failures: '0' });
});

test('SARIF results of SDKs are warnings, or notes on lost data, at the contract of the operation', () => {
  const sdk = sdkReport({}, [
    [users, 'failed', [place('/0/status')]],
    [users, 'loss', [dropped('/0/realmId')]],
    [nothing, 'empty'],
  ]);
  const [run] = JSON.parse(renderSarif(reportWith([sdk]))).runs;
  const results = run.results.filter(({ ruleId }: { ruleId: string }) => ruleId === 'sdk');
  expect(
    results.map((one: { level: string; ruleIndex: number; locations: { physicalLocation: object }[] }) => [
      one.level,
      run.tool.driver.rules[one.ruleIndex].id,
      one.locations[0]?.physicalLocation,
    ]),
  ).toEqual(
    [
      ['warning', 'contracts/users/operations.json'],
      ['warning', 'contracts/sdk-methods.json'],
      ['note', 'contracts/users/operations.json'],
    ].map(([level, uri]) => [level, 'sdk', { artifactLocation: { uri }, region: { startLine: 1 } }]),
  );
  expect(results[0].message.text).toBe(
    'GET /api/v1/users: python 3.4.4 fails: /*/status is not a member of UserStatus. One such item makes the whole response fail: read the raw response.',
  );
});

test('a comparison shows what an SDK cannot read on one of the orgs only', () => {
  const both = [nothing, 'failed', [place('/0/status')]] as const;
  const left = reportWith([sdkReport({}, [[...both], [users, 'loss', [dropped('/0/realmId')]]] as never)]);
  const right = reportWith([
    sdkReport({}, [[...both], [users, 'failed', [place('/0/type', { expected: 'UserType' })]]] as never),
    sdkReport({ name: 'node', version: '7.0.0' }, [[users, 'read']]),
  ]);
  const compared = compareReports(left, right);
  expect(compared.different).toBe(0);
  const lines = renderComparison(compared).split('\n');
  expect(lines.slice(lines.indexOf('SDK python 3.4.4')).filter((line) => line !== '')).toEqual([
    'SDK python 3.4.4',
    '  Left:  fails on 1 of 2 responses (1 of 2 operations), and loses data of 1.',
    '  Right: fails on 2 of 2 responses (2 of 2 operations).',
    '  only right fails: type is not a member of UserStatus (1 response of 1',
    '    operation)',
    '  only left loses data: realmId is not a property of User and is dropped (1',
    '    response of 1 operation)',
    'SDK node 7.0.0',
    '  Left:  it did not read the responses.',
    '  Right: reads all 1 response.',
  ]);
});

test('two versions of an SDK are compared if no version read both orgs', () => {
  const [left, right] = ['3.0.0', '3.1.0'].map((version) => reportWith([sdkReport({ version }, [[users, 'read']])]));
  if (!left || !right) throw new Error('No reports.');
  expect(compareReports(left, right).sdks).toMatchObject([{ name: 'python 3.0.0 | python 3.1.0', onlyRight: [] }]);
});

test.each([60, 80, 120])('a comparison with many SDKs has at most 60 lines of %i columns', (columns) => {
  const sdks = Array.from({ length: 9 }, (_, i) => ({ ...threeSdks()[2], version: `3.${i}.0` }) as SdkReport);
  const few = sdks.map((sdk) => ({ ...sdk, findings: [] }));
  const lines = renderComparison(compareReports(reportWith(few), reportWith(sdks)), plainView({ columns })).split('\n');
  expect(lines.length).toBeLessThanOrEqual(61);
  expect(lines.filter((line) => line.length > columns)).toEqual([]);
});
