import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Waiver } from '../../src/assess/policy.js';
import type { RunReport } from '../../src/assess/run-report.js';
import { readWaivers } from '../../src/assess/waivers.js';
import { anySdkFails, type SdkReport } from '../../src/domain/sdk.js';
import { faultOf } from '../../src/io/files.js';
import { findingsOf } from '../../src/report/notify/found.js';
import { runMain } from '../cli/run-main.js';
import { change, one, oneOfEach, policy, report, seen } from './sample-report.js';
import { firstFinding, place, sdkReport } from './sample-sdks.js';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'commands-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function written(given: RunReport, name = 'report.json', at = folder()): string {
  writeFileSync(join(at, name), JSON.stringify(given));
  return join(at, name);
}

const fingerprint = one.broken.findings[0]?.fingerprint ?? '';
const why = ['--reason', 'we read neither', '--owner', 'identity team', '--expires', '2099-01-31'];

describe('waive', () => {
  test('writes a waiver that the next run uses, and keeps existing ones', async () => {
    const from = written(report(oneOfEach));
    const file = join(folder(), 'waivers.json');
    const { code, out } = await runMain(['waive', fingerprint, '--report', from, '--file', file, ...why]);
    expect([code, out]).toEqual([
      0,
      `GET /api/v1/users: type /*/id: Expected string, got null (3 times)\n1 waived until 2099-01-31 in ${file}.\n`,
    ]);
    await runMain(['waive', '--all', '--report', from, '--file', file, ...why]);
    expect(readWaivers(file).map((waiver) => waiver.fingerprint)).toEqual([
      fingerprint,
      one.stale.findings[0]?.fingerprint,
    ]);
  });

  test('accepts what an SDK cannot read, and a waiver that no longer matches fails only runs with this SDK', async () => {
    const users = 'GET /api/v1/users';
    const sdk = sdkReport({}, [[users, 'failed', [place('/0/status')]]]);
    const print = firstFinding(sdk).fingerprint;
    const run = (waivers: Waiver[], sdks?: SdkReport[]) =>
      report([one.kept], { facts: { policy: { ...policy, waivers }, ...(sdks && { sdks, sdkFails: true }) } });
    const from = written(run([], [sdk]));
    const file = join(folder(), 'waivers.json');
    for (const which of [print, '--all'])
      expect(await runMain(['waive', which, '--report', from, '--file', file, ...why])).toMatchObject({
        out: expect.stringMatching(/^GET \/api\/v1\/users: SDK python: \/\*\/status .*\n1 waived until 2099-01-31/),
      });
    const waivers = readWaivers(file);
    expect(waivers).toMatchObject([{ fingerprint: print, sdk: 'python' }]);
    expect(anySdkFails(run([], [sdk]).sdks)).toBe(true);
    const waived = run(waivers, [sdk]);
    expect([anySdkFails(waived.sdks), waived.run.passed, waived.waivers.used]).toEqual([false, true, 1]);
    expect(faultOf('report', waived)).toBeUndefined();
    expect(findingsOf(waived).get(print)?.isOpen).toBe(false);
    // Without this SDK, nothing is known of the finding.
    expect(run(waivers).waivers.unused).toEqual([]);
    const resolved = run(waivers, [sdkReport({}, [[users, 'read', []]])]);
    expect(resolved.waivers.unused).toEqual(waivers);
    expect(anySdkFails(run([{ ...waivers[0], expires: '2026-01-01' } as Waiver], [sdk]).sdks)).toBe(true);
  });

  test('keeps comments in YAML', async () => {
    const file = join(folder(), 'waivers.yaml');
    writeFileSync(file, '# asked Okta about these\nwaivers: []\n');
    await runMain(['waive', fingerprint, '--report', written(report(oneOfEach)), '--file', file, ...why]);
    expect(readFileSync(file, 'utf8')).toContain('# asked Okta about these');
    expect(readWaivers(file)).toHaveLength(1);
  });

  test.each<[string, string[], RegExp]>([
    ['no reason', [fingerprint, '--owner', 'x'], /^Required option `--reason <text>` not specified\. See --help\./],
    ['no fingerprint', why, /No fingerprint given: name one, or use --all/],
    ['an unknown fingerprint', ['0000000000000000', ...why], /No failing finding with fingerprint 0000000000000000/],
    ['an invalid day', [fingerprint, ...why.slice(0, 4), '--expires', 'soon'], /write --expires as 2027-01-31/],
    ['an unknown option', ['--what'], /^Unknown option `--what`\. See --help\./],
  ])('with %s, writes nothing and prints one sentence', async (_, args, message) => {
    const file = join(folder(), 'waivers.json');
    const { code, err } = await runMain(['waive', ...args, '--report', written(report(oneOfEach)), '--file', file]);
    expect(code).toBe(2);
    expect(err).toMatch(message);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(existsSync(file)).toBe(false);
  });
});

