import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { checkFolder, Journal, type Recipe } from '../../src/org/journal/journal.js';
import { thisProcess } from '../../src/org/journal/processes.js';
import { listJournals, readJournal } from '../../src/org/journal/read.js';

const org = 'https://org.example.com';
const run = '0a1b2c3d';
const recipe: Recipe = {
  name: `okta-contracts-${run}-1`,
  values: {},
  remove: [{ operation: 'DELETE /api/v1/groups/{groupId}' }],
  find: {
    operation: 'GET /api/v1/groups',
    query: { q: 'okta-contracts-' },
    name: '/profile/name',
    id: 'id',
  },
};

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'journal-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function newJournal() {
  const folder = newFolder();
  return { journal: new Journal(folder, run, org), folder, file: join(folder, `${run}.ndjson`) };
}

test('an object is on disk before its create request, with the data to remove it', () => {
  const { journal, file } = newJournal();
  const intent = journal.intend(recipe);
  expect(readJournal(file)).toMatchObject({
    run: { run, org, process: thisProcess() },
    leftovers: [{ intent, recipe }],
    corrupt: 0,
    invalid: 0,
  });
});

test('the id of an object is written as soon as it is known', () => {
  const { journal, file } = newJournal();
  const intent = journal.intend(recipe);
  journal.made(intent, '00g1');
  expect(readJournal(file).leftovers).toEqual([{ intent, recipe, id: '00g1' }]);
});

test.each(['removed', 'refused'] as const)('an object that was %s is not a leftover', (event) => {
  const { journal, file } = newJournal();
  const first = journal.intend(recipe);
  const second = journal.intend({ ...recipe, name: 'second' });
  journal.settled(first, event);
  expect(readJournal(file).leftovers.map(({ intent }) => intent)).toEqual([second]);
});

test('a recipe without `find` is read without it', () => {
  const { journal, file } = newJournal();
  const { find: _, ...blind } = recipe;
  journal.intend(blind);
  expect(readJournal(file).leftovers[0]?.recipe).toEqual(blind);
});

test('intents of a run are unique and contain its id', () => {
  const { journal } = newJournal();
  expect([journal.intend(recipe), journal.intend(recipe)]).toEqual([`${run}-1`, `${run}-2`]);
});

test('only an intended object that is not settled may be created', () => {
  const { journal } = newJournal();
  const intent = journal.intend(recipe);
  expect(journal.isIntended(intent)).toBe(true);
  expect(journal.isIntended(`${run}-99`)).toBe(false);
  journal.settled(intent, 'refused');
  expect(journal.isIntended(intent)).toBe(false);
});

test('a run without leftovers deletes its journal and returns 0', () => {
  const { journal, folder } = newJournal();
  journal.settled(journal.intend(recipe), 'removed');
  expect(journal.close()).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
});

test('a run with leftovers keeps its journal and returns their number', () => {
  const { journal, file } = newJournal();
  journal.intend(recipe);
  journal.intend(recipe);
  expect(journal.close()).toBe(2);
  expect(readJournal(file).leftovers).toHaveLength(2);
});

test('a truncated last line is ignored', () => {
  const { journal, file } = newJournal();
  journal.intend(recipe);
  appendFileSync(file, `{"event":"made","intent":"${run}-1","i`);
  expect(readJournal(file).leftovers).toEqual([{ intent: `${run}-1`, recipe }]);
});

test('only its owner can read a journal, and it contains names and ids, no bodies', () => {
  const { journal, file } = newJournal();
  journal.made(journal.intend(recipe), '00g1');
  expect(statSync(file).mode & 0o077).toBe(0);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  expect(lines.map((line) => Object.keys(JSON.parse(line)))).toEqual([
    ['event', 'version', 'run', 'org', 'process'],
    ['event', 'intent', 'name', 'values', 'remove', 'find'],
    ['event', 'intent', 'id'],
  ]);
});

test('only journals are listed, and a missing folder has none', () => {
  const { folder, file } = newJournal();
  appendFileSync(join(folder, 'note.txt'), 'x');
  expect(listJournals(folder)).toEqual([file]);
  expect(listJournals(join(folder, 'none'))).toEqual([]);
  expect(existsSync(join(folder, 'none'))).toBe(false);
});

test('an unreadable line is counted, and the rest is read', () => {
  const { journal, file } = newJournal();
  journal.intend(recipe);
  appendFileSync(file, 'not JSON\n');
  const second = journal.intend(recipe);
  expect(readJournal(file)).toMatchObject({ corrupt: 1, leftovers: [{}, { intent: second }] });
});

