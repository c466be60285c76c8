import { expect, test } from 'vitest';
import { figuresOf, groupSections } from '../../src/assess/change-group.js';
import { historyEntryOf } from '../../src/assess/history.js';
import type { RunReport } from '../../src/assess/run-report.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { changesOf } from '../../src/contract/changes.js';
import type { OperationContract } from '../../src/contract/model.js';
import { requestChangesOf } from '../../src/contract/request-changes.js';
import type { Change, ChangeState } from '../../src/domain/change.js';
import type { OperationId } from '../../src/domain/operation.js';
import { figuresText, groupLists } from '../../src/report/render/groups.js';
import { change, finding, policy, report, result, seen } from '../report/sample-report.js';

const catalogue = loadCatalogue();
const get = 'GET /api/v1/users/{userId}';
const post = 'POST /api/v1/users';
const list = 'GET /api/v1/users';

/** A report of all operations with the states that `stateOf` gives to their changes. */
function reportOf(stateOf: (change: Change) => ChangeState): RunReport {
  const resultOf = (operation: OperationContract) => {
    const changes = [...changesOf(catalogue, operation), ...requestChangesOf(catalogue, operation)];
    return result(operation.id, {
      resource: operation.resource,
      changes: changes.map((one) => seen(one, stateOf(one))),
    });
  };
  return report([...catalogue.operations.values()].map(resultOf));
}

const migrated = reportOf(() => 'applied');

test('every change of the edition is in a group of its operation', () => {
  const all = migrated.operations.flatMap(({ changes }) => changes);
  expect(migrated.groups.length).toBeLessThan(all.length / 2);
  const grouped = new Set(
    migrated.groups.flatMap(({ breaking, operations }) =>
      operations.map(({ operation }) => `${breaking} ${operation}`),
    ),
  );
  const breaking = ['removed', 'changed', 'required', 'removed status', 'deprecated'];
  const missing = all.filter(
    ({ change: { kind, operation } }) => !grouped.has(`${breaking.includes(kind)} ${operation}`),
  );
  expect(missing).toEqual([]);
});

test('no two groups have the same ID, and an ID does not depend on the state or the other operations', () => {
  const ids = migrated.groups.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(
    reportOf(() => 'not applied')
      .groups.map(({ id }) => id)
      .sort(),
  ).toEqual([...ids].sort());
});

test('a change of a shared schema is one group with all of its operations', () => {
  const type = migrated.groups.find(
    ({ kind, contract }) => kind === 'removed' && contract.endsWith('/properties/type'),
  );
  expect(type).toMatchObject({ title: '`type` removed from users', pointer: '/type', affects: ['reads'] });
  expect(type?.operations.length).toBeGreaterThan(5);
  expect(migrated.groups.filter(({ contract }) => contract.includes('user-part.schema.json#/$defs/type'))).toEqual([]);
});

test('removed properties of an object that is still returned are a group of their own', () => {
  const removed = (pointer: string, state: ChangeState) => seen(change(get, pointer), state);
  const { groups } = report([
    result(get, {
      changes: [
        removed('/type', 'not applied'),
        removed('/type/id', 'not applied'),
        removed('/type/name', 'applied'),
        removed('/type/created', 'applied'),
        removed('/type/default', 'not observable'),
      ],
    }),
  ]);
  expect(groups.map(({ section, title }) => [section, title])).toEqual([
    ['breaking applied', `2 properties of \`type\` removed from ${get}`],
    ['breaking not applied', `\`type\` removed from ${get}`],
  ]);
});

test('the new operations of a resource are one group, and what they return is part of it', () => {
  const inBrands = migrated.groups.filter(
    ({ kind, resource }) => kind === 'new operation' && resource === 'governance',
  );
  expect(inBrands).toHaveLength(1);
  expect(inBrands[0]).toMatchObject({ section: 'usable', part: 'operation', breaking: false, affects: ['calls'] });
  expect(migrated.groups.filter(({ resource }) => resource === 'governance')).toHaveLength(1);
});

test.each<[ChangeState, string]>([
  ['applied', 'breaking applied'],
  ['not applied', 'breaking not applied'],
  ['not observable', 'other'],
])('a removal that is %s is in the section %s', (state, section) => {
  const groups = reportOf(() => state).groups.filter(({ kind }) => kind === 'removed');
  expect(new Set(groups.map((group) => group.section))).toEqual(new Set([section]));
});

test('a change that some operations have applied is partly applied, and breaks code', () => {
  const removed = (operation: OperationId) => ({ ...change(operation, '/type'), contract: 'users/u.json#/type' });
  const { groups } = report([
    result(get, { changes: [seen(removed(get), 'applied')] }),
    result(post, { changes: [seen(removed(post), 'not applied')] }),
  ]);
  expect(groups).toMatchObject([
    {
      section: 'breaking applied',
      state: 'partly applied',
      operations: [{ state: 'applied' }, { state: 'not applied' }],
    },
  ]);
});

