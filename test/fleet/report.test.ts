import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import type { RunReport } from '../../src/assess/run-report.js';
import { runMain } from '../cli/run-main.js';
import { change, finding, one, report, result, seen } from '../report/sample-report.js';
import { rowsOf, storeNight } from './stored-night.js';

const out = mkdtempSync(join(tmpdir(), 'fleet-report-'));
const users = 'GET /api/v1/users';
const renamed = change(users, '/*/type');

/** The report of an org in one night. */
function night(state: 'applied' | 'not applied', findings: string[]): RunReport {
  const found = findings.map((pointer) => finding(users, { pointer, level: 'violation' }));
  const verdict = found.length > 0 ? 'violation' : 'pass';
  const ofUsers = result(users, {
    outcome: { kind: 'verified', verdict },
    findings: found,
    changes: [seen(renamed, state)],
  });
  return report([ofUsers, one.skipped]);
}

/** @param made none if the org failed */
const store = (org: string, day: string, made: RunReport | string = 'it is down') => storeNight(out, org, day, made);

beforeAll(() => {
  store('acme', '2026-11-24', night('not applied', ['/*/id']));
  store('acme', '2026-11-25', night('applied', ['/*/status']));
  // The second run of a day replaces the first.
  store('acme', '2026-11-25', night('applied', ['/*/status']));
  for (const day of ['2026-11-24', '2026-11-25']) store('beta', day, night('not applied', ['/*/status']));
  // An outage: what is known of the org remains.
  store('down', '2026-11-24', night('applied', []));
  store('down', '2026-11-25');
});

test('last-night: each event of the last day once, also after two runs on that day', async () => {
  const rows = await rowsOf(out, '--query', 'last-night');
  expect(rows.map(({ event, orgs, 'for example': names }) => [event, Number(orgs), names])).toEqual([
    ['change is applied', 1, 'acme'],
    ['new finding', 1, 'acme'],
    ['org failed', 1, 'down'],
    ['resolved finding', 1, 'acme'],
  ]);
  expect(rows[1]?.what).toBe('GET /api/v1/users: Expected string, got null');
});

test('change: the state of a change on each org, also of one that failed last night', async () => {
  const rows = await rowsOf(out, '--change', 'TYPE');
  expect(rows.map(({ org, state }) => [org, state])).toEqual([
    ['acme', 'applied'],
    ['down', 'applied'],
    ['beta', 'not applied'],
  ]);
});

test('findings: those of more than n orgs', async () => {
  expect((await rowsOf(out, '--query', 'findings')).map(({ orgs }) => Number(orgs))).toEqual([2]);
  expect(await rowsOf(out, '--query', 'findings', '--more-than', '2')).toEqual([]);
});

test('never-verified: operations that were verified on no org, with the reasons', async () => {
  expect(await rowsOf(out, '--query', 'never-verified')).toEqual([
    { operation: 'POST /api/v1/inlineHooks', orgs: '3', reasons: 'needs-write-tier' },
  ]);
});

test('orgs: the last result of each org, and all queries in 80 columns', async () => {
  const rows = await rowsOf(out, '--query', 'orgs');
  expect(rows.map(({ org, result, 'last verified': last, days }) => [org, result, last, days])).toEqual([
    ['down', 'failed', '2026-11-24', '2'],
    ['acme', 'passed', '2026-11-25', '2'],
    ['beta', 'passed', '2026-11-25', '2'],
  ]);
  const { code, out: text } = await runMain(['fleet', 'report', out]);
  expect(code).toBe(0);
  expect(text).toContain('The last result of each org (3)\n');
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('--sql runs the SQL of a file', async () => {
  const file = join(out, 'own.sql');
  writeFileSync(file, "-- Runs\nSELECT org, count(*)::INTEGER AS runs FROM runs WHERE org = 'acme' GROUP BY org;");
  expect(await rowsOf(out, '--sql', file)).toEqual([{ org: 'acme', runs: 2 }]);
  writeFileSync(file, 'SELEC 1');
  const { code, err } = await runMain(['fleet', 'report', out, '--sql', file]);
  expect([code, err]).toEqual([2, expect.stringMatching(/^own\.sql cannot be run \(.*\): correct the SQL\.\n$/)]);
});

test('a damaged file of one org: one sentence that names it, and does not blame the SQL', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-damaged-'));
  cpSync(out, folder, { recursive: true });
  writeFileSync(join(folder, 'beta', 'results.ndjson'), '{"org": "be');
  const { code, err } = await runMain(['fleet', 'report', folder, '--query', 'orgs']);
  rmSync(folder, { recursive: true, force: true });
  expect([code, err.trimEnd().split('\n').length]).toEqual([2, 1]);
  expect(err).toContain(`${folder} cannot be read (`);
  expect(err).toMatch(/beta.results\.ndjson.*: restore or remove the damaged file\.$/m);
});

test('a folder without reports: one sentence', async () => {
  const { code, err } = await runMain(['fleet', 'report', join(out, 'none')]);
  expect([code, err]).toEqual([
    2,
    `${join(out, 'none')} has no results of a fleet: name the folder that \`fleet --out\` wrote to.\n`,
  ]);
});

test('a bucket that cannot be read: one sentence, which does not blame the SQL', async () => {
  // Nothing listens on port 1. Without the extension httpfs, DuckDB cannot download it either.
  vi.stubEnv('HTTPS_PROXY', 'http://127.0.0.1:1');
  const { code, err } = await runMain(['fleet', 'report', 's3://acme-reports/fleet']);
  expect([code, err.trimEnd().split('\n').length]).toEqual([2, 1]);
  expect(err).toMatch(/^s3:\/\/acme-reports\/fleet cannot be read: .*copy the reports to a folder\.$/m);
  vi.unstubAllEnvs();
});

test('a fleet does not write to a bucket: one sentence', async () => {
  const inventory = join(out, 'orgs.yaml');
  writeFileSync(inventory, 'orgs: [{ name: local, profile: current }]');
  expect(await runMain(['fleet', inventory, '--out', 's3://acme-reports/fleet'])).toEqual({
    ...{ code: 2, out: '' },
    err: '--out s3://acme-reports/fleet is not a folder of this machine: write to a folder, and copy it to the bucket after the run.\n',
  });
});

test('without DuckDB: one sentence that names the package', async () => {
  vi.doMock('@duckdb/node-api', () => {
    throw new Error('Cannot find package');
  });
  const { code, err } = await runMain(['fleet', 'report', out]);
  expect([code, err]).toEqual([
    2,
    '`fleet report` needs DuckDB, which is not installed: run npm install @duckdb/node-api.\n',
  ]);
  vi.doUnmock('@duckdb/node-api');
});
