import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeFiles } from '../../src/io/files.js';
import { addToJobSummary, renderReports, writeReports } from '../../src/report/write.js';
import { oneOfEach, report } from '../report/sample-report.js';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'files-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** `writeSync` on a disk with the given number of free bytes. */
function diskWith(room: number): typeof writeSync {
  let left = room;
  return ((handle: number, bytes: Uint8Array, from: number, length: number) => {
    if (left === 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const part = Math.min(left, length);
    left -= part;
    return writeSync(handle, bytes, from, part);
  }) as typeof writeSync;
}

test('a file is written completely, although the system writes it in parts', () => {
  const file = join(newFolder(), 'a.txt');
  const inParts = ((handle: number, bytes: Uint8Array, from: number) =>
    writeSync(handle, bytes, from, 1)) as typeof writeSync;
  writeFiles('Reports', { [file]: 'ä text' }, inParts);
  expect(readFileSync(file, 'utf8')).toBe('ä text');
});

test('on a full disk files are unchanged, and no partial file is left', () => {
  const folder = newFolder();
  const [first, second] = [join(folder, 'a'), join(folder, 'b')];
  writeFileSync(first, 'old');
  expect(() => writeFiles('Reports', { [first]: 'new text', [second]: 'new text' }, diskWith(12))).toThrow(
    `Reports cannot be written to ${folder} (the disk is full): free disk space, or choose another folder.`,
  );
  expect(readdirSync(folder)).toEqual(['a']);
  expect(readFileSync(first, 'utf8')).toBe('old');
});

test('on a full disk the previous reports and history are kept', () => {
  const folder = newFolder();
  writeReports(folder, report(oneOfEach));
  const before = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
  expect(before.map(([name]) => name)).toEqual([
    'ctrf.json',
    'history.ndjson',
    'index.html',
    'junit.xml',
    'metrics.prom',
    'report.json',
    'report.md',
    'report.sarif',
  ]);
  expect(() => writeReports(folder, report([]), diskWith(2_000))).toThrow(/the disk is full/);
  expect(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')])).toEqual(before);
});

test('a second run adds one line to the history', () => {
  const folder = newFolder();
  writeReports(folder, report(oneOfEach));
  writeReports(folder, report(oneOfEach));
  expect(readFileSync(join(folder, 'history.ndjson'), 'utf8').trim().split('\n')).toHaveLength(2);
});

test('a folder that cannot be created and a summary that cannot be written result in one sentence', () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'file'), '');
  expect(() => renderReports(join(folder, 'file', 'reports'), report(oneOfEach))).toThrow(
    /^Reports cannot be written to .*reports \(a part of the path is not a folder\): name another folder\.$/,
  );
  mkdirSync(join(folder, 'summary'));
  expect(() => addToJobSummary(join(folder, 'summary'), report(oneOfEach))).toThrow(
    /^The job summary cannot be written to /,
  );
  expect(() => addToJobSummary('/dev/full', report(oneOfEach))).toThrow('the disk is full');
});
