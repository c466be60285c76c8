import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { historyEntryOf } from '../../src/assess/history.js';
import { OrgFolder } from '../../src/cli/fleet/org-folder.js';
import type { OrgResult } from '../../src/cli/fleet/result.js';
import { journalFolder } from '../../src/org/journal/folder.js';
import { one, report } from '../report/sample-report.js';

/** The number of changes of files until the process is killed. */
const kill = vi.hoisted(() => ({ after: Number.POSITIVE_INFINITY }));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const changing = <A extends unknown[], R>(call: (...args: A) => R) => {
    return (...args: A): R => {
      if (kill.after <= 0) throw new Error('killed');
      kill.after -= 1;
      return call(...args);
    };
  };
  const changed = {
    renameSync: changing(fs.renameSync),
    rmSync: changing(fs.rmSync),
    writeSync: changing(fs.writeSync),
  };
  return { ...fs, ...changed };
});

const day = '2026-11-25';
let out: string;

beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'org-folder-'));
});
afterEach(() => {
  kill.after = Number.POSITIVE_INFINITY;
  rmSync(out, { recursive: true, force: true });
});

/** A run of the org, as `fleet` stores it. */
function night(on: string, time: string): void {
  const folder = new OrgFolder(out, 'acme', on);
  const reports = folder.start();
  const startedAt = `${on}T${time}:00.000Z`;
  const made = report([one.broken], { startedAt: new Date(startedAt) });
  writeFileSync(join(reports, 'history.ndjson'), `${JSON.stringify(historyEntryOf(made))}\n`, { flag: 'a' });
  writeFileSync(join(reports, 'shapes.ndjson'), '');
  const figures = { seconds: 1, tags: [], selected: 1, verifiable: 1, verified: 1, failing: 1 };
  folder.finish(reports, { version: 1, org: 'acme', day: on, startedAt, result: 'violations', ...figures }, made);
}

function linesOf<T>(file: string): T[] {
  const path = join(out, 'acme', file);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}

const runsOf = (file: 'results.ndjson' | 'history.ndjson') =>
  linesOf<Pick<OrgResult, 'startedAt'>>(file).map(({ startedAt }) => startedAt.slice(0, 16));

test.each([
  ['the first run of a day', []],
  ['the second run of a day', ['03:00']],
])('a fleet that is killed at any step of storing %s counts nothing twice', (_, earlier) => {
  for (let steps = 0; ; steps += 1) {
    rmSync(join(out, 'acme'), { recursive: true, force: true });
    night('2026-11-24', '03:00');
    for (const time of earlier) night(day, time);
    kill.after = steps;
    try {
      night(day, '04:00');
      expect(steps).toBeGreaterThan(10);
      return;
    } catch (error) {
      expect(String(error)).toBe('Error: killed');
    } finally {
      kill.after = Number.POSITIVE_INFINITY;
    }
    // A result of this day has its reports, and its line in the history.
    const { result } = new OrgFolder(out, 'acme', day);
    if (result) {
      expect(runsOf('history.ndjson'), `step ${steps}`).toContain(result.startedAt.slice(0, 16));
      expect(linesOf(`${day}/findings.ndjson`), `step ${steps}`).toHaveLength(1);
    }
    night(day, '05:00');
    for (const file of ['results.ndjson', 'history.ndjson'] as const)
      expect(runsOf(file), `step ${steps}, ${file}`).toEqual(['2026-11-24T03:00', `${day}T05:00`]);
    expect(linesOf(`${day}/findings.ndjson`), `step ${steps}`).toHaveLength(1);
    const days = readdirSync(join(out, 'acme')).filter((name) => /^\d/.test(name));
    expect(days).toEqual(['2026-11-24', day]);
  }
});

test('a run that was killed after the first result of the day has a journal, so that the org is verified again', () => {
  night(day, '03:00');
  const folder = new OrgFolder(out, 'acme', day);
  expect(folder.hasJournal).toBe(false);
  mkdirSync(join(out, 'acme', journalFolder), { recursive: true });
  expect(folder.hasJournal).toBe(false);
  writeFileSync(join(out, 'acme', journalFolder, 'run.ndjson'), '');
  expect(folder.hasJournal).toBe(true);
});
