import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readAccepted } from '../../src/assess/accepted.js';
import { loadPolicy } from '../../src/assess/baseline.js';
import type { RunReport } from '../../src/assess/run-report.js';
import { parseSettings } from '../../src/config/load.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { anySdkFails } from '../../src/domain/sdk.js';
import { adviceToAccept } from '../../src/report/render/advice.js';
import { renderJunit } from '../../src/report/render/junit.js';
import { runMain } from '../cli/run-main.js';
import { finding, one, oneOfEach, policy, report, result } from './sample-report.js';
import { place, sdkReport } from './sample-sdks.js';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'accept-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const fileIn = () => join(folder(), 'accepted.json');

async function accept(given: RunReport, file: string, ...args: string[]) {
  const from = join(folder(), 'report.json');
  writeFileSync(from, JSON.stringify(given));
  const { code, out, err } = await runMain(['accept', from, '--file', file, ...args]);
  return { code, out: out.replaceAll(file, 'FILE'), err: err.replaceAll(file, 'FILE') };
}

const prints = (file: string) => readAccepted(file).accepted.map(({ fingerprint }) => fingerprint);
const printOf = ({ findings }: { findings: { fingerprint: string }[] }) => findings[0]?.fingerprint;
const warned = result('GET /api/v1/groups', { findings: [finding('GET /api/v1/groups', { level: 'warning' })] });
const noticed = result('GET /api/v1/groups', { findings: [finding('GET /api/v1/groups', { level: 'notice' })] });
const sent = result('POST /api/v1/groups', {
  findings: [finding('POST /api/v1/groups', { kind: 'request', level: 'warning' })],
});

