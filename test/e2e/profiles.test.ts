import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunReport } from '../../src/assess/run-report.js';
import { unobservableReason } from '../../src/assess/unobservable-changes.js';
import { unasked } from '../engine/unasked.js';
import { runSuites } from './run-suites.js';

const changesIn = (report: RunReport | undefined, state: string) =>
  (report?.operations ?? []).flatMap((operation) => operation.changes.filter((entry) => entry.state === state));
const findingsIn = (report: RunReport | undefined) =>
  (report?.operations ?? []).flatMap(({ operation, findings }) =>
    findings.map((finding) => ({ ...finding, operation })),
  );
const isOfResponse = ({ change }: ReturnType<typeof changesIn>[number]) => change.part === undefined;
const requestChangesIn = (report: RunReport | undefined, state: string) =>
  changesIn(report, state).flatMap((entry) => (isOfResponse(entry) ? [] : `${entry.change.id}: ${entry.detail}`));

test('an org of this edition matches all contracts', async () => {
  const { code, output, report } = await runSuites();
  expect(code).toBe(0);
  expect(report?.coverage.verified).toBe(report?.coverage.selected);
  expect(report?.coverage.verdicts).toEqual({ pass: report?.coverage.verified, stale: 0, violation: 0 });
  expect(changesIn(report, 'not applied')).toEqual([]);
  // With the usual limits no bucket is exhausted: a single wait for the next minute would be visible.
  expect(report?.requests.waitedSeconds).toBeLessThan(50);
  expect(report?.requests.answered429).toBe(0);
  expect(report?.requests.sent).toBeLessThanOrEqual(1300);
  expect(countsIn(report)).toEqual({
    'applied: accepted': 89,
    'applied: ignored': 14,
    'applied: refused': 9,
    'not observable': 113,
    'a response does not show which query parameters the org used': 3,
  });
  expect(findingsIn(report).filter(({ kind }) => kind === 'request')).toEqual([]);
  const told = output.split('\n').filter((line) => line.startsWith('Bundled reference org (profile current)'));
  expect(told).toHaveLength(2);
  expect(output.trimStart().startsWith('Bundled reference org (profile current)')).toBe(true);
});

test.each([
  ['current', '2024.08.3', '2025.08.0', '2025.08.0'],
  // The documents of 2024.10.1 and 2025.01.1 do not differ.
  ['previous', '2024.08.3', '2025.01.1', '2024.10.1'],
])('an org of the profile %s, compared with the step from %s to %s', async (profile, from, to, newest) => {
  const settings = { OKTA_CONTRACTS_PROFILE: profile, OKTA_CONTRACTS_FROM: from, OKTA_CONTRACTS_TO: to };
  const { code, output, report } = await runSuites(settings);
  expect(output).toContain(`Editions: from ${from} to ${to}.`);
  expect([code, report?.edition.edition, report?.edition.previous]).toEqual([0, to, from]);
  expect(report?.coverage.verified).toBeGreaterThan(220);
  expect(report?.coverage.verdicts).toMatchObject({ stale: 0, violation: 0 });
  expect(changesIn(report, 'not applied')).toEqual([]);
  expect(Object.keys(report?.editionMatch.editions ?? {}).at(-1)).toBe(newest);
});

test('the findings of an org of the previous edition are grouped by what changed', async () => {
  const { report } = await runSuites({ OKTA_CONTRACTS_PROFILE: 'previous' });
  const found = (report?.groups ?? []).filter(({ level }) => level !== undefined && level !== 'notice');
  expect(findingsIn(report).length).toBeGreaterThan(200);
  expect(found.length).toBeGreaterThan(30);
  expect(found.length).toBeLessThan(70);
});

test('an org like real orgs has applied changes that break code, and each is in a group', async () => {
  const { report } = await runSuites({ OKTA_CONTRACTS_PROFILE: 'observed' });
  const groups = report?.groups ?? [];
  const applied = groups.filter(({ section }) => section === 'breaking applied');
  const breaking = changesIn(report, 'applied').filter(({ change }) => ['removed', 'changed'].includes(change.kind));
  expect(breaking.length).toBeGreaterThan(50);
  const operations = new Set(applied.flatMap((group) => group.operations.map(({ operation }) => operation)));
  expect(breaking.filter(({ change }) => !operations.has(change.operation))).toEqual([]);
  expect(groups.filter(({ policyResult }) => policyResult === 'fails').map(({ title }) => title)).toEqual([
    '`settings` removed from GET /.well-known/okta-organization',
  ]);
});

