import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { orgsOfInventories, recordInventory } from '../../src/cli/fleet/inventories.js';
import type { FleetPageData } from '../../src/report/fleet-page-data.js';
import { runMain } from '../cli/run-main.js';
import { finding, report, result } from '../report/sample-report.js';
import { rowsOf, storeNight } from './stored-night.js';

const users = 'GET /api/v1/users';
const night = report([result(users, { findings: [finding(users, { level: 'violation' })] })]);
const day = '2026-11-25';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), "fleet [a]*?'b-"));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

/** What the page of the fleet shows. */
async function pageOf(): Promise<FleetPageData> {
  const file = join(out, 'index.html');
  expect(await runMain(['fleet', 'report', out, '--html', file])).toEqual({ code: 0, out: `Page: ${file}\n`, err: '' });
  return JSON.parse(/id="data">(.*?)<\/script>/s.exec(readFileSync(file, 'utf8'))?.[1] ?? '') as FleetPageData;
}

const orgsOf = (rows: Record<string, unknown>[]) => rows.map(({ org }) => org);

test('a first night on which all orgs failed: which, and why', async () => {
  const reason = `https://acme.okta.com does not respond: check url, and ${'the network, '.repeat(8)}or try again.`;
  storeNight(out, 'acme', day, reason);
  storeNight(out, 'beta', day, 'The token is not set: its source is the environment variable BETA; set it.');
  const { code, out: text, err } = await runMain(['fleet', 'report', out]);
  expect([code, err]).toEqual([0, '']);
  expect(text).toContain(
    'Which orgs failed in their last run, and why (2)\nacme (2026-11-25, never verified): https://',
  );
  // The whole reason, in the width of a terminal.
  expect(text.replace(/\n +/g, ' ')).toContain(reason);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(text).toContain('What changed on the last day: unknown, because no org was verified\n');
  expect(text).toContain('Which orgs are no longer in the inventory: none\n');
  const { title, matrix, tables } = await pageOf();
  expect(matrix.older).toEqual([
    { org: 'acme', day: null },
    { org: 'beta', day: null },
  ]);
  expect(title).toBe('2 orgs: 0 passed, 2 failed, 0 with violations');
  expect(tables.find(({ id }) => id === 'failed')?.rows.map(([org]) => org)).toEqual(['acme', 'beta']);
  expect(tables.filter(({ unknown }) => unknown).map(({ id }) => id)).toEqual([
    'last-night',
    'findings',
    'never-verified',
  ]);
});

test('orgs that failed, beside one that was verified, and works again', async () => {
  storeNight(out, 'acme', '2026-11-24', 'it is down');
  storeNight(out, 'acme', day, night);
  storeNight(out, 'beta', '2026-11-24', night);
  storeNight(out, 'beta', day, 'it is down');
  expect(await rowsOf(out, '--query', 'failed')).toEqual([
    { org: 'beta', day, 'last verified': '2026-11-24', reason: 'it is down' },
  ]);
  expect((await pageOf()).matrix.older).toEqual([{ org: 'beta', day: '2026-11-24' }]);
});

test('orgs that the inventory no longer has are shown apart', async () => {
  for (const org of ['acme', 'beta', 'gone']) storeNight(out, org, day, night);
  expect(orgsOf(await rowsOf(out, '--query', 'orgs'))).toEqual(['acme', 'beta', 'gone']);
  const record = (file: string, ...names: string[]) =>
    recordInventory(out, `/etc/${file}`, { folder: '/etc', orgs: names.map((name) => ({ name })) }, day);
  record('orgs.yaml', 'acme', 'gone');
  record('others.yaml', 'beta');
  expect(orgsOf(await rowsOf(out, '--query', 'orgs'))).toEqual(['acme', 'beta', 'gone']);
  record('orgs.yaml', 'acme');
  expect(orgsOf(await rowsOf(out, '--query', 'orgs'))).toEqual(['acme', 'beta']);
  expect((await rowsOf(out, '--query', 'findings')).map(({ orgs }) => Number(orgs))).toEqual([2]);
  expect(await rowsOf(out, '--query', 'removed')).toEqual([{ org: 'gone', result: 'passed', day, days: '1' }]);
  const { matrix, tables } = await pageOf();
  expect(matrix.orgs).toEqual(['acme', 'beta']);
  expect(tables.find(({ id }) => id === 'removed')?.rows.map(([org]) => org)).toEqual(['gone']);
});

test('inventories of the same name in different folders, and one that is named in two ways', () => {
  const record = (file: string, name: string) => recordInventory(out, file, { folder: '.', orgs: [{ name }] }, day);
  record('prod/orgs.yaml', 'acme');
  record('preview/orgs.yaml', 'beta');
  expect(orgsOfInventories(out)).toEqual(new Set(['acme', 'beta']));
  record(resolve('prod/../prod/orgs.yaml'), 'gamma');
  expect(orgsOfInventories(out)).toEqual(new Set(['beta', 'gamma']));
});

test.each([
  [['--html', 'x.html', '--query', 'orgs'], '--html writes a page with all answers: use it without --query.'],
  [
    ['--html', 'x.html', '--json', '--sql', 'x.sql'],
    '--html writes a page with all answers: use it without --sql and --json.',
  ],
  [['--sql', 'x.sql', '--query', 'orgs'], '--sql runs the SQL of a file: use it without --query and --change.'],
  [['--change', 'x', '--query', 'orgs'], '--change has a query of its own: use it without --query orgs.'],
  [['--query', 'change'], '--query change needs the change: use --change <text>.'],
])('options that would have no effect: %j', async (options, sentence) => {
  writeFileSync(join(out, 'x.sql'), 'SELECT 1');
  storeNight(out, 'acme', day, night);
  expect(await runMain(['fleet', 'report', out, ...options])).toEqual({ code: 2, out: '', err: `${sentence}\n` });
});
