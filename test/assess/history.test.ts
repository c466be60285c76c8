import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { historyEntryOf, readHistory, sinceOf, withHistory } from '../../src/assess/history.js';
import { faultOf } from '../../src/io/files.js';
import { one, oneOfEach, report } from '../report/sample-report.js';

function file(): string {
  const folder = mkdtempSync(join(tmpdir(), 'history-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'history.ndjson');
}

test('a run is a line, which the published schema takes', () => {
  const path = file();
  expect(readHistory(path)).toEqual([]);
  writeFileSync(path, withHistory(path, report(oneOfEach)));
  writeFileSync(path, withHistory(path, report([one.kept])));
  const entries = readHistory(path);
  expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(2);
  expect(entries.map(({ passed, drift, verified }) => [passed, drift.length, verified])).toEqual([
    [false, 2, 3],
    [true, 0, 1],
  ]);
  expect(faultOf('history', entries[0])).toBeUndefined();
});

test.each([
  ['{"version":1', 'it is not JSON'],
  ['{"version":2}', 'is not a valid past run'],
])('a line that is %s is named', (line, message) => {
  const path = file();
  writeFileSync(path, `${JSON.stringify(historyEntryOf(report([one.kept])))}\n${line}\n`);
  expect(() => readHistory(path)).toThrow(`${path}, line 2, is not a valid past run`);
  expect(() => readHistory(path)).toThrow(message);
});

test('a report tells only the history of its own org', () => {
  const mine = historyEntryOf(report([one.kept]));
  const other = { ...mine, org: 'https://other.okta.com' };
  const { groups, ...shown } = mine;
  expect(report([one.kept], { history: [other, mine] }).history).toEqual([shown]);
});

test.each<[string, [string, boolean, number, verified?: number][], string | undefined]>([
  ['never seen', [['1', false, 5]], undefined],
  [
    'seen the last time',
    [
      ['1', false, 5],
      ['2', true, 5],
    ],
    '2',
  ],
  [
    'seen without a gap',
    [
      ['1', true, 5],
      ['2', true, 5],
    ],
    '1',
  ],
  [
    'gone in between',
    [
      ['1', true, 5],
      ['2', false, 5],
      ['3', true, 5],
    ],
    '3',
  ],
  [
    'not asked in between',
    [
      ['1', true, 5],
      ['2', false, 1],
      ['3', true, 5],
    ],
    '1',
  ],
  [
    'nothing verified in between',
    [
      ['1', true, 5],
      ['2', false, 5, 0],
      ['3', true, 5],
    ],
    '1',
  ],
])('since when: %s', (_, runs, since) => {
  const history = runs.map(([startedAt, found, selected, verified = selected]) => ({
    ...historyEntryOf(report([one.kept])),
    startedAt,
    selected,
    verified,
    drift: found ? ['f'] : [],
  }));
  expect(sinceOf(history, 'f', 5)).toBe(since);
});
