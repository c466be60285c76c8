import { describe, expect, test } from 'vitest';
import { paintFor } from '../../src/report/render/paint.js';
import { sectionsOf, worstFirst } from '../../src/report/render/sections.js';
import { renderReport, renderVerdict } from '../../src/report/render/terminal.js';
import { renderOrg } from '../../src/report/render/texts.js';
import { plainView } from '../../src/report/render/view.js';
import { wrap } from '../../src/report/render/wrap.js';
import { change, finding, one, oneOfEach, policy, report, result, seen } from './sample-report.js';

describe('the org', () => {
  test('the reference org is named as such', () => {
    expect(renderOrg({ url: 'http://127.0.0.1:1', reference: 'previous', tiers: ['read'] })).toBe(
      'Bundled reference org (profile previous); the results are not about your org.',
    );
  });

  test('a live org is named with the tiers of the run', () => {
    expect(renderOrg({ url: 'https://acme.okta.com', tiers: ['read'] })).toBe('https://acme.okta.com (read tier)');
    expect(renderOrg({ url: 'https://acme.okta.com', tiers: ['read', 'write'] })).toBe(
      'https://acme.okta.com (read and write tiers)',
    );
  });
});

const full = plainView({ full: true });

test('the verdict comes first and last, with four figures and what changed in between', () => {
  expect(renderReport(report(oneOfEach), undefined, ['Reports: reports/index.html'])).toBe(
    `FAILED  2 of 3 verified operations do not match 2025.08.0.
        Fails: \`id\` in GET /api/v1/users: Expected string, got null, and 1 more
        Migrated 1 · old behavior 1 · neither edition 1 · unknown 1

1 broken · 0 breaking and applied · 1 breaking, not applied · 1 not verified

Broken: 1 finding, 1 failing the run
  ✗ \`id\` in GET /api/v1/users: Expected string, got null [${one.broken.findings[0]?.fingerprint}]

Breaks existing code, not applied yet: 1 change, 1 failing the run
  ~ \`settings\` removed from GET /.well-known/okta-organization
    [${one.stale.findings[0]?.fingerprint}]

New and usable: 1 change
  + \`_links.execute\` added to GET /api/v1/inlineHooks

Verified   3 of 4 operations, 3 verifiable: 1 passed, 1 stale, 1 with violations
           1 skipped: needs-write-tier: runs in the write tier only
             → Set OKTA_CONTRACTS_TIERS=write, on a preview org.

→ To accept a finding: \`npm run -s waive -- FINGERPRINT\` (in brackets).
→ To accept this state and fail on new findings only, run \`npm run -s accept\`.
→ --full shows each operation, with fingerprints, evidence and advice.

Reports: reports/index.html

FAILED  2 of 3 verified operations do not match 2025.08.0.`,
  );
});

test('in full, each finding has its evidence, its place in the contract and advice', () => {
  const text = renderReport(report(oneOfEach), full);
  expect(text).toContain(
    `Violations: 1 operation

GET /api/v1/users
  ✗ type /*/id: Expected string, got null (3 times)
    first found in this run [${one.broken.findings[0]?.fingerprint}]
    Evidence: documented, and in 560 of 560 recorded responses from 3 orgs
    contracts/users/user.schema.json#/properties/id/type
    → The response differs from Okta's documentation. Test your integration and
      report it to Okta.

Removed or changed in 2025.08.0, but not applied: 1 operation
`,
  );
  expect(text).toContain(`Evidence   1 operation backed by recorded responses, 2 by documentation only
Changes    1 applied, 1 not applied, 0 not observable
Requests   12 requests in 3.3 s, 1 with status 429, 2.5 s waiting for rate
           limits
Edition    2025.08.0 (previous: 2024.08.3)`);
});

test('a run without findings has one line of verdict', () => {
  expect(renderVerdict(report([one.kept]))).toBe(
    'PASSED  1 of 1 verified operation matches 2025.08.0.\n        Migrated 1',
  );
});

test('failing findings come before waived ones, and the most severe first', () => {
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
  const accepted = report([one.broken], { facts: { policy: waived } });
  expect(renderReport(accepted, full)).toMatch(
    /^PASSED[\s\S]*waived until 2026-12-31 by us[\s\S]*Waived {5}1 finding\n/,
  );
  expect(renderReport(accepted)).toMatch(/^0 broken[\s\S]*Waived {5}1 finding\n/m);
  expect(renderReport(accepted)).not.toContain('`id` in ');
});

test('new operations of a resource that are not available take one line', () => {
  const missing = (['GET /api/v1/a', 'GET /api/v1/b'] as const).map((operation) => {
    const added = change(operation, '', 'new operation');
    return result(operation, {
      outcome: { kind: 'verified', verdict: 'stale' },
      findings: [finding(operation, { kind: 'not-yet', level: 'stale', pointer: '', change: added.id })],
      changes: [seen(added, 'not applied')],
    });
  });
  expect(renderReport(report(missing))).toContain(
    'Other: 1 change, 1 failing the run, 1 added but not applied\n  ~ 2 new operations in users\n',
  );
});

