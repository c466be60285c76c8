import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Recipe } from '../../src/org/journal.js';
import type { OrgHttp } from '../../src/org/org-http.js';
import { sweep } from '../../src/org/sweep.js';

const access = { url: 'https://org.example.com' };
const ended = spawnSync(process.execPath, ['--version']).pid;
const group: Recipe = {
  kind: 'group',
  name: 'okta-contracts-run1-1',
  remove: [{ request: 'DELETE /api/v1/groups/{id}' }],
  find: { path: '/api/v1/groups?q=okta-contracts-run1-1', name: '/profile/name', id: 'id' },
};
const hook: Recipe = {
  kind: 'hook',
  name: 'okta-contracts-run1-2',
  remove: [
    { request: 'POST /api/v1/inlineHooks/{id}/lifecycle/deactivate' },
    { request: 'DELETE /api/v1/inlineHooks/{id}' },
  ],
};

/** A journal as a killed run leaves it. */
function leave(objects: [Recipe, string?][], run: { org?: string; pid?: number } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'run1.ndjson');
  const entries = objects.flatMap(([recipe, id], i) => [
    { event: 'intended', intent: `run1-${i}`, ...recipe },
    ...(id === undefined ? [] : [{ event: 'made', intent: `run1-${i}`, id }]),
  ]);
  const head = { event: 'run', org: access.url, pid: ended, ...run };
  writeFileSync(file, [head, ...entries].map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  return { folder, file };
}

/** An org that answers some requests as said, others with 204, and notes what it was asked. */
function orgThat(answers: Record<string, [number, unknown?] | Error> = {}) {
  const asked: string[] = [];
  const bodies: unknown[] = [];
  const http: OrgHttp = async ({ method, path, body: content }) => {
    const request = `${method} ${path}`;
    asked.push(request);
    if (content !== undefined) bodies.push(content);
    const answer = answers[request] ?? [204];
    if (answer instanceof Error) throw answer;
    const [status, body] = answer;
    return { status, headers: {}, text: body === undefined ? '' : JSON.stringify(body) };
  };
  return { http, asked, bodies };
}

test('what a killed run left is removed step by step, the last made first, and the journal goes', async () => {
  const { folder, file } = leave([
    [group, '00g1'],
    [hook, 'cal1'],
  ]);
  const { http, asked } = orgThat();
  expect(await sweep(folder, access.url, http)).toEqual({ removed: 2, left: 0 });
  expect(asked).toEqual([
    'POST /api/v1/inlineHooks/cal1/lifecycle/deactivate',
    'DELETE /api/v1/inlineHooks/cal1',
    'DELETE /api/v1/groups/00g1',
  ]);
  expect(existsSync(file)).toBe(false);
});

test('an object whose id never arrived is found by the name that the run gave it', async () => {
  const { folder, file } = leave([[group]]);
  const { http, asked } = orgThat({
    'GET /api/v1/groups?q=okta-contracts-run1-1': [
      200,
      [
        { id: '00g0', profile: { name: 'okta-contracts-run1-10' } },
        { id: '00g1', profile: { name: group.name } },
      ],
    ],
  });
  expect(await sweep(folder, access.url, http)).toEqual({ removed: 1, left: 0 });
  expect(asked.slice(1)).toEqual(['DELETE /api/v1/groups/00g1']);
  expect(existsSync(file)).toBe(false);
});

test('it is found inside an object that holds the list, too', async () => {
  const find = { path: '/api/v1/iam/roles', list: 'roles', name: '/label', id: 'id' };
  const { folder } = leave([[{ ...group, remove: [{ request: 'DELETE /api/v1/iam/roles/{id}' }], find }]]);
  const { http, asked } = orgThat({
    'GET /api/v1/iam/roles': [200, { roles: [{ id: 'cr0/1', label: group.name }], _links: {} }],
  });
  await sweep(folder, access.url, http);
  expect(asked).toEqual(['GET /api/v1/iam/roles', 'DELETE /api/v1/iam/roles/cr0%2F1']);
});

test('an object that the org never made needs no removal: its journal goes', async () => {
  const { folder, file } = leave([[group]]);
  const { http, asked } = orgThat({
    'GET /api/v1/groups?q=okta-contracts-run1-1': [200, [{ id: '00g9', profile: { name: 'somebody else' } }]],
  });
  expect((await sweep(folder, access.url, http)).left).toBe(0);
  expect(asked.filter((request) => request.startsWith('DELETE'))).toEqual([]);
  expect(existsSync(file)).toBe(false);
});

test.each([403, 429, 500])('a removal that is answered %i keeps the journal for the next sweep', async (status) => {
  const { folder, file } = leave([[group, '00g1']]);
  const refusing = orgThat({ 'DELETE /api/v1/groups/00g1': [status] });
  expect(await sweep(folder, access.url, refusing.http)).toEqual({ removed: 0, left: 1 });
  expect(existsSync(file)).toBe(true);
  expect(await sweep(folder, access.url, orgThat().http)).toEqual({ removed: 1, left: 0 });
  expect(existsSync(file)).toBe(false);
});

test('a list that cannot be read, or an org that does not answer, keeps the journal', async () => {
  for (const answer of [[503] as [number], new Error('ECONNRESET')]) {
    const { folder, file } = leave([[group]]);
    const { http } = orgThat({ 'GET /api/v1/groups?q=okta-contracts-run1-1': answer });
    expect(await sweep(folder, access.url, http)).toEqual({ removed: 0, left: 1 });
    expect(existsSync(file)).toBe(true);
  }
});