/** Commands are not broken, so that they can be copied. `npm test` prints four lines first. */
test.each([{ OKTA_CONTRACTS_PROFILE: 'mixed' }, { OKTA_CONTRACTS_PROFILE: 'previous' }])(
  'everything that a run prints is at most 60 lines: $OKTA_CONTRACTS_PROFILE',
  async (env) => {
    const lines = (await runSuites(env)).output.trimEnd().split('\n');
    expect(lines.length + 4).toBeLessThanOrEqual(60);
    expect(lines.filter((line) => line.length > 80 && !line.startsWith('→ '))).toEqual([]);
    expect(lines.filter((line) => line.startsWith('FAILED  '))).toHaveLength(2);
  },
);

/** How many changes of requests have each state. */
function countsIn(report: RunReport | undefined): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { changes } of report?.operations ?? [])
    for (const { change, state, detail = '' } of changes.filter((entry) => !isOfResponse(entry))) {
      const name = state !== 'not observable' ? `${state}: ${detail}` : unobservableReason(change) ? state : detail;
      counts[name] = (counts[name] ?? 0) + 1;
    }
  return counts;
}

/** Only sent to undo a request of the run; it has no object that a probe could replace. */
const onlyAfterAnother = ['POST /api/v1/iam/governance/optOut'];

test('an org of the previous edition gets a finding for each missing change, and no others', async () => {
  const { code, report } = await runSuites({ OKTA_CONTRACTS_PROFILE: 'previous' });
  expect(code).toBe(1);
  expect(changesIn(report, 'applied')).toEqual([]);
  // A property that an edition adds only sometimes is not missing if it is absent.
  const { report: current } = await runSuites();
  const unseen = new Set(changesIn(current, 'not observable').map(({ change }) => change.id));
  const missed = changesIn(report, 'not observable')
    .filter(isOfResponse)
    .filter(({ change }) => !change.when && !unseen.has(change.id));
  expect(missed.map(({ change }) => change.operation)).toEqual(onlyAfterAnother);
  expect(changesIn(report, 'not applied').length).toBeGreaterThan(100);
  const named = new Set(changesIn(report, 'not applied').map(({ change }) => change.id));
  expect(findingsIn(report).filter((finding) => !finding.change || !named.has(finding.change))).toEqual([]);
  // The org of this edition accepts what was added in requests, and ignores or refuses what was removed; this org does the opposite.
  expect(requestChangesIn(report, 'not applied')).toEqual(
    expect.arrayContaining([
      'PUT /api/v1/apps/{appId}: added /settings/oauthClient/network in requests: ignored',
      'PUT /api/v1/apps/{appId}: removed /settings/oauthClient/jwks/keys/*/alg in requests: still honored',
      'PUT /api/v1/inlineHooks/{inlineHookId}: removed /metadata in requests: still honored',
      'PUT /api/v1/realms/{realmId}: added /profile/domains in requests: ignored',
    ]),
  );
  const counts = countsIn(report);
  expect(counts['not applied: ignored']).toBeGreaterThanOrEqual(65);
  expect(counts['not applied: still honored']).toBeGreaterThanOrEqual(17);
  expect(counts['not applied: refused']).toBeGreaterThanOrEqual(8);
  expect(requestChangesIn(current, 'applied')).toEqual(
    expect.arrayContaining([
      'PUT /api/v1/inlineHooks/{inlineHookId}: removed /metadata in requests: ignored',
      'PUT /api/v1/realms/{realmId}: added /profile/domains in requests: accepted',
    ]),
  );
});

