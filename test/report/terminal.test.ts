import { describe, expect, test } from 'vitest';
import { makeFinding } from '../../src/finding.js';
import type { RunReport } from '../../src/report/model.js';
import { renderOperation, renderOrg, renderSummary } from '../../src/report/terminal.js';
import type { Change, Finding, OperationResult } from '../../src/words.js';

const fails = (finding: Finding) => finding.level === 'violation' || finding.level === 'stale';

function result(parts: Partial<OperationResult> = {}): OperationResult {
  return {
    operation: 'GET /api/v1/users',
    resource: 'users',
    outcome: { kind: 'verified', verdict: 'pass' },
    evidence: 'documented',
    findings: [],
    changes: [],
    checked: 1,
    ...parts,
  };
}

function finding(level: Finding['level'], more: Partial<Finding> = {}): Finding {
  return {
    ...makeFinding('GET /api/v1/users', 200, {
      kind: 'type',
      level,
      pointer: '/*/id',
      message: 'expected string, got null',
      contract: 'users/user.schema.json#/properties/id/type',
    }),
    ...more,
  };
}

function change(pointer: string, kind: Change['kind'] = 'removed'): Change {
  return { id: `GET /api/v1/users: ${kind} ${pointer}`, operation: 'GET /api/v1/users', kind, pointer, contract: 'c' };
}

describe('the org', () => {
  test('the reference org is never mistaken for an org of somebody', () => {
    expect(renderOrg({ url: 'http://127.0.0.1:1', reference: 'previous', tiers: ['read'] })).toBe(
      'The reference org (profile previous), which comes with this project: this says nothing of your org.',
    );
  });

  test('a live org is named with the tiers of the run', () => {
    expect(renderOrg({ url: 'https://acme.okta.com', tiers: ['read'] })).toBe('https://acme.okta.com (read tier)');
    expect(renderOrg({ url: 'https://acme.okta.com', tiers: ['read', 'write'] })).toBe(
      'https://acme.okta.com (read, write tiers)',
    );
  });
});

describe('an operation', () => {
  test('that keeps its contract takes one line', () => {
    expect(renderOperation(result(), fails)).toBe('  ✓ GET /api/v1/users');
  });

  test('that breaks it says where, and which place of the contract says so', () => {
    expect(renderOperation(result({ findings: [finding('violation', { count: 3 })] }), fails)).toBe(
      [
        '  ✗ GET /api/v1/users',
        '      ✗ type /*/id: expected string, got null (3 times)',
        '        contracts/users/user.schema.json#/properties/id/type',
      ].join('\n'),
    );
  });

  test('with a warning passes and says it; notices are not shown', () => {
    expect(renderOperation(result({ findings: [finding('warning'), finding('notice')] }), fails).split('\n')).toEqual([
      '  ✓ GET /api/v1/users',
      '      ! type /*/id: expected string, got null',
      '        contracts/users/user.schema.json#/properties/id/type',
    ]);
  });

  test('says of each change that is not applied what became of it, and does not say its finding twice', () => {
    const gone = change('/*/metadata');
    const text = renderOperation(
      result({
        findings: [finding('stale', { change: gone.id })],
        changes: [
          { change: gone, state: 'still as before' },
          { change: change('/*/execute', 'added'), state: 'not observable' },
          { change: change('/*/done'), state: 'applied' },
          { change: { ...change('', 'deprecated'), id: 'GET /api/v1/users: deprecated' }, state: 'not observable' },
          { change: { ...change('/*/created', 'changed'), was: 'a date-time' }, state: 'still as before' },
          { change: { ...change('/_links/next', 'added'), when: 'there are more' }, state: 'not observable' },
          { change: change('/*/type'), state: 'still as before' },
          { change: change('/*/type/name'), state: 'still as before' },
          { change: change('/*/type/default'), state: 'still as before' },
        ],
      }),
      fails,
    );
    expect(text.split('\n')).toEqual([
      '  ✗ GET /api/v1/users',
      '      ~ removed /*/metadata: still as before',
      '      · added /*/execute: not observable',
      '      · deprecated, and still served',
      '      ~ changed /*/created: still as before (a date-time)',
      '      ~ removed /*/type: still as before, with 2 properties in it',
      '      · 1 added only now and then: not observable',
    ]);
  });

  test.each([
    [
      { kind: 'skipped', reason: 'needs-write-tier', detail: 'the run only reads' },
      '  - GET /api/v1/users\n      skipped: needs-write-tier; the run only reads',
    ],
    [
      { kind: 'inconclusive', reason: 'rate-limited', detail: 'five times 429' },
      '  - GET /api/v1/users\n      inconclusive: rate-limited; five times 429',
    ],
    [{ kind: 'not exercised' }, '  ? GET /api/v1/users  not exercised'],
  ] as const)('that was not verified says why: %j', (outcome, text) => {
    expect(renderOperation(result({ outcome }), fails)).toBe(text);
  });
});

describe('the summary', () => {
  const report: RunReport = {
    run: {
      startedAt: '2025-09-01T10:00:00Z',
      seconds: 12.34,
      peakRssMb: 1,
      longestChain: 2,
      passed: true,
      reasons: [],
    },
    org: { url: 'https://acme.okta.com', tiers: ['read'] },
    edition: { edition: '2025.08.0', previous: '2024.08.3', apiVersion: '5.1.0' },
    operations: [],
    coverage: {
      selected: 6,
      verified: 4,
      verdicts: { pass: 2, stale: 1, violation: 1 },
      unverified: { 'skipped: needs-org-tier': ['GET /a', 'GET /b'], 'not exercised': ['GET /c'] },
    },
    changes: { applied: 7, stillAsBefore: 1, notObservable: 3 },
    requests: { sent: 40, answered429: 2, waitedSeconds: 1.25 },
  };

  test('says how much was verified, why the rest was not, what became of the changes, and how it ended', () => {
    expect(renderSummary(report).split('\n')).toEqual([
      'Verified   4 of 6 operations: 2 keep the contract, 1 stale, 1 broken',
      '           2 skipped: needs-org-tier',
      '           1 not exercised',
      "Evidence   0 of them by what real orgs answered, the others by Okta's document alone",
      'Changes    7 applied, 1 still as before, 3 not observable',
      'Requests   40 in 12.3 s, 2 answered 429, 1.3 s waited for limits',
      'Edition    2025.08.0 (before: 2024.08.3)',
      'PASSED',
    ]);
  });

  test('a failed run ends with its reasons', () => {
    const run = { ...report.run, passed: false, reasons: ['1 operation breaks its contract', 'nothing was verified'] };
    expect(
      renderSummary({ ...report, run })
        .split('\n')
        .slice(-3),
    ).toEqual(['Failed     1 operation breaks its contract', 'Failed     nothing was verified', 'FAILED']);
  });
});