describe('compare', () => {
  const compare = (left: RunReport, right: RunReport, ...more: string[]) =>
    runMain(['compare', '--left', written(left), '--right', written(right), ...more]);

  test('two orgs without differences', async () => {
    const { code, out } = await compare(report(oneOfEach), report(oneOfEach));
    expect(code).toBe(0);
    expect(out).toMatch(/^SAME {2}No operation differs\./);
  });

  test('lists for each operation the changes and findings that differ', async () => {
    const settings = change(one.stale.operation, '/settings');
    const upgraded = { ...one.stale, outcome: { kind: 'verified', verdict: 'pass' } as const, findings: [] };
    const right = report([{ ...upgraded, changes: [seen(settings, 'applied')] }, one.kept]);
    const { code, out } = await compare(report(oneOfEach), right);
    expect(code).toBe(1);
    expect(out).toMatch(/^DIFFERENT {2}3 operations differ, 1 does not: 2 changes or findings, 1 breaking\./);
    expect(out).toContain(
      '  ✗ `settings` removed from GET /.well-known/okta-organization: not applied |\n    applied\n',
    );
    expect(out.trimEnd().split('\n').at(-1)).toMatch(/^DIFFERENT|breaking\.$/);
    const { out: whole } = await compare(report(oneOfEach), right, '--full');
    expect(whole).toContain(
      '\n\nGET /.well-known/okta-organization\n  verdict: stale | pass\n  removed /settings: not applied | applied\n',
    );
    expect(whole).toContain('GET /api/v1/users\n  verdict: violation | not exercised\n  only left: type /*/id');
    const { differences, groups } = JSON.parse((await compare(report(oneOfEach), right, '--json')).out);
    expect(differences).toHaveLength(3);
    expect(groups.map(({ severity }: { severity: string }) => severity)).toEqual(['breaks', 'differs']);
  });

  test.each<[string[], RegExp]>([
    [['--left', 'a.json'], /^Required option `--right <file>` not specified\. See --help\./],
    [['--left', 'no.env', '--right', 'no.env'], /^no\.env cannot be read/],
    [['--left', 'no.json', '--right', 'no.json'], /^no\.json cannot be read/],
  ])('%j is refused in one sentence', async (args, message) => {
    const { code, err } = await runMain(['compare', ...args]);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});

describe('report', () => {
  test('shows a report again, in every format', async () => {
    const out = folder();
    const shown = await runMain(['report', written(report(oneOfEach)), '--out', out]);
    expect(shown.code).toBe(1);
    expect(shown.out).toMatch(/^FAILED/);
    expect(readdirSync(out).sort()).toEqual([
      'ctrf.json',
      'index.html',
      'junit.xml',
      'metrics.prom',
      'report.json',
      'report.md',
      'report.sarif',
    ]);
  });

  test('refuses a file that is not a report', async () => {
    const file = join(folder(), 'x.json');
    writeFileSync(file, '{"version":1}');
    const { code, err } = await runMain(['report', file]);
    expect([code, err.trim().split('\n').length]).toEqual([2, 1]);
  });
});

test.each([[['--baseline']], [['--waivers', '--shard=1/2']]])(
  'verify %j is refused before anything runs',
  async (args) => {
    const { code, err } = await runMain(['verify', ...args]);
    expect(code).toBe(2);
    expect(err).toMatch(/^Option `--(baseline|waivers) <file>` argument missing\. See --help\.$/m);
  },
);