test('findings without a change come first: violations, then warnings, each by the number of operations', () => {
  const at = (place: string) => ({ contract: `users/u.json#/${place}` });
  const { groups } = report([
    result(get, {
      findings: [
        finding(get, { level: 'warning', pointer: '/w', ...at('w') }),
        finding(get, { level: 'violation', pointer: '/one', ...at('one') }),
        finding(get, { level: 'violation', pointer: '/two', ...at('two') }),
      ],
      changes: [seen(change(get, '/type'), 'applied')],
    }),
    result(list, { findings: [finding(list, { level: 'violation', pointer: '/*/two', ...at('two') })] }),
    result(post, {
      findings: [
        finding(post, { level: 'warning', pointer: '/w', ...at('w') }),
        finding(post, { level: 'notice', kind: 'undocumented', pointer: '/n', ...at('n') }),
      ],
    }),
  ]);
  expect(groups.map(({ section, title }) => [section, title.split(':')[0]])).toEqual([
    ['broken', '`two` in users'],
    ['broken', `\`one\` in ${get}`],
    ['broken', '`w` in users'],
    ['breaking applied', `\`type\` removed from ${get}`],
    ['other', `\`n\` in ${post}`],
  ]);
});

test('a finding about a request belongs to the change of the request', () => {
  const place = 'users/requests.json#/properties/type';
  const id = `${post}: removed /type in requests`;
  const { groups } = report([
    result(post, {
      findings: [finding(post, { kind: 'request', level: 'warning', pointer: '/type', contract: `${place}/enum` })],
      changes: [seen({ ...change(post, '/type'), id, part: 'request', contract: place }, 'not observable')],
    }),
  ]);
  expect(groups).toMatchObject([{ part: 'request', section: 'other', affects: ['sends'], level: 'warning' }]);
  expect(groups[0]?.title).toBe(`\`type\` removed from requests of ${post}`);
});

test('a finding about a request is broken only if no edition accepts it', () => {
  const sectionAt = (level: 'violation' | 'warning') =>
    report([result(post, { findings: [finding(post, { kind: 'request', level })] })]).groups[0]?.section;
  expect(sectionAt('violation')).toBe('broken');
  expect(sectionAt('warning')).toBe('other');
});

test('a group states why its operations are not observable', () => {
  const { groups } = report([
    result(get, {
      outcome: { kind: 'skipped', reason: 'missing-scope', detail: 'the token lacks the scope' },
      changes: [seen(change(get, '/type'), 'not observable')],
    }),
  ]);
  expect(groups[0]?.operations).toEqual([
    { operation: get, state: 'not observable', reason: 'the token lacks the scope' },
  ]);
});

test('a group states since when the org has its state', () => {
  const now = (state: ChangeState) => [result(get, { changes: [seen(change(get, '/type'), state)] })];
  const past = (day: string, state: ChangeState) => ({
    ...historyEntryOf(report(now(state))),
    startedAt: `2026-11-${day}T06:00:00.000Z`,
  });
  const sinceWith = (history: RunReport['history']) => report(now('applied'), { history }).groups[0]?.since;
  expect(sinceWith([])).toBeUndefined();
  expect(
    sinceWith([past('01', 'applied'), past('02', 'not applied'), past('03', 'applied'), past('04', 'not observable')]),
  ).toBe('2026-11-03T06:00:00.000Z');
  expect(sinceWith([past('01', 'not applied')])).toBeUndefined();
});

test('accepted findings are not counted in the figures', () => {
  const broken = finding(get, { level: 'violation' });
  const operations = [
    result(get, { findings: [broken], changes: [seen(change(get, '/type'), 'applied')] }),
    result(post, {
      outcome: { kind: 'skipped', reason: 'missing-scope', detail: '' },
      changes: [seen(change(post, '/other'), 'not applied')],
    }),
  ];
  const figures = { broken: 1, breakingApplied: 1, breakingNotApplied: 1, unverified: 1 };
  expect(figuresOf(report(operations))).toEqual(figures);
  const known = report(operations, { facts: { policy: { ...policy, known: [broken.fingerprint] } } });
  expect(known.groups[0]?.policyResult).toBe('known');
  expect(figuresOf(known)).toEqual({ ...figures, broken: 0 });
});

test('a warning without a change is broken only if it fails the run', () => {
  const operations = [result(get, { findings: [finding(get, { level: 'warning' })] })];
  const passing = report(operations);
  expect(passing.groups[0]?.section).toBe('broken');
  expect(figuresOf(passing).broken).toBe(0);
  expect(figuresText(passing)).toMatch(/^0 broken/);
  expect(groupLists(passing)[0]?.title).toBe('1 warning without a change');
  const strict = report(operations, { facts: { policy: { ...policy, strict: true } } });
  expect(figuresOf(strict).broken).toBe(1);
  expect(groupLists(strict)[0]?.title).toBe('Broken: 1 finding, 1 failing the run');
});

test('groups are in the order of the sections', () => {
  const states: ChangeState[] = ['applied', 'not applied', 'not observable'];
  const mixed = reportOf(({ contract }) => states[contract.length % 3] ?? 'applied');
  const ranks = mixed.groups.map(({ section }) => groupSections.indexOf(section));
  expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
});
