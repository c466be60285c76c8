import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { historyEntryOf } from '../../../src/assess/history.js';
import { finding, one, report, result } from '../sample-report.js';
import { githubJob, job, sentIn, withoutCi } from './job.js';
import { startServer } from './loopback.js';

withoutCi();

const hour = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * hour);

test('a first call that failed loses nothing: the next run sends its findings, and not those of earlier runs', async () => {
  let status = 500;
  const { url, received } = await startServer(() => ({ status }));
  vi.stubEnv('OKTA_CONTRACTS_NOTIFY_WEBHOOK', url);
  const old = report([one.broken], { startedAt: ago(48) });
  const yesterday = ago(24);
  const first = report([one.broken, one.stale], { startedAt: yesterday, history: [historyEntryOf(old)] });
  const history = [historyEntryOf(old), historyEntryOf(first)];
  const { call, write } = job(first, yesterday);
  expect((await call('--webhook')).code).toBe(1);
  status = 200;
  write(report([one.broken, one.stale], { history }), new Date());
  expect(await call('--webhook')).toMatchObject({ code: 0, out: 'webhook: 1 event sent.\n' });
  expect(received[1]?.body).toMatchObject({ events: [{ kind: 'new', key: one.stale.findings[0]?.fingerprint }] });
});

test('an issue of an incomplete call is closed when its finding is resolved before the next call', async () => {
  const second = finding('GET /api/v1/groups', { pointer: '/*/type' });
  const both = report([one.broken, result('GET /api/v1/groups', { findings: [second] })]);
  const { call, write, github: fake, state } = await githubJob(both);
  let opened = 0;
  fake.fault = ({ method, path }) => (method === 'POST' && path.endsWith('/issues') && opened++ > 0 ? 502 : undefined);
  expect((await call('--github', 'acme/identity')).code).toBe(1);
  expect(fake.issues).toHaveLength(1);
  expect(Object.keys(sentIn(state)['github acme/identity']?.findings ?? {})).toHaveLength(1);
  fake.fault = () => undefined;
  write(report([result(one.broken.operation), result('GET /api/v1/groups')]), new Date());
  expect((await call('--github', 'acme/identity')).code).toBe(0);
  expect(fake.issues).toMatchObject([{ state: 'closed', comments: [{}] }]);
});

test('of two issues of a finding, the open one is closed', async () => {
  const { call, write, github: fake } = await githubJob();
  await call('--github', 'acme/identity');
  fake.issues.push({ ...(fake.issues[0] as (typeof fake.issues)[0]), number: 2, state: 'closed', comments: [] });
  write(report([result(one.broken.operation)]), new Date());
  await call('--github', 'acme/identity');
  expect(fake.issues.map(({ state }) => state)).toEqual(['closed', 'closed']);
});

test('nothing is sent if the file of what was sent cannot be written', async () => {
  const { url, received } = await startServer(() => ({ status: 200 }));
  vi.stubEnv('OKTA_CONTRACTS_NOTIFY_SLACK', url);
  const { call, folder } = job();
  const { code, err } = await call('--slack', '--state', join(folder, 'report.json', 'state.json'));
  expect([code, err]).toEqual([2, expect.stringMatching(/^[^\n]*cannot be written[^\n]*\n$/)]);
  expect(received).toEqual([]);
});

test('a run with a clock that is a year ahead does not silence the runs after it', async () => {
  const { url, received } = await startServer(() => ({ status: 200 }));
  vi.stubEnv('OKTA_CONTRACTS_NOTIFY_WEBHOOK', url);
  const { call, write } = job(report([one.kept]), ago(-365 * 24));
  await call('--webhook');
  write(report([one.kept, one.broken]), new Date());
  for (const _ of [1, 2]) await call('--webhook');
  expect(received.map(({ body }) => (body as { events: object[] }).events)).toMatchObject([[{ kind: 'new' }]]);
});

test('two orgs that never had a report have an issue each, and one that works again leaves the other open', async () => {
  const { call, write, folder, github: fake } = await githubJob();
  rmSync(join(folder, 'report.json'));
  const notify = (org: string, code: string) => {
    vi.stubEnv('OKTA_CLIENT_ORGURL', org);
    return call('--github', 'acme/identity', '--exit-code', code, '--state', join(folder, `${new URL(org).hostname}`));
  };
  const [acme, other] = ['https://acme.oktapreview.com', 'https://other.oktapreview.com'];
  await notify(other, '2');
  await notify(acme, '2');
  expect(fake.issues.map(({ title, state }) => [title, state])).toEqual([
    ['Canary failed', 'open'],
    ['Canary failed', 'open'],
  ]);
  write(report([one.kept]), new Date());
  expect((await notify(acme, '0')).code).toBe(0);
  expect(fake.issues.map(({ state }) => state)).toEqual(['open', 'closed']);
  expect(fake.issues[0]?.body).toContain(other);
});

test('a URL of settings that was wrong before the first report is no other org', async () => {
  const { url, received } = await startServer(() => ({ status: 200 }));
  vi.stubEnv('OKTA_CONTRACTS_NOTIFY_WEBHOOK', url);
  vi.stubEnv('OKTA_CLIENT_ORGURL', 'https://acne.oktapreview.com');
  const { call, write, folder } = job();
  rmSync(join(folder, 'report.json'));
  await call('--webhook', '--exit-code', '2');
  write(report([one.kept]), new Date());
  expect((await call('--webhook', '--exit-code', '0')).code).toBe(0);
  expect(received).toHaveLength(2);
});

test.each([
  ['-1073741510', 'canary failed'],
  ['3221225786', 'canary failed'],
  ['1', 'new'],
])('the exit code %s of a run: %s', async (code, kind) => {
  const { out } = await job().call('--webhook', '--dry-run', '--exit-code', code);
  expect(out).toContain(`"kind": "${kind}"`);
});

test('--dry-run shows the summary outside of GitHub Actions, too', async () => {
  const { call, state } = job();
  expect(await call('--summary', '--dry-run')).toMatchObject({ code: 0, out: expect.stringContaining('#### New') });
  expect(existsSync(state)).toBe(false);
});

test('the name of a file that cannot be read is not shown, because it can be a secret', async () => {
  const { code, err } = await job().call('--slack', 'hooks.slack.com/services/T0/B0/secret');
  expect([code, err]).toEqual([2, 'The file of --slack cannot be read: name a file that contains the URL.\n']);
});

test('a file of another org: one sentence', async () => {
  const { call, state } = job();
  const empty = { version: 1, org: 'https://other.oktapreview.com', channels: {} };
  await call('--webhook', '--dry-run');
  writeFileSync(join(state, '..', '..', 'other.json'), JSON.stringify(empty));
  const { err } = await call('--webhook', '--dry-run', '--state', join(state, '..', '..', 'other.json'));
  expect(err).toMatch(/is about another org: name a file for each org with --state, or remove it if/);
});