describe('accept', () => {
  test('writes each finding of the report with its reason, and states what it accepted', async () => {
    const file = fileIn();
    const { code, out } = await accept(report([one.broken, one.stale, warned, noticed, sent]), file);
    expect([code, out]).toEqual([
      0,
      `Accepted 3 findings of the org in FILE:
  Violations: 1 in 1 operation
  Removed or changed, but not applied: 1 in 1 operation
  Warnings, which do not fail a run: 1 in 1 operation
3 findings are accepted now. Any other violation or stale finding fails a run from now on.
Use it with --baseline FILE, or OKTA_CONTRACTS_BASELINE. Commit it.
`,
    ]);
    const [first] = readAccepted(file).accepted;
    expect(first).toEqual({
      fingerprint: printOf(one.broken),
      operation: one.broken.operation,
      kind: 'type',
      level: 'violation',
      pointer: one.broken.findings[0]?.pointer,
      reason: expect.stringMatching(/^state on \d{4}-\d\d-\d\d$/),
    });
  });

  test('a run with the file passes, and fails on a new finding', async () => {
    const file = fileIn();
    await accept(report([one.stale, one.kept]), file);
    const facts = loadPolicy({ ...parseSettings({}), baseline: file }, loadCatalogue());
    expect(report([one.stale, one.kept], { facts }).run.passed).toBe(true);
    const later = report([one.stale, one.broken, one.kept], { facts });
    expect(later.run).toMatchObject({ passed: false, reasons: [expect.stringContaining('new since the baseline')] });
    expect(later.baseline).toMatchObject({ new: 1, known: 1, gone: 0 });
  });

  test('accepts what SDKs cannot read: with --sdk-fails, only what is new fails', async () => {
    const users = 'GET /api/v1/users';
    const python = (...pointers: string[]) => [sdkReport({}, [[users, 'failed', pointers.map((one) => place(one))]])];
    const file = fileIn();
    const { out } = await accept(report([result(users)], { facts: { sdks: python('/0/status') } }), file);
    expect(out).toContain('\n  Responses that an SDK cannot read or loses data of: 1 in 1 operation\n');
    expect(readAccepted(file).accepted).toMatchObject([{ kind: 'sdk', sdk: 'python', pointer: '/*/status' }]);
    const facts = loadPolicy({ ...parseSettings({}), baseline: file }, loadCatalogue());
    const later = (...pointers: string[]) =>
      report([result(users)], { facts: { ...facts, sdks: python(...pointers), sdkFails: true } });
    expect(anySdkFails(later('/0/status').sdks)).toBe(false);
    expect(renderJunit(later('/0/status'))).not.toContain('<failure');
    expect(anySdkFails(later('/0/status', '/0/type').sdks)).toBe(true);
    expect(renderJunit(later('/0/status', '/0/type'))).toContain('<failure');
    // A run without the SDK resolves nothing.
    await accept(report([result(users)]), file);
    expect(prints(file)).toHaveLength(1);
    await accept(report([result(users)], { facts: { sdks: [sdkReport({}, [[users, 'read']])] } }), file);
    expect(prints(file)).toEqual([]);
  });

  test('called again, keeps the reasons, adds what is new, and removes what is resolved', async () => {
    const file = fileIn();
    const skipped = { ...one.broken, outcome: one.skipped.outcome, findings: [] };
    await accept(report([one.stale, one.broken]), file, '--reason', 'first');
    // An operation that was not verified is not resolved.
    await accept(report([one.stale, skipped, warned]), file, '--reason', 'second');
    expect(readAccepted(file).accepted.map(({ reason }) => reason)).toEqual(['first', 'first', 'second']);
    const { out } = await accept(report([result(one.stale.operation), one.broken]), file);
    expect(prints(file)).toEqual([printOf(one.broken), printOf(warned)]);
    expect(out).toContain(
      'Accepted 0 findings of the org in FILE.\nRemoved 1 finding: it is resolved.\n2 findings are',
    );
  });

  test('waived findings keep their waiver only', async () => {
    const file = fileIn();
    const waivers = [{ fingerprint: printOf(one.broken) ?? '', reason: 'r', owner: 'us', expires: '2099-01-01' }];
    await accept(report([one.broken, one.stale], { facts: { policy: { ...policy, waivers } } }), file);
    expect(prints(file)).toEqual([printOf(one.stale)]);
  });

  test('--until ends the acceptance', async () => {
    const file = fileIn();
    await accept(report([one.stale]), file, '--until', '2099-01-31', '--owner', 'identity');
    expect(readAccepted(file).accepted).toMatchObject([{ until: '2099-01-31', owner: 'identity' }]);
    const knownOn = (day: string) =>
      loadPolicy({ ...parseSettings({}), baseline: file }, loadCatalogue(), new Date(day)).policy.known;
    expect(knownOn('2099-01-31')).toEqual([printOf(one.stale)]);
    expect(knownOn('2099-02-01')).toEqual([]);
  });

  test('states what fails a run in spite of it', async () => {
    const { out } = await accept(report([one.stale, one.skipped], { faults: 1 }), fileIn());
    expect(out).toContain('These still fail a run: 1 internal error.\n');
  });

  const left = { kind: 'groups', why: 'refused', fix: 'remove it', fails: true };
  const cancelled = result('GET /api/v1/groups', { outcome: { kind: 'skipped', reason: 'cancelled', detail: 'x' } });
  test.each<[string, RunReport, string[], string]>([
    [
      'nothing verified',
      report([one.skipped]),
      [],
      'The last run verified no operation: see in its report why, and run again.',
    ],
    [
      'objects left',
      report([one.broken], { facts: { leftovers: [left] } }),
      [],
      'The last run left objects or settings on the org: remove or restore them as its report says, and run again.',
    ],
    ['an interrupted run', report([one.broken, cancelled]), [], 'The last run was interrupted: run again to its end.'],
    ['no findings', report([one.kept]), [], 'The last report has no findings: there is nothing to accept.'],
    [
      'a day that has passed',
      report([one.broken]),
      ['--until', '2020-01-01'],
      '--until 2020-01-01 has passed: name a later day.',
    ],
    [
      'a day that is none',
      report([one.broken]),
      ['--until', 'soon'],
      'Invalid entry (/accepted/0/until must match format "date"): write --until as 2027-01-31, and no empty --reason or --owner.',
    ],
    [
      'an empty reason',
      report([one.broken]),
      ['--reason', ''],
      'Invalid entry (/accepted/0/reason must NOT have fewer than 1 characters): write --until as 2027-01-31, and no empty --reason or --owner.',
    ],
  ])('with %s, writes nothing and prints one sentence', async (_, given, args, sentence) => {
    const file = fileIn();
    expect(await accept(given, file, ...args)).toEqual({ code: 2, out: '', err: `${sentence}\n` });
    expect(existsSync(file)).toBe(false);
  });

  test('does not replace another file, or one that is damaged', async () => {
    for (const content of ['{"waivers": []}', 'text', '{"accepted": [7]}']) {
      const file = fileIn();
      writeFileSync(file, content);
      const { code, err } = await accept(report([one.broken]), file);
      expect([code, err.trimEnd().split('\n').length, readFileSync(file, 'utf8')]).toEqual([2, 1, content]);
    }
    const { code, err } = await runMain(['accept', '/no/such/report.json']);
    expect([code, err]).toEqual([2, '/no/such/report.json cannot be read: name a report file that exists.\n']);
  });

  test('removes control characters of a reason', async () => {
    const file = fileIn();
    await accept(report([one.broken]), file, '--reason', 'a\u001b[31mb');
    expect(readFileSync(file, 'utf8')).toContain('"reason": "ab"');
  });
});

test('a failing run of a live org without a baseline states how to continue', () => {
  const advice = 'To accept this state and fail on new findings only, run `npm run -s accept`.';
  expect(adviceToAccept(report(oneOfEach))).toEqual([advice]);
  expect(adviceToAccept(report([one.kept]))).toEqual([]);
  const reference = { url: 'http://127.0.0.1', reference: 'mixed' as const, tiers: ['read'] };
  expect(adviceToAccept(report(oneOfEach, { facts: { org: reference } }))).toEqual([]);
  const baseline = { startedAt: '2026-11-03T00:00:00.000Z', org: 'x', new: 0, known: 0, gone: 0, drift: [] };
  expect(adviceToAccept(report(oneOfEach, { facts: { baseline } }))).toEqual([]);
});
