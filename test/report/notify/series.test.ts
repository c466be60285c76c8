import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { NotifyEvent } from '../../../src/report/notify/event.js';
import type { SlackMessage } from '../../../src/report/notify/slack.js';
import type { WebhookMessage } from '../../../src/report/notify/webhook.js';
import { runMain } from '../../cli/run-main.js';
import { FakeGithub, type Received, startServer } from './loopback.js';
import { findings, has, sixtyNights, special } from './nights.js';

beforeEach(() => {
  for (const name of ['GITHUB_SERVER_URL', 'GITHUB_RUN_ID', 'CI_JOB_URL']) vi.stubEnv(name, '');
});
afterEach(() => vi.unstubAllEnvs());

const nights = sixtyNights();
const prints = {
  stale: findings.stale.fingerprint,
  broken: findings.broken.fingerprint,
  flapping: findings.flapping.fingerprint,
};
const groupOf = (title: RegExp) => nights[0]?.groups.find((group) => title.test(group.title))?.id ?? '';
const [removal, addition] = [groupOf(/removed/), groupOf(/added/)];

/** Every event of the nights, by night. */
const expected: [number, NotifyEvent['kind'], string][] = [
  [1, 'new', prints.stale],
  [special.removal, 'changed', removal],
  [special.removal, 'resolved', prints.stale],
  [15, 'new', prints.flapping],
  [16, 'resolved', prints.flapping],
  [17, 'came back', prints.flapping],
  [special.addition, 'changed', addition],
  [special.outage, 'canary failed', 'canary'],
  [31, 'canary works again', 'canary'],
  [40, 'new', prints.broken],
  // It was found for the last time in night 35: it is resolved when 7 runs were without it.
  [42, 'resolved', prints.flapping],
  [special.noRun, 'canary failed', 'canary'],
  [46, 'canary works again', 'canary'],
  [50, 'resolved', prints.broken],
];

