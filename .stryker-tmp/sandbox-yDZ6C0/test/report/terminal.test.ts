// @ts-nocheck
import { describe, expect, test } from 'vitest';
import { paintFor } from '../../src/report/render/paint.js';
import { renderOrg, renderReport, renderVerdict, worstFirst, wrap } from '../../src/report/render/terminal.js';
import { change, finding, one, oneOfEach, policy, report, result, seen } from './sample-report.js';

describe('the org', () => {
  test('the reference org is never mistaken for an org of somebody', () => {
    expect(renderOrg({ url: 'http://127.0.0.1:1', reference: 'previous', tiers: ['read'] })).toBe(
      'The reference org (profile previous), bundled with this project. The results do not describe your own org.',
    );
  });

  test('a live org is named with the tiers of the run', () => {
    expect(renderOrg({ url: 'https://acme.okta.com', tiers: ['read'] })).toBe('https://acme.okta.com (read tier)');
    expect(renderOrg({ url: 'https://acme.okta.com', tiers: ['read', 'write'] })).toBe(
      'https://acme.okta.com (read, write tiers)',
    );
  });
});

test('the verdict comes first, then what broke with what to do, then why the rest was not verified', () => {
  const text = renderReport(report(oneOfEach));
  expect(text).toBe(
    `FAILED  2 operations violate the contract.
        This org behaves like 2025.08.0 in 1 of 4 operations; like 2024.08.3 in
        1; like neither in 1; 1 is undetermined.

GET /api/v1/users
  ✗ type /*/id: Expected string, got null (3 times)
    first found in this run [${one.broken.findings[0]?.fingerprint}]
    contracts/users/user.schema.json#/properties/id/type
    → the response differs from Okta's documentation: test your integration
      against it and report it to Okta

GET /.well-known/okta-organization
  ~ removed /settings: Removed property \`settings\` is still served
    removed /settings: not applied; first found in this run [${one.stale.findings[0]?.fingerprint}]
    contracts/users/user.schema.json#/properties/id/type
    → stop reading it: the org will remove it

Fingerprints are in brackets. To accept a finding: npm run -s waive -- FINGERPRINT

Verified   3 of 4 operations, 3 verifiable: 1 passed, 1 stale, 1 with violations
           1 skipped: needs-write-tier: runs in the write tier only
             → set OKTA_CONTRACTS_TIERS=write, on a preview org
Evidence   1 backed by recorded responses, the others by Okta's documents only
Changes    1 applied, 1 not applied, 0 not observable
Requests   12 in 3.3 s, 1 with status 429, 2.5 s waiting for rate limits
Edition    2025.08.0 (previous: 2024.08.3)`,
  );
});

test('a run that keeps everything says so in one line', () => {
  expect(renderVerdict(report([one.kept]))).toBe(
    'PASSED  1 of 1 verified operations conform to the contract.\n        This org behaves like 2025.08.0 in 1 of 1 operations.',
  );
});

test('what fails comes before what is waived, and the worst first', () => {
  const waived = {
    ...policy,
    waivers: [{ operation: one.broken.operation, pointer: '/*/id', reason: 'r', owner: 'us', expires: '2026-12-31' }],
  };
  const order = (given = policy) =>
    worstFirst(report([one.kept, one.stale, one.broken], { facts: { policy: given } }).operations).map(
      ({ operation }) => operation,
    );
  expect(order()).toEqual([one.broken.operation, one.stale.operation]);
  expect(order(waived)).toEqual([one.stale.operation, one.broken.operation]);
  expect(renderReport(report([one.broken], { facts: { policy: waived } }))).toMatch(
    /^PASSED[\s\S]*waived until 2026-12-31 by us[\s\S]*Waived {5}1 finding\n/,
  );
});

test('new operations that are not served take a line each', () => {
  const missing = (['GET /api/v1/a', 'GET /api/v1/b'] as const).map((operation) => {
    const added = change(operation, '', 'new operation');
    return result(operation, {
      outcome: { kind: 'verified', verdict: 'violation' },
      findings: [finding(operation, { kind: 'status', pointer: '', change: added.id })],
      changes: [seen(added, 'not applied')],
    });
  });
  expect(renderReport(report(missing))).toContain(
    `New operations that this org does not serve yet: 2\n  ✗ GET /api/v1/a [${missing[0]?.findings[0]?.fingerprint}]\n  ✗ GET /api/v1/b `,
  );
});

test('a long list ends with how much more there is', () => {
  const many = Array.from({ length: 23 }, (_, i) =>
    result(`GET /api/v1/${i}`, {
      outcome: { kind: 'verified', verdict: 'violation' },
      findings: Array.from({ length: 7 }, (__, n) => finding(`GET /api/v1/${i}`, { pointer: `/${n}` })),
    }),
  );
  const text = renderReport(report(many));
  expect(text).toContain('… and 3 more operations');
  expect(text).toContain('  … and 2 more\n');
});

test('since when something is found, and what the baseline knew', () => {
  const known = one.broken.findings[0]?.fingerprint ?? '';
  const past = (startedAt: string, drift: string[], selected = 1) => ({
    version: 2 as const,
    startedAt,
    org: 'https://acme.oktapreview.com',
    edition: '2025.08.0',
    passed: false,
    selected,
    verified: selected,
    verdicts: { pass: 0, stale: 0, violation: 1 },
    changes: { applied: 0, notApplied: 0, notObservable: 0 },
    requests: 1,
    seconds: 1,
    drift,
  });
  const history = [
    past('2026-11-01T00:00:00.000Z', [known]),
    past('2026-11-02T00:00:00.000Z', []),
    past('2026-11-03T00:00:00.000Z', [known]),
    // Asked less, and says nothing.
    past('2026-11-04T00:00:00.000Z', [], 0),
  ];
  const baseline = {
    startedAt: '2026-11-03T00:00:00.000Z',
    org: 'x',
    new: 0,
    known: 0,
    gone: 0,
    drift: [known, 'gone'],
  };
  const text = renderReport(
    report([one.broken], { history, facts: { policy: { ...policy, known: [known] }, baseline } }),
  );
  expect(text).toMatch(/^PASSED/);
  expect(text).toContain('known from the baseline; first found on 2026-11-03');
  expect(text).toContain('Baseline   x of 2026-11-03: 0 findings new, 1 known, 1 gone');
});

test('no line of prose is longer than the terminal, and words stay whole', () => {
  expect(wrap('  one two three four', 11, 4)).toEqual(['  one two', '    three', '    four']);
  expect(wrap('a-word-that-is-longer-than-the-line b', 10, 2)).toEqual(['a-word-that-is-longer-than-the-line', '  b']);
});

test('colours come only where they are wanted', () => {
  expect(renderReport(report(oneOfEach), paintFor(false))).not.toContain('\u001b');
  expect(renderReport(report(oneOfEach), paintFor(true))).toContain('\u001b[31mFAILED');
});

test('reasons that differ from operation to operation are told for the first of them', () => {
  const skipped = (n: number) =>
    result(`GET /api/v1/${n}`, {
      outcome: { kind: 'inconclusive', reason: 'org-fault', detail: `the org answered 50${n}` },
    });
  const text = renderReport(report([0, 1, 2, 3].map(skipped)));
  expect(text).toContain('           4 inconclusive: org-fault\n             GET /api/v1/0: the org answered 500\n');
  expect(text).toContain('             … and 1 more\n');
});
