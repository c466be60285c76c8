import { expect, test } from 'vitest';
import type { FindingKind, Level } from '../../src/domain/finding.js';
import { byLevel, type FindingParts, makeFinding, mergeFindings, verdictOf } from '../../src/domain/finding.js';

function finding(parts: Partial<FindingParts> = {}, status = 200) {
  return makeFinding('GET /api/v1/users/{id}', status, {
    kind: 'missing',
    pointer: '/id',
    message: 'Missing required property `id`',
    contract: 'users/user.schema.json#/required',
    ...parts,
  });
}

test.each<[FindingKind, Level]>([
  ['missing', 'violation'],
  ['type', 'violation'],
  ['format', 'violation'],
  ['value', 'violation'],
  ['status', 'violation'],
  ['content-type', 'violation'],
  ['body', 'violation'],
  ['error-shape', 'violation'],
  ['removed', 'stale'],
  ['unknown-value', 'notice'],
  ['undocumented', 'notice'],
  ['unconfirmed', 'notice'],
])('a finding of kind %s is a %s', (kind, level) => {
  expect(finding({ kind }).level).toBe(level);
});

test('a given level overrides the default of the kind', () => {
  expect(finding({ kind: 'removed', level: 'warning' }).level).toBe('warning');
});

test('the default count of a finding is 1', () => {
  expect(finding().count).toBe(1);
  expect(finding({ count: 4 }).count).toBe(4);
});

test('a fingerprint does not depend on message, count or level', () => {
  expect(finding().fingerprint).toBe('2d3bfa56ee544eeb');
  expect(finding({ message: 'other words', count: 9, level: 'notice' }).fingerprint).toBe(finding().fingerprint);
});

test('a fingerprint depends on operation, status, kind and pointer', () => {
  const parts: FindingParts = { kind: 'missing', pointer: '/id', message: '', contract: '' };
  const prints = [
    makeFinding('GET /api/v1/users/{id}', 200, parts),
    makeFinding('GET /api/v1/users', 200, parts),
    makeFinding('GET /api/v1/users/{id}', 201, parts),
    makeFinding('GET /api/v1/users/{id}', 200, { ...parts, kind: 'type' }),
    makeFinding('GET /api/v1/users/{id}', 200, { ...parts, pointer: '/status' }),
  ].map((made) => made.fingerprint);
  expect(new Set(prints).size).toBe(prints.length);
});

test.each<[Level[], string]>([
  [[], 'pass'],
  [['notice', 'warning'], 'pass'],
  [['notice', 'stale', 'warning'], 'stale'],
  [['stale', 'violation'], 'violation'],
])('the verdict of findings of levels %j is %s', (levels, verdict) => {
  expect(verdictOf(levels.map((level) => finding({ level })))).toBe(verdict);
});

test('findings are sorted by level, then by pointer', () => {
  const sorted = [
    finding({ level: 'notice', pointer: '/a' }),
    finding({ level: 'stale', pointer: '/c' }),
    finding({ level: 'warning', pointer: '/a' }),
    finding({ level: 'violation', pointer: '/z' }),
    finding({ level: 'stale', pointer: '/b' }),
  ].sort(byLevel);
  expect(sorted.map(({ level, pointer }) => `${level} ${pointer}`)).toEqual([
    'violation /z',
    'stale /b',
    'stale /c',
    'warning /a',
    'notice /a',
  ]);
});

test('equal findings of several responses are added up, and the given ones are not changed', () => {
  const first = finding({ count: 2 });
  const merged = mergeFindings([first, finding({ pointer: '/a', level: 'notice' }), finding({ count: 3 })]);
  expect(merged.map(({ pointer, count }) => [pointer, count])).toEqual([
    ['/id', 5],
    ['/a', 1],
  ]);
  expect(first.count).toBe(2);
});

test('findings with different messages at one pointer are not merged', () => {
  const messages = ['Expected string, got null', 'Expected string, got a number'];
  expect(mergeFindings(messages.map((message) => finding({ kind: 'type', message })))).toHaveLength(2);
});

test('drifts that differ only in the number of earlier responses are merged', () => {
  const drift = (n: number, what = 'Missing, but present') =>
    finding({ kind: 'drift', message: `${what} in ${n} earlier responses of this org` });
  expect(mergeFindings([drift(20), drift(31), drift(31, 'Is null, but string')])).toMatchObject([
    { count: 2 },
    { count: 1 },
  ]);
});