/** Servers, and the call of the command after each night. */
async function canary(fault: (night: number, request: Received, earlier: number) => boolean) {
  const folder = mkdtempSync(join(tmpdir(), 'notify-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'report.json');
  const [hooked, posted]: [[number, WebhookMessage][], [number, SlackMessage][]] = [[], []];
  const github = new FakeGithub();
  let night = 0;
  let requests = 0;
  const isFaulty = (request: Received) => fault(night, request, requests++);
  github.fault = (request) => (isFaulty(request) ? 502 : undefined);
  const { url } = await startServer((request) => {
    if (request.path.startsWith('/repos/')) return github.answer(request);
    if (isFaulty(request)) return { status: 500 };
    if (request.path === '/hook-of-tests') hooked.push([night, request.body as WebhookMessage]);
    else posted.push([night, request.body as SlackMessage]);
    return { status: 200 };
  });
  vi.stubEnv('OKTA_CONTRACTS_NOTIFY_WEBHOOK', `${url}/hook-of-tests`);
  vi.stubEnv('OKTA_CONTRACTS_NOTIFY_SLACK', `${url}/slack-of-tests`);
  vi.stubEnv('GITHUB_API_URL', url);
  vi.stubEnv('GITHUB_TOKEN', 'ghs_token_of_tests');
  const channels = ['--webhook', '--slack', '--github', 'acme/identity'];
  const call = (...more: string[]) =>
    runMain([
      'notify',
      '--report',
      file,
      '--state',
      join(folder, 'sent.json'),
      '--max-age',
      '999999',
      ...channels,
      ...more,
    ]);
  const next = async (): Promise<{ code: number; out: string; err: string }> => {
    night += 1;
    requests = 0;
    const report = nights[night - 1];
    if (report) writeFileSync(file, JSON.stringify(report));
    return call('--exit-code', report ? (report.run.passed ? '0' : '1') : '2');
  };
  const repeat = () => {
    requests = 0;
    return call('--exit-code', nights[night - 1] ? '1' : '2');
  };
  const events = () => hooked.flatMap(([n, { events: all }]) => all.map(({ kind, key }) => [n, kind, key]));
  return { next, repeat, events, hooked, posted, github };
}

test('60 nights: each event is sent once to each channel, on its night', async () => {
  const { next, repeat, events, hooked, posted, github } = await canary(() => false);
  for (const [i] of nights.entries()) {
    expect(await next(), `night ${i + 1}`).toMatchObject({ code: 0, err: '' });
    // A job that is repeated sends nothing.
    expect((await repeat()).out).toBe(
      'webhook: 0 events sent.\nslack: 0 events sent.\ngithub acme/identity: 0 events sent.\n',
    );
  }
  expect(events()).toEqual(expected);
  const ids = hooked.flatMap(([, { events: all }]) => all.map(({ id }) => id));
  expect(new Set(ids).size).toBe(expected.length);
  const eventNights = [...new Set(expected.map(([night]) => night))];
  expect(posted.map(([night]) => night)).toEqual(eventNights);
  expectIssues(github);
});

test('a channel that fails once gets its events when the job is repeated, and no other channel gets them twice', async () => {
  const failing = new Set<string>();
  // On each night with events, each channel fails at one of its requests, a different one each time.
  const { next, repeat, events, posted, github } = await canary((night, { path, method }, n) => {
    const channel = path.split('/')[1] ?? '';
    const key = `${night} ${channel}`;
    const isChosen = channel === 'repos' ? n >= 2 + (night % 4) || method === 'PATCH' : true;
    if (failing.has(key) || !isChosen) return false;
    failing.add(key);
    return true;
  });
  for (const [i] of nights.entries()) {
    let result = await next();
    for (let calls = 1; result.code !== 0; calls += 1) {
      expect(result, `night ${i + 1}`).toMatchObject({ code: 1, err: expect.stringMatching(/was not notified/) });
      expect(calls).toBeLessThan(4);
      result = await repeat();
    }
  }
  expect(failing.size).toBeGreaterThan(25);
  expect(events()).toEqual(expected);
  expect(posted).toHaveLength(new Set(expected.map(([night]) => night)).size);
  expectIssues(github);
});

test('a channel that fails on one night gets its events on the next one', async () => {
  const { next, events, posted, github } = await canary(
    (night) => night === 10 || night === special.outage || night === 40,
  );
  for (const [i] of nights.entries()) expect((await next()).code).toBe([10, 30, 40].includes(i + 1) ? 1 : 0);
  const late = expected
    // The outage was over before a channel could be told.
    .filter(([night, , key]) => key !== 'canary' || night > 31)
    // A night that failed is not counted, so that the alternating finding is resolved a night later.
    .map(([night, ...rest]) => [[10, 40, 42].includes(night) ? night + 1 : night, ...rest]);
  expect(events()).toEqual(late);
  expect(posted).toHaveLength(new Set(late.map(([night]) => night)).size);
  expect(github.issues.filter(({ state }) => state === 'open').map(({ title }) => title)).toEqual([
    expect.stringContaining('Applied: `settings` removed from'),
  ]);
});

test('since is the first night of a finding, also after an outage', () => {
  const sinceIn = (night: number, print: string) =>
    nights[night - 1]?.operations.flatMap((one) => one.findings).find(({ fingerprint }) => fingerprint === print)
      ?.since;
  expect(has('broken', 49)).toBe(true);
  expect(sinceIn(49, prints.broken)).toBe(nights[39]?.run.startedAt);
  const [, , ...later] = nights.slice(special.outage);
  expect(later[0]?.groups.find(({ id }) => id === removal)?.since).toBe(nights[special.removal - 1]?.run.startedAt);
});

/** One issue for each finding, the breaking change and the canary; with one comment for each later event. */
function expectIssues({ issues }: FakeGithub): void {
  expect(issues.map(({ title, state, comments }) => [title, state, comments.length])).toEqual([
    [expect.stringContaining('removed /settings'), 'closed', 1],
    [expect.stringContaining('Applied: `settings` removed from'), 'open', 0],
    [expect.stringContaining('GET /api/v1/groups: type /*/type'), 'closed', 3],
    ['Canary failed', 'closed', 3],
    [expect.stringContaining('GET /api/v1/users: type /*/id'), 'closed', 1],
  ]);
  expect(issues.every(({ labels }) => labels.length === 1)).toBe(true);
}
