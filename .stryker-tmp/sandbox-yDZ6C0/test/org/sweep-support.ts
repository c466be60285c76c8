// @ts-nocheck
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import type { Json } from '../../src/domain/json.js';
import { authenticate } from '../../src/org/auth/credentials.js';
import type { Http } from '../../src/org/http.js';
import type { Recipe } from '../../src/org/journal/journal.js';
import { type ProcessId, thisProcess } from '../../src/org/journal/processes.js';
import type { Left, SweepOptions, WhyLeft } from '../../src/org/journal/sweep.js';

export const url = 'https://org.example.com';
export const run = '0a1b2c3d';
export const name = (n: number) => `okta-contracts-${run}-${n}`;
export const catalogue = loadCatalogue();
/** The number of a process that has ended. */
export const ended = spawnSync(process.execPath, ['--version']).pid;

export const group: Recipe = {
  name: name(1),
  values: {},
  remove: [{ operation: 'DELETE /api/v1/groups/{groupId}' }],
  find: { operation: 'GET /api/v1/groups', query: { q: 'okta-contracts-' }, name: '/profile/name', id: 'id' },
};
export const hook: Recipe = {
  name: name(2),
  values: {},
  remove: [
    { operation: 'POST /api/v1/inlineHooks/{inlineHookId}/lifecycle/deactivate' },
    { operation: 'DELETE /api/v1/inlineHooks/{inlineHookId}' },
  ],
  find: { operation: 'GET /api/v1/inlineHooks', name: '/name', id: 'id' },
};
export const roleOfGroup: Recipe = {
  name: name(3),
  values: { groupId: '00g1' },
  remove: [{ operation: 'DELETE /api/v1/groups/{groupId}/roles/{roleAssignmentId}' }],
};
export const theGroup = {
  'GET /api/v1/groups/00g1': [200, { id: '00g1', profile: { name: name(1) } }],
} satisfies Answers;
export const theHook = { 'GET /api/v1/inlineHooks/cal1': [200, { id: 'cal1', name: name(2) }] } satisfies Answers;
export const listOfGroups = 'GET /api/v1/groups?q=okta-contracts-';

/** A journal of a killed run. */
export function leave(
  objects: [Recipe, string?][],
  { org = url, process = {}, isSent = true }: { org?: string; process?: Partial<ProcessId>; isSent?: boolean } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, `${run}.ndjson`);
  const lines = objects.flatMap(([recipe, id], i) => [
    { event: 'intended', intent: `${run}-${i}`, ...recipe },
    ...(id === undefined ? [] : [{ event: 'made', intent: `${run}-${i}`, id }]),
    ...(recipe.changes && isSent ? [{ event: 'sent', intent: `${run}-${i}` }] : []),
  ]);
  const head = { event: 'run', version: 2, run, org, process: { ...thisProcess(), pid: ended, start: '', ...process } };
  writeFileSync(file, [head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join(''));
  return { folder, file };
}

export type Answers = Record<string, [number, Json?, Record<string, string>?] | Error>;

/**
 * An org that returns the given responses, 404 for other reads and 204 for other writes, and records requests. An object that
 * it removed returns 404.
 */
export function orgThat(answers: Answers = {}) {
  const removed = new Set<string>();
  const without = (body: Json | undefined): Json | undefined =>
    Array.isArray(body)
      ? body.filter(
          (item) => ![...removed].some((path) => JSON.stringify(item).includes(`"${path.split('/').at(-1)}"`)),
        )
      : body;
  const asked: string[] = [];
  const urls: string[] = [];
  const bodies: unknown[] = [];
  const http: Http = async (to, { method, body: content }) => {
    urls.push(to);
    const request = `${method} ${to.slice(url.length)}`;
    asked.push(request);
    if (content) bodies.push(JSON.parse(content));
    const path = to.slice(url.length);
    const answer = (removed.has(path) ? undefined : answers[request]) ?? [method === 'GET' ? 404 : 204];
    if (answer instanceof Error) throw answer;
    const [status, given, headers = {}] = answer;
    if (method === 'DELETE' && status < 300) removed.add(path);
    if (['POST', 'PUT'].includes(method) && status === 200 && given !== undefined)
      answers[`GET ${path}`] = [200, given];
    const body = without(given);
    return { status, headers, body: body === undefined ? '' : JSON.stringify(body) };
  };
  const writes = () => asked.filter((request) => !request.startsWith('GET '));
  return { http, asked, urls, bodies, writes };
}

export function options(network: Http, more: Partial<SweepOptions> = {}): SweepOptions {
  const tiers = more.tiers ?? ['read', 'write'];
  const { http } = authenticate({ url, auth: { scheme: 'SSWS', token: '00this-is-the-token' } }, network, tiers);
  return { catalogue, url, http, tiers, rateShare: 1, concurrency: 5, ...more };
}

export const nothing = { removed: [], restored: [], left: [], changedSince: [], invalid: 0, corrupt: 0, outdated: 0 };

/** An object that a sweep left, and why. */
export const left = (kind: string, why: WhyLeft) => expect.objectContaining({ kind, why }) as Left;

/** A setting of the org that a run changed. */
export function setting(body: Json, set: Json = { autoAssignAdminAppSetting: true }): Recipe {
  const path = '/api/v1/org/settings/autoAssignAdminAppSetting';
  return {
    name: name(5),
    values: {},
    remove: [{ operation: `POST ${path}`, body }],
    changes: true,
    restore: { read: `GET ${path}`, was: body, set: [set] },
  };
}
