import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runMain } from '../cli/run-main.js';

let out: string;
const dayBefore = (days: number) => new Date(Date.now() - days * 24 * 3_600_000).toISOString().slice(0, 10);

beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'prune-'));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

/** Stores nights of an org, today first. @param verified of the last nights, those that were verified */
function store(org: string, nights: number, verified = (_: number) => true): void {
  for (let n = 0; n < nights; n += 1) {
    const night = join(out, org, dayBefore(n));
    mkdirSync(night, { recursive: true });
    writeFileSync(join(night, 'report.json'), 'x'.repeat(1000));
    if (verified(n)) writeFileSync(join(night, 'operations.ndjson'), '');
  }
  writeFileSync(join(out, org, 'results.ndjson'), `${JSON.stringify({ org })}\n`);
  writeFileSync(join(out, org, 'history.ndjson'), '');
}

const daysOf = (org: string) => readdirSync(join(out, org)).filter((name) => /^\d/.test(name));

test('nights before the kept days are removed, and the two last verified nights of an org are kept', async () => {
  store('acme', 10);
  store('down', 10, (n) => n >= 7);
  const dry = await runMain(['fleet', 'prune', out, '--keep-days', '3', '--dry-run']);
  const text = (verb: string) => `12 nights before ${dayBefore(2)} ${verb} removed: 0.0 MB.\n`;
  expect(dry).toEqual({ code: 0, out: text('would be'), err: '' });
  expect(daysOf('acme')).toHaveLength(10);
  expect(await runMain(['fleet', 'prune', out, '--keep-days', '3'])).toEqual({ code: 0, out: text('were'), err: '' });
  expect(daysOf('acme')).toEqual([2, 1, 0].map(dayBefore));
  expect(daysOf('down')).toEqual([8, 7, 2, 1, 0].map(dayBefore));
  expect(existsSync(join(out, 'acme/history.ndjson'))).toBe(true);
});

test('files and folders that a fleet did not write are kept', async () => {
  store('acme', 5);
  const night = join(out, 'acme', dayBefore(4));
  writeFileSync(join(night, 'notes.txt'), '');
  const other = mkdtempSync(join(tmpdir(), 'other-'));
  writeFileSync(join(other, 'report.json'), '');
  symlinkSync(other, join(out, 'acme', '2020-01-01'));
  symlinkSync(other, join(out, 'linked'));
  // A folder with days that a fleet did not write.
  mkdirSync(join(out, 'photos', '2020-01-01'), { recursive: true });
  writeFileSync(join(out, 'photos', '2020-01-01', 'report.json'), '');
  mkdirSync(join(out, 'acme', 'archive'));
  writeFileSync(join(out, 'acme', 'archive', 'report.json'), '');
  const { code, err } = await runMain(['fleet', 'prune', out, '--keep-days', '1']);
  expect([code, err]).toEqual([0, `${night} is kept, because it has files that a fleet did not write.\n`]);
  expect(readdirSync(night)).toEqual(['notes.txt']);
  for (const file of ['photos/2020-01-01/report.json', 'acme/archive/report.json', 'acme/2020-01-01/report.json'])
    expect([file, existsSync(join(out, file))]).toEqual([file, true]);
  rmSync(other, { recursive: true, force: true });
});

test.each([
  [['--keep-days', '0'], /Use a whole number above 0\./],
  [[], /--keep-days/],
  [['--keep-days', '3'], /has no reports of a fleet: name the folder that `fleet --out` wrote to\.$/],
])('fleet prune %j of an empty folder: one sentence', async (options, sentence) => {
  const { code, err } = await runMain(['fleet', 'prune', out, ...options]);
  expect([code, err.trimEnd()]).toEqual([2, expect.stringMatching(sentence)]);
});
