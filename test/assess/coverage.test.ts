import { expect, test } from 'vitest';
import { coverageOf } from '../../src/assess/coverage.js';
import { historyEntryOf } from '../../src/assess/history.js';
import type { OperationId } from '../../src/domain/operation.js';
import type { OperationResult, Reason } from '../../src/domain/outcome.js';
import { report, result } from '../report/sample-report.js';

const operation = (i: number): OperationId => `GET /api/v1/things/${i}`;
const verified = (n: number) => Array.from({ length: n }, (_, i) => result(operation(i)));
const unverified = (n: number, kind: 'skipped' | 'inconclusive', reason: Reason): OperationResult[] =>
  Array.from({ length: n }, (_, i) =>
    result(`POST /${reason}/${i}`, { outcome: { kind, reason, detail: 'x' }, checked: 0 }),
  );

/** A read-only canary, which can verify a fifth of all operations. */
const canary = [
  ...verified(61),
  ...unverified(200, 'skipped', 'needs-write-tier'),
  ...unverified(20, 'skipped', 'missing-role'),
  ...unverified(10, 'skipped', 'missing-scope'),
  ...unverified(9, 'skipped', 'feature-not-enabled'),
  ...unverified(10, 'skipped', 'no-such-object-on-this-org'),
  ...unverified(2, 'inconclusive', 'org-fault'),
];

test('skipped operations are not verifiable', () => {
  expect(coverageOf(canary)).toMatchObject({ selected: 312, verifiable: 63, verified: 61 });
});

test('a healthy read-only canary passes with a minimum of 80 %', () => {
  expect(report(canary, { facts: { minCoverage: 0.8 } }).run).toMatchObject({ passed: true, reasons: [] });
});

test('a run that verifies too few operations fails and names the numbers', () => {
  const night = [
    ...verified(40),
    ...unverified(200, 'skipped', 'needs-write-tier'),
    ...unverified(23, 'inconclusive', 'rate-limited'),
  ];
  expect(report(night, { facts: { minCoverage: 0.8 } }).run).toMatchObject({
    passed: false,
    reasons: ['only 40 of 63 verifiable operations were verified, less than 80 %'],
  });
});

test('a fault of the reference org fails the run, even if enough operations are verified', () => {
  const reference = { url: 'http://127.0.0.1:1', reference: 'current' as const, tiers: ['read'] };
  expect(report(canary, { facts: { org: reference } }).run).toMatchObject({
    passed: false,
    reasons: ['faults of the reference org prevented the check of 2 operations'],
  });
  const refused = [...verified(1), ...unverified(1, 'inconclusive', 'request-refused')];
  expect(report(refused, { facts: { org: reference } }).run.reasons).toEqual([]);
});

test('the history has the number of verifiable operations', () => {
  expect(historyEntryOf(report(canary)).verifiable).toBe(63);
});

test('operations that were not verified are grouped by kind and reason', () => {
  const results = [
    ...unverified(2, 'skipped', 'missing-scope'),
    ...unverified(1, 'inconclusive', 'org-fault'),
    result('GET /api/v1/users', { outcome: { kind: 'not exercised' }, checked: 0 }),
    ...unverified(1, 'inconclusive', 'missing-scope'),
  ];
  expect(coverageOf(results).unverified).toEqual([
    { kind: 'skipped', reason: 'missing-scope', operations: ['POST /missing-scope/0', 'POST /missing-scope/1'] },
    { kind: 'inconclusive', reason: 'org-fault', operations: ['POST /org-fault/0'] },
    { kind: 'not exercised', operations: ['GET /api/v1/users'] },
    { kind: 'inconclusive', reason: 'missing-scope', operations: ['POST /missing-scope/0'] },
  ]);
});
