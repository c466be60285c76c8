import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { recordInventory } from '../../src/cli/fleet/inventories.js';
import type { NotifyEvent } from '../../src/report/notify/event.js';
import { runMain } from '../cli/run-main.js';
import { withoutCi } from '../report/notify/job.js';
import { FakeGithub, startServer } from '../report/notify/loopback.js';
import { finding, report, result } from '../report/sample-report.js';
import { storeNight } from './stored-night.js';

withoutCi();
let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'fleet-notify-'));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

const users = 'GET /api/v1/users';
const broken = report([
  result(users, {
    outcome: { kind: 'verified', verdict: 'violation' },
    findings: [finding(users, { pointer: '/*/id', level: 'violation' })],
  }),
]);
const correct = report([result(users)]);
const dayBefore = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const orgs = ['acme', 'beta', 'gamma', 'delta'];
const notify = (...args: string[]) => runMain(['fleet', 'notify', out, '--max-age', '200', ...args]);

/** A receiver of webhooks, and the events of each message. */
async function hook(status = () => 200) {
  const { url, received } = await startServer(() => ({ status: status() }));
  vi.stubEnv('OKTA_CONTRACTS_NOTIFY_WEBHOOK', url);
  vi.stubEnv('OKTA_CONTRACTS_NOTIFY_SLACK', url);
  return { received, events: (n: number) => (received[n]?.body as { events: NotifyEvent[] } | undefined)?.events };
}

test('the same finding on several orgs is one event in one message, and is sent once', async () => {
  for (const org of orgs) storeNight(out, org, dayBefore(2), broken);
  const { received, events } = await hook();
  expect(await notify('--webhook')).toEqual({ code: 0, out: 'webhook: 1 event sent.\n', err: '' });
  expect(events(0)).toMatchObject([{ kind: 'new', orgs: ['acme', 'beta', 'delta', 'gamma'] }]);
  expect(await notify('--webhook')).toEqual({ code: 0, out: 'webhook: 0 events sent.\n', err: '' });
  expect(received).toHaveLength(1);
  await notify('--slack');
  expect(JSON.stringify(received[1]?.body)).toContain('on 4 orgs: acme, beta, delta and 1 more');
  for (const org of orgs) storeNight(out, org, dayBefore(1), org === 'acme' ? broken : correct);
  await notify('--webhook');
  expect(events(2)).toMatchObject([{ kind: 'resolved', orgs: ['beta', 'delta', 'gamma'], remaining: 1 }]);
});

test('--dry-run sends and stores nothing', async () => {
  storeNight(out, 'acme', dayBefore(1), broken);
  const { received } = await hook();
  const { code, out: text } = await notify('--webhook', '--slack', '--dry-run');
  expect([code, text]).toEqual([
    0,
    expect.stringMatching(/^webhook: 1 event would be sent\.\n[\s\S]*slack: 1 event would/),
  ]);
  expect([received, existsSync(join(out, 'acme/notified.json'))]).toEqual([[], false]);
});

test('orgs that failed are one event with their reasons, and resolve nothing', async () => {
  for (const org of orgs) storeNight(out, org, dayBefore(3), broken);
  const { events } = await hook();
  await notify('--webhook');
  for (const org of ['acme', 'beta']) storeNight(out, org, dayBefore(2), `${org} is down`);
  await notify('--webhook');
  expect(events(1)).toMatchObject([
    { kind: 'canary failed', orgs: ['acme', 'beta'], title: '2 orgs: acme: acme is down; beta: beta is down' },
  ]);
  for (const org of orgs) storeNight(out, org, dayBefore(1), org === 'beta' ? 'it is still down' : broken);
  await notify('--webhook');
  expect(events(2)).toMatchObject([{ kind: 'canary works again', orgs: ['acme'], remaining: 1 }]);
});

test('a message of Slack has the number of failed orgs, and the beginning of each reason', async () => {
  const reason = `it does not respond: ${'check the network, '.repeat(30)}`;
  for (const org of [...orgs, 'epsilon', 'zeta']) storeNight(out, org, dayBefore(1), reason);
  const { received } = await hook();
  await notify('--slack');
  const text = JSON.stringify(received[0]?.body);
  const short = `${reason.slice(0, 80)}…`;
  expect(text).toContain(`• 6 orgs: acme: ${short}; beta: ${short}; delta: ${short}; epsilon: ${short}; gamma: `);
  expect(text).toContain('; and 1 more');
});

test('a channel that fails gets the events again, and orgs that the inventory no longer has are left out', async () => {
  for (const org of orgs) storeNight(out, org, dayBefore(1), broken);
  const names = ['acme', 'beta'].map((name) => ({ name }));
  recordInventory(out, 'orgs.yaml', { folder: '.', orgs: names }, dayBefore(1));
  let status = 500;
  const { events } = await hook(() => status);
  expect(await notify('--webhook')).toMatchObject({ code: 1, err: expect.stringMatching(/was not notified/) });
  status = 200;
  expect((await notify('--webhook')).code).toBe(0);
  expect(events(1)).toMatchObject([{ kind: 'new', orgs: ['acme', 'beta'] }]);
  expect(events(1)?.[0]?.id).toBe(events(0)?.[0]?.id);
});

