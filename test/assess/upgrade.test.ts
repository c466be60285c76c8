import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readHistory } from '../../src/assess/history.js';
import { readReport } from '../../src/assess/read.js';
import { upgrade } from '../../src/assess/upgrade.js';
import { faultOf } from '../../src/io/files.js';

const brands = 'GET /api/v1/brands';
const users = 'POST /api/v1/users';

/** A line of a history as version 1 wrote it. */
const historyLine = {
  version: 1,
  startedAt: '2026-11-01T06:00:00.000Z',
  org: 'https://acme.oktapreview.com',
  edition: '2025.08.0',
  passed: false,
  selected: 2,
  verified: 1,
  verdicts: { pass: 0, stale: 1, violation: 0 },
  changes: { applied: 0, stillAsBefore: 1, notObservable: 0 },
  requests: 3,
  seconds: 1.5,
  drift: ['20205a01cb22db85'],
};

/** A report as version 1 wrote it. */
const report = {
  version: 1,
  run: {
    startedAt: '2026-11-02T06:00:00.000Z',
    seconds: 1.5,
    peakRssMb: 90,
    longestChain: 2,
    passed: false,
    reasons: ['1 operation violates the contract'],
  },
  org: { url: 'https://acme.oktapreview.com', tiers: ['read'] },
  edition: { edition: '2025.08.0', previous: '2024.08.3', apiVersion: '5.1.0' },
  likeness: { edition: 0, previous: 0, neither: 0, alike: 1, untold: 1, of: 2 },
  operations: [
    {
      operation: brands,
      resource: 'brands',
      outcome: { kind: 'verified', verdict: 'stale' },
      evidence: 'documented',
      likeness: 'alike',
      findings: [
        {
          kind: 'status',
          level: 'stale',
          pointer: '',
          message: 'Removed status 200 is still returned',
          contract: `brands/operations.json#${brands}`,
          count: 1,
          change: `${brands}: removed status 200`,
          fingerprint: '20205a01cb22db85',
          judgement: 'fails',
        },
      ],
      changes: [
        {
          change: {
            id: `${brands}: removed status 200`,
            operation: brands,
            kind: 'removed status',
            pointer: '',
            contract: `brands/operations.json#${brands}/answers/200`,
          },
          state: 'still as before',
        },
      ],
      checked: 1,
    },
    {
      operation: users,
      resource: 'users',
      outcome: { kind: 'skipped', reason: 'needs-write-tier', detail: 'runs in the write tier only' },
      evidence: { answers: 3, cassettes: 1, last: '2026-06' },
      likeness: 'untold',
      findings: [],
      changes: [],
      checked: 0,
    },
  ],
  coverage: {
    selected: 2,
    verified: 1,
    verdicts: { pass: 0, stale: 1, violation: 0 },
    unverified: { 'skipped: needs-write-tier': [users] },
  },
  changes: { applied: 0, stillAsBefore: 1, notObservable: 0 },
  requests: { sent: 3, answered429: 0, waitedSeconds: 0, slotSeconds: 0.25, buckets: [] },
  waivers: { used: 0, expired: [], unused: [] },
  history: [historyLine],
};

function written(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'upgrade-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'file');
  writeFileSync(file, text);
  return file;
}

test('a report of version 1 is read as one of version 3', () => {
  const read = readReport(written(JSON.stringify(report)));
  expect(faultOf('report', read)).toBeUndefined();
  expect(read).toMatchObject({
    version: 3,
    groups: [{ kind: 'removed status', state: 'not applied', operations: [{ operation: brands }] }],
    leftovers: [],
    editionMatch: { sameInBoth: 1, unknown: 1, of: 2 },
    changes: { notApplied: 1 },
    coverage: {
      selected: 2,
      verifiable: 1,
      verified: 1,
      unverified: [{ kind: 'skipped', reason: 'needs-write-tier', operations: [users] }],
    },
    history: [{ version: 2, changes: { notApplied: 1 } }],
  });
  const [first, second] = read.operations;
  expect(first).toMatchObject({
    editionMatch: 'same in both',
    findings: [{ policyResult: 'fails' }],
    changes: [{ change: { kind: 'removed status', status: 200 }, state: 'not applied' }],
  });
  expect(second?.editionMatch).toBe('unknown');
});

test('a number of verifiable operations that version 1 counted is kept', () => {
  const { coverage } = report;
  const read = readReport(written(JSON.stringify({ ...report, coverage: { ...coverage, verifiable: 2 } })));
  expect(read.coverage.verifiable).toBe(2);
});

test('a report of version 2 gets the groups of its changes', () => {
  const { groups, ...current } = readReport(written(JSON.stringify(report)));
  expect(readReport(written(JSON.stringify({ ...current, version: 2 }))).groups).toEqual(groups);
  expect(groups).toHaveLength(1);
});

test('a history may have lines of both versions', () => {
  const current = { ...historyLine, version: 2, changes: { applied: 1, notApplied: 0, notObservable: 0 } };
  const lines = readHistory(written(`${JSON.stringify(historyLine)}\n${JSON.stringify(current)}\n`));
  expect(lines.map(({ version, changes }) => [version, changes.notApplied])).toEqual([
    [2, 1],
    [2, 0],
  ]);
});

test.each([
  ['no object', 'x'],
  ['a current report', { version: 3, likeness: 1 }],
  ['a later version', { version: 4, likeness: 1 }],
])('%s is returned unchanged', (_, data) => {
  expect(upgrade(data)).toEqual(data);
});

test.each<[string, object]>([
  ['without operations', { operations: 7 }],
  ['with an invalid operation', { operations: [null] }],
  ['with an operation without an outcome', { operations: [{}] }],
  ['without coverage', { coverage: [] }],
])('a report of version 1 %s is refused in one sentence', (_, parts) => {
  expect(() => readReport(written(JSON.stringify({ ...report, ...parts })))).toThrow(
    /^.* is not a valid report file: [^\n]*$/,
  );
});
