// @ts-nocheck
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { coverageOf } from '../../src/assess/build.js';
import { historyEntryOf } from '../../src/assess/history.js';
import { readReport } from '../../src/assess/read.js';
import type { OperationId } from '../../src/domain/operation.js';
import type { OperationResult, Reason } from '../../src/domain/outcome.js';
import { report, result } from './sample-report.js';

const operation = (i: number): OperationId => `GET /api/v1/things/${i}`;
const verified = (n: number) => Array.from({ length: n }, (_, i) => result(operation(i)));
const unverified = (n: number, kind: 'skipped' | 'inconclusive', reason: Reason): OperationResult[] =>
  Array.from({ length: n }, (_, i) =>
    result(`POST /${reason}/${i}`, { outcome: { kind, reason, detail: 'x' }, checked: 0 }),
  );

/** A read-only canary: a fifth of all operations can be verified at all. */
const canary = [
  ...verified(61),
  ...unverified(200, 'skipped', 'needs-write-tier'),
  ...unverified(20, 'skipped', 'missing-role'),
  ...unverified(10, 'skipped', 'missing-scope'),
  ...unverified(9, 'skipped', 'feature-not-enabled'),
  ...unverified(10, 'skipped', 'no-such-object-on-this-org'),
  ...unverified(2, 'inconclusive', 'org-fault'),
];

test('what the tier, scopes, role, features and objects do not allow is not verifiable', () => {
  expect(coverageOf(canary)).toMatchObject({ selected: 312, verifiable: 63, verified: 61 });
});

test('a healthy read-only canary passes with a minimum of 80 %', () => {
  expect(report(canary, { facts: { minCoverage: 0.8 } }).run).toMatchObject({ passed: true, reasons: [] });
});

test('a night in which the org hardly responded fails, and says how much was verified', () => {
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

test('the history has the number, and an earlier report without it is read with it', () => {
  const made = report(canary);
  expect(historyEntryOf(made).verifiable).toBe(63);
  const folder = mkdtempSync(join(tmpdir(), 'coverage-test-'));
  try {
    const file = join(folder, 'report.json');
    const { verifiable: _, ...coverage } = made.coverage;
    writeFileSync(file, JSON.stringify({ ...made, coverage }));
    expect(readReport(file).coverage.verifiable).toBe(63);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