test('an org of the previous edition serves no new operation, and each is reported', async () => {
  const { report } = await runSuites({ OKTA_CONTRACTS_PROFILE: 'previous' });
  const isNew = ({ changes }: RunReport['operations'][number]) =>
    changes.some(({ change }) => change.kind === 'new operation');
  const operations = (report?.operations ?? []).filter(isNew);
  expect(operations).toHaveLength(90);
  const unnamed = operations.filter(
    ({ findings }) => !findings.some(({ message }) => /^This org does not serve the operation yet/.test(message)),
  );
  expect(unnamed.map(({ operation }) => operation)).toEqual(onlyAfterAnother);
});

test('an org like real orgs has exactly the known findings', async () => {
  const { code, report } = await runSuites({ OKTA_CONTRACTS_PROFILE: 'observed' });
  expect(code).toBe(1);
  expect(countsIn(report)['applied: accepted']).toBeGreaterThanOrEqual(75);
  const told = findingsIn(report).map(({ level, kind, operation, pointer }) => ({ level, kind, operation, pointer }));
  const failing = told.filter(({ level }) => level !== 'warning');
  expect(failing).toEqual([
    { level: 'stale', kind: 'removed', operation: 'GET /.well-known/okta-organization', pointer: '/settings' },
  ]);
  const warnings = told.filter(({ level }) => level === 'warning');
  expect(warnings.length).toBeGreaterThan(0);
  expect(warnings.filter(({ pointer }) => !/^(\/\*)?(\/user)?\/type$/.test(pointer))).toEqual([]);
});

test('a mixed org has applied about half of the changes, of every kind', async () => {
  const { code, report } = await runSuites({ OKTA_CONTRACTS_PROFILE: 'mixed' });
  expect(code).toBe(1);
  /** Of responses and operations. */
  const countsOf = (state: string) => {
    const counts: Record<string, number> = {};
    for (const { change } of changesIn(report, state).filter(isOfResponse))
      counts[change.kind] = (counts[change.kind] ?? 0) + 1;
    return counts;
  };
  expect(countsOf('applied')).toEqual({
    'new operation': 30,
    added: 62,
    changed: 12,
    removed: 74,
    'new status': 1,
    'removed status': 1,
  });
  expect(countsOf('not applied')).toEqual({
    'new operation': 59,
    added: 34,
    changed: 4,
    removed: 28,
    'new status': 3,
    'removed status': 3,
  });
  const { 'not observable': _, ...ofRequests } = countsIn(report);
  expect(ofRequests).toEqual({
    'applied: accepted': 48,
    'applied: ignored': 4,
    'applied: refused': 4,
    'not applied: ignored': 33,
    'not applied: still honored': 15,
    'not applied: refused': 8,
    // The org refused a rule with all additions, and then accepted one of them.
    'no response shows what the org did with it': 1,
    'a response does not show which query parameters the org used': 3,
  });
  // Each resource responds as one edition or the other: no finding fails that is not about a change.
  const failing = findingsIn(report).filter(({ level }) => level === 'violation' || level === 'stale');
  const named = new Set(changesIn(report, 'not applied').map(({ change }) => change.id));
  expect(failing.filter(({ change }) => !change || !named.has(change))).toEqual([]);
  expect(report?.coverage.verdicts).toEqual({ pass: 521, stale: 79, violation: 0 });
});

const folder = process.env.OKTA_CONTRACTS_FACTS;
test.runIf(folder)('every operation in scope is asked for and answered, but for those named here', async () => {
  const facts = JSON.parse(readFileSync(join(folder ?? '', 'operations.json'), 'utf8')) as Record<string, string>[];
  const counts = { breaking: 104, deprecated: 9, new: 90, compatible: 52 };
  const named = facts.filter(({ scope }) => scope !== undefined && scope in counts);
  expect(named).toHaveLength(255);
  for (const [scope, n] of Object.entries(counts)) expect(named.filter((fact) => fact.scope === scope)).toHaveLength(n);
  const { report } = await runSuites();
  const verified = new Set((report?.operations ?? []).map(({ operation, outcome }) => `${operation} ${outcome.kind}`));
  const missing = named
    .map(({ method, path }) => `${method} ${path}`)
    .filter((operation) => !verified.has(`${operation} verified`));
  const inScope = new Set(named.map(({ method, path }) => `${method} ${path}`));
  expect(missing).toEqual(Object.keys(unasked).filter((operation) => inScope.has(operation)));
  expect(missing.length).toBeLessThanOrEqual(8);
});