test('one object that cannot be removed does not keep the others', async () => {
  const { folder, file } = leave([
    [group, '00g1'],
    [hook, 'cal1'],
  ]);
  const { http, asked } = orgThat({ 'DELETE /api/v1/inlineHooks/cal1': [403] });
  expect(await sweep(folder, access.url, http)).toEqual({ removed: 1, left: 1 });
  expect(asked).toContain('DELETE /api/v1/groups/00g1');
  expect(existsSync(file)).toBe(true);
});

test('an object that is gone already, or cannot be deactivated any more, counts as removed', async () => {
  const { folder } = leave([[hook, 'cal1']]);
  const { http } = orgThat({
    'POST /api/v1/inlineHooks/cal1/lifecycle/deactivate': [404],
    'DELETE /api/v1/inlineHooks/cal1': [404],
  });
  expect(await sweep(folder, access.url, http)).toEqual({ removed: 1, left: 0 });
});

test('the journal of another org is left alone', async () => {
  const { folder, file } = leave([[group, '00g1']], { org: 'https://other.example.com' });
  const { http, asked } = orgThat();
  expect(await sweep(folder, access.url, http, true)).toEqual({ removed: 0, left: 0 });
  expect(asked).toEqual([]);
  expect(existsSync(file)).toBe(true);
});

test('the journal of a run that is still going is left alone', async () => {
  const { folder, file } = leave([[group, '00g1']], { pid: process.ppid });
  const { http, asked } = orgThat();
  expect(await sweep(folder, access.url, http)).toEqual({ removed: 0, left: 0 });
  expect(asked).toEqual([]);
  expect(existsSync(file)).toBe(true);
});

test('a run of another user is going, too, although it may not be asked', async () => {
  vi.spyOn(process, 'kill').mockImplementation(() => {
    throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' });
  });
  onTestFinished(() => void vi.restoreAllMocks());
  const { folder } = leave([[group, '00g1']]);
  const { http, asked } = orgThat();
  await sweep(folder, access.url, http);
  expect(asked).toEqual([]);
});

test('a run sweeps at its end what its own processes left', async () => {
  const { folder, file } = leave([[group, '00g1']], { pid: process.pid });
  expect(await sweep(folder, access.url, orgThat().http, true)).toEqual({ removed: 1, left: 0 });
  expect(existsSync(file)).toBe(false);
});

test("a run's own sweep at its end leaves another run on the same org alone while that is still going", async () => {
  const { folder, file } = leave([[group, '00g1']], { pid: process.ppid });
  const { http, asked } = orgThat();
  await sweep(folder, access.url, http, true);
  expect(asked).toEqual([]);
  expect(existsSync(file)).toBe(true);
});

test('a folder that does not exist has nothing to sweep', async () => {
  expect(await sweep(join(tmpdir(), 'no-such-folder-of-journals'), access.url, orgThat().http)).toEqual({
    removed: 0,
    left: 0,
  });
});

test("what a killed run changed of the org's own is put back with what was there before", async () => {
  const { folder, file } = leave([
    [
      {
        kind: 'setting',
        name: 'okta-contracts-run1-1',
        remove: [{ request: 'POST /api/v1/org/settings/autoAssignAdminAppSetting', body: { on: false } }],
      },
      '',
    ],
  ]);
  const { http, asked, bodies } = orgThat();
  expect(await sweep(folder, access.url, http)).toEqual({ removed: 1, left: 0 });
  expect(asked).toEqual(['POST /api/v1/org/settings/autoAssignAdminAppSetting']);
  expect(bodies).toEqual([{ on: false }]);
  expect(existsSync(file)).toBe(false);
});

test('what goes with the object that it lies in needs no request of its own', async () => {
  const { folder, file } = leave([[{ kind: 'limit', name: 'okta-contracts-run1-1', remove: [] }, 'prl1']]);
  const { http, asked } = orgThat();
  expect(await sweep(folder, access.url, http)).toEqual({ removed: 1, left: 0 });
  expect(asked).toEqual([]);
  expect(existsSync(file)).toBe(false);
});

test('what lies in something that is gone is gone, too', async () => {
  const { folder, file } = leave([[group]]);
  const { http } = orgThat({ 'GET /api/v1/groups?q=okta-contracts-run1-1': [404, {}] });
  expect(await sweep(folder, access.url, http)).toEqual({ removed: 1, left: 0 });
  expect(existsSync(file)).toBe(false);
});

test('an org that refuses to put back what was never changed has it as it was; of other objects a refusal is none', async () => {
  const request = 'POST /api/v1/device-integrations/{id}/lifecycle/deactivate';
  const recipe: Recipe = { kind: 'integration', name: 'okta-contracts-run1-1', remove: [{ request }] };
  for (const [changes, left] of [
    [{ changes: true as const }, 0],
    [{}, 1],
  ] as const) {
    const { folder } = leave([[{ ...recipe, ...changes }, 'din1']]);
    const { http } = orgThat({ 'POST /api/v1/device-integrations/din1/lifecycle/deactivate': [400, {}] });
    expect((await sweep(folder, access.url, http)).left).toBe(left);
  }
});
