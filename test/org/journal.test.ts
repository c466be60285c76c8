import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Journal, listJournals, type Recipe, readJournal } from '../../src/org/journal.js';

const org = 'https://org.example.com';
const recipe: Recipe = {
  kind: 'group',
  name: 'okta-contracts-run1-1',
  remove: [{ request: 'DELETE /api/v1/groups/{id}' }],
  find: { path: '/api/v1/groups?q=okta-contracts-run1-1', name: '/profile/name', id: 'id' },
};

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'journal-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function newJournal() {
  const folder = newFolder();
  return { journal: new Journal(folder, 'run1', org), folder, file: join(folder, 'run1.ndjson') };
}

test('an object is on disk before it is asked for, with what another process needs to remove it', () => {
  const { journal, file } = newJournal();
  const intent = journal.intend(recipe);
  expect(readJournal(file)).toEqual({ org, pid: process.pid, ppid: process.ppid, leftovers: [{ intent, recipe }] });
});

test('the id of an object is on disk as soon as it is known', () => {
  const { journal, file } = newJournal();
  const intent = journal.intend(recipe);
  journal.made(intent, '00g1');
  expect(readJournal(file).leftovers).toEqual([{ intent, recipe, id: '00g1' }]);
});

test.each(['removed', 'refused'] as const)('an object that was %s is no leftover', (event) => {
  const { journal, file } = newJournal();
  const first = journal.intend(recipe);
  const second = journal.intend({ ...recipe, name: 'second' });
  journal.settled(first, event);
  expect(readJournal(file).leftovers.map(({ intent }) => intent)).toEqual([second]);
});

test('a recipe without a way to find its object comes back without one', () => {
  const { journal, file } = newJournal();
  const { find: _, ...blind } = recipe;
  journal.intend(blind);
  expect(readJournal(file).leftovers[0]?.recipe).toEqual(blind);
});

test('intents of one run differ and name the run', () => {
  const { journal } = newJournal();
  expect([journal.intend(recipe), journal.intend(recipe)]).toEqual(['run1-1', 'run1-2']);
});

test('only what is intended, and not settled yet, may be made', () => {
  const { journal } = newJournal();
  const intent = journal.intend(recipe);
  expect(journal.isIntended(intent)).toBe(true);
  expect(journal.isIntended('run1-99')).toBe(false);
  journal.settled(intent, 'refused');
  expect(journal.isIntended(intent)).toBe(false);
});

test('a run that left nothing leaves no file, and says so', () => {
  const { journal, folder } = newJournal();
  journal.settled(journal.intend(recipe), 'removed');
  expect(journal.close()).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
});

test('a run that left something leaves its journal, and says how much', () => {
  const { journal, file } = newJournal();
  journal.intend(recipe);
  journal.intend(recipe);
  expect(journal.close()).toBe(2);
  expect(readJournal(file).leftovers).toHaveLength(2);
});

test('a line that was cut when the process was killed is passed over', () => {
  const { journal, file } = newJournal();
  journal.intend(recipe);
  appendFileSync(file, '{"event":"made","intent":"run1-1","i');
  expect(readJournal(file).leftovers).toEqual([{ intent: 'run1-1', recipe }]);
});

test('the journal is for its owner only, and holds names and ids, no bodies', () => {
  const { journal, file } = newJournal();
  journal.made(journal.intend(recipe), '00g1');
  expect(statSync(file).mode & 0o077).toBe(0);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  expect(lines.map((line) => Object.keys(JSON.parse(line)))).toEqual([
    ['event', 'org', 'pid', 'ppid'],
    ['event', 'intent', 'kind', 'name', 'remove', 'find'],
    ['event', 'intent', 'id'],
  ]);
});

test('journals are found in a folder, other files are not, and a missing folder holds none', () => {
  const { folder, file } = newJournal();
  appendFileSync(join(folder, 'note.txt'), 'x');
  expect(listJournals(folder)).toEqual([file]);
  expect(listJournals(join(folder, 'none'))).toEqual([]);
  expect(existsSync(join(folder, 'none'))).toBe(false);
});