test.each([
  ['a path instead of an operation', { remove: [{ request: 'DELETE @127.0.0.1:9599/steal' }] }],
  ['an operation of another host', { remove: [{ operation: 'DELETE @127.0.0.1:9599/steal' }] }],
  ['a value that is a path', { values: { groupId: 'a/b' } }],
  ['a value that leads up', { values: { groupId: '..' } }],
  ['an encoded value', { values: { groupId: '%2e%2e' } }],
  ['an empty value', { values: { groupId: '' } }],
  ['a query that adds a parameter', { remove: [{ operation: 'DELETE /api/v1/groups/{id}', query: { 'a&b': 'c' } }] }],
  ['a property that no run writes', { url: 'http://127.0.0.1:9599' }],
])('an entry with %s is invalid', (_, more) => {
  const { journal, file } = newJournal();
  journal.intend({ ...recipe, ...(more as Partial<Recipe>) });
  expect(readJournal(file)).toMatchObject({ invalid: 1, leftovers: [] });
});

test.each(['..', '.', 'a/b', '%2e%2e', '@host', 'a?b'])('an entry with the id %s is invalid', (id) => {
  const { journal, file } = newJournal();
  journal.made(journal.intend(recipe), id);
  expect(readJournal(file)).toMatchObject({ invalid: 1, leftovers: [] });
});

test('an entry of another run is invalid', () => {
  const { file } = newJournal();
  appendFileSync(file, `${JSON.stringify({ event: 'intended', intent: 'ffffffff-1', ...recipe })}\n`);
  expect(readJournal(file)).toMatchObject({ invalid: 1, leftovers: [] });
});

test('a journal of an older version is recognized', () => {
  const file = join(newFolder(), 'old.ndjson');
  writeFileSync(file, `${JSON.stringify({ event: 'run', org, pid: 1, ppid: 1 })}\n`);
  expect(readJournal(file)).toMatchObject({ outdated: org, leftovers: [] });
});

test('a line is written completely, although the system writes it in parts', () => {
  const folder = newFolder();
  const inParts = ((handle: number, bytes: Uint8Array, from: number, length: number) =>
    writeSync(handle, bytes, from, Math.min(7, length))) as typeof writeSync;
  const journal = new Journal(folder, run, org, inParts);
  const intent = journal.intend(recipe);
  expect(readJournal(join(folder, `${run}.ndjson`)).leftovers).toEqual([{ intent, recipe }]);
});

test('a full disk results in one sentence, and nothing is intended after that', () => {
  const folder = newFolder();
  symlinkSync('/dev/full', join(folder, `${run}.ndjson`));
  expect(() => new Journal(folder, run, org)).toThrow(/^The journal cannot be written to .* \(the disk is full\): /);
});

test('a disk that becomes full ends the run: nothing is intended, known objects are removed', () => {
  const folder = newFolder();
  let isFull = false;
  const write = ((...args: Parameters<typeof writeSync>) => {
    if (isFull) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    return writeSync(...args);
  }) as typeof writeSync;
  const journal = new Journal(folder, run, org, write);
  journal.onFailure = vi.fn();
  const intent = journal.intend(recipe);
  isFull = true;
  journal.made(intent, '00g1');
  expect(journal.onFailure).toHaveBeenCalledTimes(1);
  expect(journal.failure).toMatchObject({ code: 'JOURNAL' });
  expect(() => journal.intend(recipe)).toThrow('the disk is full');
  isFull = false;
  expect(() => journal.intend(recipe)).toThrow('the disk is full');
  journal.settled(intent, 'removed');
  expect(journal.close()).toBe(0);
});

test('a folder that cannot be created results in one sentence before a run', () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'file'), '');
  expect(() => checkFolder(join(folder, 'file', 'journal'))).toThrow(
    /^The journal cannot be written to .*journal \(a part of the path is not a folder\): /,
  );
  const full = (() => {
    throw Object.assign(new Error('full'), { code: 'ENOSPC' });
  }) as unknown as typeof writeSync;
  expect(() => checkFolder(folder, full)).toThrow('the disk is full');
  mkdirSync(join(folder, 'journal'));
  expect(() => checkFolder(join(folder, 'journal'))).not.toThrow();
  expect(readdirSync(join(folder, 'journal'))).toEqual([]);
});

test('a running process updates its journal, so that other machines see that it has not ended', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { journal, file } = newJournal();
  utimesSync(file, 0, 0);
  vi.advanceTimersByTime(10_000);
  expect(statSync(file).mtimeMs).toBeGreaterThan(Date.now() - 60_000);
  journal.close();
});

test('a journal in a working directory that was removed ends the run, which does not wait forever', () => {
  const removed = mkdtempSync(join(tmpdir(), 'removed-'));
  const module = new URL('../../src/org/journal/journal.ts', import.meta.url).href;
  const script = `
    const { Journal } = await import(${JSON.stringify(module)});
    (await import('node:fs')).rmSync(${JSON.stringify(removed)}, { recursive: true });
    try { new Journal('.okta-contracts/journal', 'abcd1234', 'https://acme.okta.com').close(); } catch {}
    console.log('returned');
    process.exit();`;
  const args = ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', script];
  const { stdout } = spawnSync(process.execPath, args, { cwd: removed, encoding: 'utf8', timeout: 60_000 });
  rmSync(removed, { recursive: true, force: true });
  expect(stdout).toContain('returned');
});