describe('sections', () => {
  const name = 'GET /api/v1/iam/roles' as const;
  const added = change(name, '/_links/permissions', 'added');
  const mixed = result(name, {
    outcome: { kind: 'verified', verdict: 'violation' },
    findings: [
      finding(name, {
        kind: 'not-yet',
        level: 'stale',
        pointer: added.pointer,
        message: '`permissions` was added in 2025.08.0 but is not returned yet',
        change: added.id,
      }),
      finding(name, { pointer: '/id' }),
      finding(name, { pointer: '/label', level: 'warning' }),
      finding(name, { kind: 'undocumented', pointer: '/more', level: 'notice' }),
    ],
    changes: [seen(added, 'not applied')],
  });
  const given = (parts = policy) => report([mixed, one.stale, one.kept], { facts: { policy: parts } });

  test('what is broken comes first, then what is still returned, then what is not returned yet, then warnings', () => {
    const sections = sectionsOf(given()).map(({ kind, operations }) => [
      kind,
      ...operations.flatMap((one) => one.findings.map(({ pointer }) => pointer)),
    ]);
    expect(sections).toEqual([
      ['broken', '/id'],
      ['still-returned', '/settings'],
      ['not-yet', '/_links/permissions'],
      ['warning', '/label'],
    ]);
    const titles =
      /Violations: 1 operation[\s\S]*Removed or changed in 2025\.08\.0, but not applied: 1 operation[\s\S]*Added in 2025\.08\.0, but not returned yet: 1 operation[\s\S]*Warnings: 1 operation/;
    expect(renderReport(given(), full)).toMatch(titles);
  });

  test('what is not returned yet is stated as such, with advice', () => {
    expect(renderReport(given(), full)).toContain(`Added in 2025.08.0, but not returned yet: 1 operation

GET /api/v1/iam/roles
  ~ not-yet /_links/permissions: \`permissions\` was added in 2025.08.0 but is not
    returned yet
    added /_links/permissions: not applied; first found in this run
    [${mixed.findings[0]?.fingerprint}]
    Evidence: Okta's documents of the two editions differ in this change
    contracts/users/user.schema.json#/properties/id/type
    → Not available on this org yet.`);
  });

  test('accepted findings are listed last', () => {
    const fingerprint = mixed.findings[1]?.fingerprint ?? '';
    const kinds = sectionsOf(given({ ...policy, known: [fingerprint] })).map(({ kind }) => kind);
    expect(kinds).toEqual(['still-returned', 'not-yet', 'warning', 'accepted']);
  });
});

test('a long list ends with the number of further entries, and is complete in full', () => {
  const many = Array.from({ length: 50 }, (_, i) =>
    result(`GET /api/v1/${i}`, {
      outcome: { kind: 'verified', verdict: 'violation' },
      findings: [finding(`GET /api/v1/${i}`, { level: 'violation', contract: `users/u.json#/${i}` })],
    }),
  );
  expect(renderReport(report(many))).toMatch(/^ {2}… and \d\d more$/m);
  expect(renderReport(report(many), full)).not.toMatch(/… and \d+ more/);
  expect(renderReport(report(many), full).match(/^GET /gm)).toHaveLength(50);
});

test('the first day of a finding, and the numbers of the baseline', () => {
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
    // Selected fewer operations: it does not end the series.
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
    full,
  );
  expect(text).toMatch(/^PASSED/);
  expect(text).toContain('known from the baseline; first found on 2026-11-03');
  expect(text).toContain('Baseline   x, 2026-11-03: 0 new findings, 1 known, 1 resolved');
});

test('lines are wrapped to the width of the terminal, and words are not broken', () => {
  expect(wrap('  one two three four', 11, 4)).toEqual(['  one two', '    three', '    four']);
  expect(wrap('a-word-that-is-longer-than-the-line b', 10, 2)).toEqual(['a-word-that-is-longer-than-the-line', '  b']);
});

test('colors are used only if enabled', () => {
  expect(renderReport(report(oneOfEach), plainView())).not.toContain('\u001b');
  expect(renderReport(report(oneOfEach), plainView({ paint: paintFor(true) }))).toContain('\u001b[31mFAILED');
});

test('if the details of a reason differ, its operations are listed with theirs', () => {
  const skipped = (n: number) =>
    result(`GET /api/v1/${n}`, {
      outcome: { kind: 'inconclusive', reason: 'org-fault', detail: `the org answered 50${n}` },
    });
  const given = report([0, 1, 2, 3].map(skipped));
  const text = renderReport(given, full);
  expect(text).toContain('           4 inconclusive: org-fault\n             GET /api/v1/0: the org answered 500\n');
  expect(text).toContain('             GET /api/v1/3: the org answered 503\n');
  expect(renderReport(given)).toContain('           4 inconclusive: org-fault\n             → ');
});
