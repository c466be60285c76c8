import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadPolicy } from '../../src/assess/baseline.js';
import type { Waiver } from '../../src/assess/policy.js';
import { readWaivers } from '../../src/assess/waivers.js';
import { parseSettings } from '../../src/config/load.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { one, policy, report } from '../report/sample-report.js';

const operation = 'GET /api/v1/users';
const waiver = (more: Partial<Waiver>): Waiver => ({ reason: 'r', owner: 'us', expires: '2026-11-24', ...more });

describe('a waiver', () => {
  const run = (waivers: Waiver[], results = [one.kept, one.broken]) =>
    report(results, { facts: { policy: { ...policy, waivers } } });
  const fits = { operation: one.broken.operation, pointer: '/*/id' };

  test('accepts its finding until it expires, and fails the run afterwards', () => {
    expect(run([waiver(fits)]).run).toMatchObject({ passed: true });
    expect(run([waiver({ ...fits, expires: '2026-11-23' })]).run.reasons).toEqual([
      '1 of 2 operations does not match 2025.08.0',
      '1 waiver expired',
    ]);
  });

  test('that matches no finding fails the run, if all operations that it can match were verified', () => {
    const spent = waiver({ operation: one.kept.operation, pointer: '/x' });
    expect(run([spent], [one.kept]).run.reasons).toEqual(['1 waiver no longer matches a finding']);
    // Its operation was skipped.
    expect(run([spent], [one.skipped]).waivers.unused).toEqual([]);
    const byFingerprint = waiver({ fingerprint: '0000000000000000' });
    expect(run([byFingerprint], [one.kept]).waivers.unused).toEqual([byFingerprint]);
    expect(run([byFingerprint], [one.kept, one.skipped]).waivers.unused).toEqual([]);
  });
});

function file(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'waivers-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe('a waivers file', () => {
  const good = { operation, pointer: '', reason: 'r', owner: 'us', expires: '2026-12-31' };

  test('is JSON or YAML', () => {
    expect(readWaivers(file('w.json', JSON.stringify({ waivers: [good] })))).toEqual([good]);
    const yaml =
      'waivers:\n  - operation: GET /api/v1/users\n    pointer: ""\n    reason: r\n    owner: us\n    expires: "2026-12-31"\n';
    expect(readWaivers(file('w.yaml', yaml))).toEqual([good]);
  });

  test.each<[string, string, string, RegExp]>([
    ['is not JSON', 'w.json', '{', /w\.json cannot be parsed \(.*\): correct or restore the file\.$/],
    ['is not YAML', 'w.yml', 'waivers: [', /w\.yml cannot be parsed/],
    [
      'has no waivers',
      'w.json',
      '{}',
      /w\.json is not a valid waivers file: its top must have required property 'waivers'/,
    ],
    [
      'has no owner',
      'w.json',
      JSON.stringify({ waivers: [{ ...good, owner: undefined }] }),
      /\/waivers\/0 must have required property 'owner'/,
    ],
    [
      'has an invalid date',
      'w.json',
      JSON.stringify({ waivers: [{ ...good, expires: '2026-02-31' }] }),
      /\/waivers\/0\/expires must match format "date"/,
    ],
    [
      'names neither a fingerprint nor an operation',
      'w.json',
      JSON.stringify({ waivers: [{ reason: 'r', owner: 'u', expires: '2026-01-01' }] }),
      /required property 'operation'/,
    ],
    [
      'names both a fingerprint and an operation',
      'w.json',
      JSON.stringify({ waivers: [{ ...good, fingerprint: '0123456789abcdef' }] }),
      /\/waivers\/0 must NOT be valid/,
    ],
    [
      'has an unknown property',
      'w.json',
      JSON.stringify({ waivers: [{ ...good, owner2: 'x' }] }),
      /additional properties \(owner2\)/,
    ],
  ])('that %s is refused in one sentence', (_, name, text, message) => {
    expect(() => readWaivers(file(name, text))).toThrow(message);
  });

  test('that is missing, or that contains an operation without a contract, is refused', () => {
    expect(() => readWaivers('no-such.json')).toThrow(/^no-such\.json cannot be read/);
    const waivers = file('w.json', JSON.stringify({ waivers: [{ ...good, operation: 'GET /api/v1/user/{userId}' }] }));
    expect(() => loadPolicy({ ...parseSettings({}), waivers }, loadCatalogue())).toThrow(
      'A waiver names GET /api/v1/user/{userId}, which has no contract: did you mean GET /api/v1/users/{id}?',
    );
  });

  test('may use any names for the path parameters of an operation', () => {
    const waivers = file('w.json', JSON.stringify({ waivers: [{ ...good, operation: 'GET /api/v1/users/{userId}' }] }));
    const { policy } = loadPolicy({ ...parseSettings({}), waivers }, loadCatalogue());
    expect(policy.waivers.map(({ operation }) => operation)).toEqual(['GET /api/v1/users/{id}']);
  });
});

test('the findings of a baseline report are known', () => {
  const baseline = file('report.json', JSON.stringify(report([one.broken, one.stale])));
  const { policy: made, baseline: facts } = loadPolicy({ ...parseSettings({}), baseline }, loadCatalogue());
  expect(made.known).toEqual([one.broken.findings[0]?.fingerprint, one.stale.findings[0]?.fingerprint]);
  expect(facts).toMatchObject({ startedAt: '2026-11-24T06:00:00.000Z', org: 'https://acme.oktapreview.com' });
  const other = file('report.json', '{"version":1}');
  expect(() => loadPolicy({ ...parseSettings({}), baseline: other }, loadCatalogue())).toThrow(
    /is not a valid report file/,
  );
});
