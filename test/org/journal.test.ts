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

test('a path belongs to the run when it leads to, or below, an object that the run made', () => {
  const { journal } = newJournal();
  journal.made(journal.intend(recipe), '00g1');
  journal.made(journal.intend(recipe), 'a label');
  expect(journal.ownsPath('/api/v1/groups/00g1')).toBe(true);
  expect(journal.ownsPath('/api/v1/groups/00g1/users/00u7')).toBe(true);
  expect(journal.ownsPath('/api/v1/iam/roles/a%20label')).toBe(true);
});

test.each(['/api/v1/groups/00g2', '/api/v1/groups/00g1x', '/api/v1/groups', '/api/v1/groups?q=00g1'])(
  'the path %s does not belong to the run',
  (path) => {
    const { journal } = newJournal();
    journal.made(journal.intend(recipe), '00g1');
    expect(journal.ownsPath(path)).toBe(false);
  },
);

test('a path that changes another object is not of the run because it names one of its own', () => {
  const { journal } = newJournal();
  journal.made(journal.intend(recipe), '00u0a1b2c3d4e5f6g7h8');
  expect(journal.ownsPath('/api/v1/groups/00g0a1b2c3d4e5f6g7h8/users/00u0a1b2c3d4e5f6g7h8')).toBe(false);
  expect(journal.ownsPath('/api/v1/users/00u0a1b2c3d4e5f6g7h8/lifecycle/expire_password_with_temp_password')).toBe(
    true,
  );
  expect(journal.ownsPath('/api/v1/groups/%')).toBe(false);
});

test('what came with an object of the run belongs to it, and is no leftover', () => {
  const { journal, file } = newJournal();
  journal.made(journal.intend(recipe), 'oty0a1b2c3d4e5f6g7h8');
  journal.own(['osc0a1b2c3d4e5f6g7h8']);
  expect(journal.ownsPath('/api/v1/meta/schemas/user/osc0a1b2c3d4e5f6g7h8')).toBe(true);
  expect(readJournal(file).leftovers).toHaveLength(1);
});

test('an intent alone gives no right to a path', () => {
  const { journal } = newJournal();
  journal.intend(recipe);
  expect(journal.ownsPath(`/api/v1/groups/${recipe.name}`)).toBe(false);
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

test("an object that was made inside an object of the org is the run's, and what it lies in is not", () => {
  const { journal } = newJournal();
  const intent = journal.intend({ ...recipe, remove: [] });
  journal.made(intent, '00000000-0000-0000-0000-000000000001', '/api/v1/authenticators/aut0a1b2c3d4e5f60r70/aaguids');
  const inside = '/api/v1/authenticators/aut0a1b2c3d4e5f60r70/aaguids/00000000-0000-0000-0000-000000000001';
  expect(journal.ownsPath(inside)).toBe(true);
  expect(journal.ownsPath(`${inside}?x=1`)).toBe(true);
  expect(journal.ownsPath(`${inside}2`)).toBe(false);
  expect(journal.ownsPath('/api/v1/authenticators/aut0a1b2c3d4e5f60r70')).toBe(false);
  expect(journal.ownsPath('/api/v1/authenticators/aut0a1b2c3d4e5f60r70/lifecycle/deactivate')).toBe(false);
});

test("an object of the org that a run changes stays the org's", () => {
  const { journal } = newJournal();
  journal.changes(journal.intend({ ...recipe, remove: [] }), 'aut0a1b2c3d4e5f60r70');
  journal.changes(journal.intend({ ...recipe, remove: [] }), '');
  expect(journal.ownsPath('/api/v1/authenticators/aut0a1b2c3d4e5f60r70')).toBe(false);
  expect(journal.ownsPath('/api/v1/org/settings')).toBe(false);
});