test('GitHub: one issue for a finding, which is closed when no org has it', async () => {
  const github = new FakeGithub();
  const { url } = await startServer(github.answer);
  vi.stubEnv('GITHUB_API_URL', url);
  vi.stubEnv('GITHUB_TOKEN', 'ghs_token_of_tests');
  const night = async (days: number, isBroken: (org: string) => boolean) => {
    for (const org of orgs) storeNight(out, org, dayBefore(days), isBroken(org) ? broken : correct);
    expect((await notify('--github', 'acme/identity')).code).toBe(0);
  };
  await night(4, () => true);
  expect(github.issues.map(({ title, state }) => [title, state])).toEqual([[expect.stringContaining(users), 'open']]);
  expect(github.issues[0]?.body).toContain('on 4 orgs: acme, beta, delta, gamma');
  await night(3, (org) => org === 'acme');
  expect(github.issues[0]).toMatchObject({
    state: 'open',
    comments: [{ body: expect.stringContaining('Still on 1 other org') }],
  });
  await night(2, () => false);
  expect(github.issues.map(({ state }) => state)).toEqual(['closed']);
});

test('an org of the inventory without a result has failed, and keeps the issues of its findings open', async () => {
  const names = ['acme', 'beta', 'new'].map((name) => ({ name }));
  recordInventory(out, 'orgs.yaml', { folder: '.', orgs: names }, dayBefore(2));
  for (const org of ['acme', 'beta']) storeNight(out, org, dayBefore(2), broken);
  const { events } = await hook();
  const state = ['--state', join(out, 'state')];
  await notify('--webhook', ...state);
  expect(events(0)).toMatchObject([
    { kind: 'new', orgs: ['acme', 'beta'] },
    { kind: 'canary failed', orgs: ['new'], title: expect.stringContaining('new: it has no result') },
  ]);
  storeNight(out, 'acme', dayBefore(1), correct);
  // The job of `beta` did not start, so that there is no folder to merge.
  rmSync(join(out, 'beta'), { recursive: true });
  await notify('--webhook', ...state);
  expect(events(1)).toMatchObject([
    { kind: 'resolved', orgs: ['acme'], remaining: 1 },
    { kind: 'canary failed', orgs: ['beta'], remaining: 1 },
  ]);
});

test('a damaged report is a failed run of its org, and other orgs have their events', async () => {
  for (const org of orgs) storeNight(out, org, dayBefore(1), broken);
  writeFileSync(join(out, 'acme', dayBefore(1), 'report.json'), '{"text": of the org');
  for (const [org, day] of [
    ['beta', 20261126],
    ['gamma', `../acme/${dayBefore(1)}`],
  ] as const)
    writeFileSync(join(out, org, 'results.ndjson'), `${JSON.stringify({ org, day, result: 'passed' })}\n`);
  writeFileSync(
    join(out, 'inventory.ndjson'),
    '{"inventory": "a.yaml"}\n{"orgs": ["acme", "beta", "delta", "../x"]}\n',
  );
  const { events } = await hook();
  expect(await notify('--webhook')).toMatchObject({ code: 0, err: '' });
  const title = `2 orgs: acme: its report of ${dayBefore(1)} is damaged; beta: it has no result`;
  expect(events(0)).toMatchObject([
    { kind: 'canary failed', orgs: ['acme', 'beta'], title },
    { kind: 'new', orgs: ['delta'] },
  ]);
});

test('a damaged file of what was sent: other orgs have their events, and exit code 1', async () => {
  for (const org of orgs) storeNight(out, org, dayBefore(2), broken);
  const { events } = await hook();
  await notify('--webhook');
  const file = join(out, 'acme', 'notified.json');
  writeFileSync(file, '{');
  for (const org of orgs) storeNight(out, org, dayBefore(1), org === 'acme' ? broken : correct);
  const { code, err } = await notify('--webhook');
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(/notified\.json cannot be parsed .*, acme has no events\.\n$/),
  ]);
  expect(events(1)).toMatchObject([{ kind: 'resolved', orgs: ['beta', 'delta', 'gamma'], remaining: 1 }]);
  expect(readFileSync(file, 'utf8')).toBe('{');
});

test('a folder without results: one sentence', async () => {
  recordInventory(out, 'orgs.yaml', { folder: '.', orgs: [{ name: 'acme' }] }, dayBefore(1));
  writeFileSync(join(out, 'x'), '');
  expect(await notify('--slack', '--dry-run')).toEqual({
    ...{ code: 2, out: '' },
    err: `${out} has no results of a fleet: name the folder that \`fleet --out\` wrote to.\n`,
  });
});
