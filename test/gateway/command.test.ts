import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { type ReferenceOrgOptions, startReferenceOrg } from '../../reference-org/index.js';
import { readReport } from '../../src/assess/read.js';
import { readShapes, renderShapes } from '../../src/assess/shapes/file.js';
import type { Shape } from '../../src/assess/shapes/model.js';
import { runMain } from '../cli/run-main.js';

const root = new URL('../..', import.meta.url).pathname;

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function reference(options: ReferenceOrgOptions = {}) {
  const org = await startReferenceOrg(options);
  onTestFinished(() => org.close());
  return org;
}

/** Runs a client that sends a few requests (`GET /path`) through a gateway, one after the other. */
async function through(org: { url: string; token: string }, requests: string[], ...options: string[]) {
  const out = join(temporary(), 'reports');
  const client = `
    for (const request of ${JSON.stringify(requests)}) {
      const [method, path] = request.split(' ');
      const headers = { authorization: 'SSWS ${org.token}', 'content-type': 'application/json' };
      const answer = await fetch(process.env.OKTA_CLIENT_ORGURL + path, { method, headers, ...(method === 'POST' ? { body: '{}' } : {}) });
      await answer.text().catch(() => '');
    }`;
  const args = ['gateway', '--org', org.url, '--out', out, ...options];
  const run = await runMain([...args, '--', process.execPath, '--input-type=module', '-e', client]);
  return { ...run, out, said: run.out.replaceAll(/^\d\d:\d\d:\d\d/gm, 'TIME').replaceAll(org.url, 'ORG') };
}

test('findings are printed once while the gateway runs, and the reports contain all of them', async () => {
  const org = await reference({ profile: 'observed' });
  const metadata = 'GET /.well-known/okta-organization';
  const { code, said, out } = await through(org, [
    metadata,
    metadata,
    'GET /api/v1/users?limit=1',
    'GET /api/v1/nothing',
  ]);
  expect(said).toMatch(
    /^The gateway to ORG is listening: http:\/\/127\.0\.0\.1:\d+\nTIME {2}GET \/\.well-known\/okta-organization {2}200\n {2}~ removed \/settings: /,
  );
  const [live = '', verdict = '', client = '', ...summary] = said.split('\n\n');
  expect(live.match(/removed \/settings/g)).toHaveLength(1);
  expect(verdict).toMatch(/^FAILED {2}1 of 2 operations does not match /);
  expect(client).toMatch(/^Client: 4 requests: /);
  expect(summary.join('\n\n')).toContain('~ `settings` removed from GET /.well-known/okta-organization\n');
  expect(said).toContain('3 of 4 exchanges checked, 2 operations: 1 passed, 2 stale, 0 with violations; 1');
  expect(code).toBe(1);
  expect(readdirSync(out).sort()).toEqual([
    'ctrf.json',
    'index.html',
    'junit.xml',
    'metrics.prom',
    'report.json',
    'report.md',
    'report.sarif',
  ]);
  const report = readReport(join(out, 'report.json'));
  expect(report.org).toEqual({ url: org.url, tiers: [] });
  expect(report.requests.sent).toBe(4);
  expect(report.client?.calls).toBe(4);
  expect(report.requests.buckets.map(({ name, sent }) => [name, sent.reduce((sum, n) => sum + n)])).toContainEqual([
    '/api/v1/users',
    1,
  ]);
});

test('an accepted finding is not printed and does not fail', async () => {
  const org = await reference({ profile: 'observed' });
  const waivers = join(temporary(), 'waivers.json');
  const operation = 'GET /.well-known/okta-organization';
  const waiver = { operation, pointer: '/settings', reason: 'not read', owner: 'us', expires: '2999-01-01' };
  writeFileSync(waivers, JSON.stringify({ waivers: [waiver] }));
  const { code, said, out } = await through(org, [operation], '--waivers', waivers);
  expect(code).toBe(0);
  expect(said).not.toContain('~ removed /settings');
  expect(said).toContain('Waived     1 finding\n');
  expect(readReport(join(out, 'report.json')).waivers.used).toBe(1);
  const wrong = await through(org, [operation], '--waivers', 'none.json');
  expect([wrong.code, wrong.err]).toEqual([2, 'none.json cannot be read: name a waivers file that exists.\n']);
});

test('no secret and no value of the org is printed or reported', async () => {
  const org = await reference({ profile: 'observed' });
  const { out, err, out: _out, ...run } = await through(org, ['GET /api/v1/users?limit=3&search=secret-query']);
  const names = await fetch(`${org.url}/api/v1/users?limit=3`, { headers: { authorization: `SSWS ${org.token}` } });
  const users = (await names.json()) as { id: string; profile: { login: string } }[];
  expect(users.length).toBeGreaterThan(0);
  const all = [run.said, err, ...readdirSync(out).map((file) => readFileSync(join(out, file), 'utf8'))].join('\n');
  for (const secret of [org.token, 'secret-query', ...users.flatMap(({ id, profile }) => [id, profile.login])])
    expect(all).not.toContain(secret);
});

test('no path of a client, id, query or text of a response is printed or reported', async () => {
  // A mark that no text of the project contains.
  const mark = 'zq7';
  const id = `00u9${mark}zzzzzzzzzz0h7`;
  const server = createServer((request, response) => {
    request.resume();
    const isPacked = request.url?.includes('packed');
    response
      .writeHead(200, { 'content-type': 'application/json', ...(isPacked ? { 'content-encoding': 'gzip' } : {}) })
      .end(`[{"${mark}-text-of-org": ${isPacked ? '' : '1'}}]`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const paths = [
    `/api/v1/users/${id}`,
    `/api/v1/users/jane-${mark}@example.com`,
    `/path-${mark}/${id}`,
    `/oauth2/${id}/v1/token`,
  ];
  const requests = paths.flatMap((path) => [
    `GET ${path}?search=query-${mark}`,
    `GET ${path}?packed=query-${mark}`,
    `POST ${path}?search=query-${mark}`,
    `DELETE ${path}`,
    `GET ${path}/%252e%252e`,
    `PURGE ${path}`,
  ]);
  for (const options of [
    ['--tier', 'read', '--rate-share', '0.5'],
    ['--tier', 'write'],
  ]) {
    const { out, err, said } = await through({ url, token: `token-${mark}` }, requests, ...options);
    expect(said).toContain('DELETE /api/v1/users/{id} was not sent');
    expect(said).toContain('an operation without a contract (DELETE) was not sent');
    expect(said).toContain('a request was not sent: dot segment in the path');
    expect(said).toContain('could not be read: GET /api/v1/users/{id}, 200: its body cannot be unpacked');
    const reports = readdirSync(out).map((file) => readFileSync(join(out, file), 'utf8'));
    expect(reports.length).toBeGreaterThan(4);
    for (const text of [said, err, ...reports]) expect(text).not.toMatch(new RegExp(mark, 'i'));
  }
});

test('requests that the tier forbids are refused', async () => {
  const org = await reference();
  const before = org.requests().length;
  const { code, said } = await through(org, ['POST /api/v1/groups', 'GET /api/v1/users?limit=1'], '--tier', 'read');
  expect(said).toContain('TIME  POST /api/v1/groups was not sent: the read tier only reads\n');
  expect(said).toContain('Not sent: 1 request.');
  expect(
    org
      .requests()
      .slice(before)
      .map(({ method }) => method),
  ).toEqual(['GET']);
  expect(code).toBe(0);
});

test('requests beyond the rate share are refused', async () => {
  const org = await reference({ limits: { perMinute: 8 } });
  const { said } = await through(org, Array(6).fill('GET /api/v1/users?limit=1'), '--rate-share', '0.5');
  expect(said).toContain('GET /api/v1/users got 429: the share of its rate limit is used up');
  expect(org.requests()).toHaveLength(4);
});

test('the exit code is 3 if no operation has a contract, and that of the command if it fails', async () => {
  const org = await reference();
  expect(await through(org, ['GET /api/v1/nothing'])).toMatchObject({
    code: 3,
    err: 'Nothing was checked: none of 1 exchange matches an operation with a contract.\n',
  });
  const failing = ['--', process.execPath, '-e', 'process.exitCode = 7'];
  expect((await runMain(['gateway', '--org', org.url, '--out', temporary(), ...failing])).code).toBe(7);
});

test('a response that cannot be unpacked is reported, and the others are checked', async () => {
  const server = createServer((request, response) => {
    response.setHeader('content-encoding', 'gzip');
    response.end(request.url === '/api/v1/users' ? Buffer.from([0x1f, 0x8b, 1, 2, 3]) : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const out = temporary();
  const client = "await fetch(process.env.OKTA_CLIENT_ORGURL + '/api/v1/users').then((r) => r.text()).catch(() => 0)";
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const run = await runMain([
    'gateway',
    '--org',
    url,
    '--out',
    out,
    '--',
    process.execPath,
    '--input-type=module',
    '-e',
    client,
  ]);
  expect(run.out).toContain('could not be read: GET /api/v1/users, 200: its body cannot be unpacked');
  expect(run.code).toBe(2);
});

test.each([
  [[], 'Required option `--org <url>` not specified. See --help.'],
  [['--org', 'acme'], '--org is not a URL: write it as https://your-org.oktapreview.com.'],
  [['--org', 'http://acme.okta.com'], '--org is not https: a token is never sent in the clear'],
  [['--org', 'https://acme-admin.okta.com'], "--org is the admin console's address: write https://acme.okta.com."],
  [
    ['--org', 'https://acme.okta.com', '--port', 'x'],
    'Option `--port <number>` argument `x` is invalid. Use a number from 0 to 65535. See --help.',
  ],
  [
    ['--org', 'https://acme.okta.com', '--tier', 'all'],
    'Option `--tier <tier>` argument `all` is invalid. Allowed choices are read, write, org. See --help.',
  ],
  [
    ['--org', 'https://acme.okta.com', '--rate-share', '0'],
    'Option `--rate-share <share>` argument `0` is invalid. Use a number above 0 and up to 1. See --help.',
  ],
  [['--org', 'https://acme.okta.com', '--tls-key', 'x'], '--tls-cert and --tls-key belong together: name both'],
  [
    ['--org', 'https://acme.okta.com', '--tls-key', 'nowhere', '--tls-cert', 'nowhere'],
    'nowhere cannot be read: name a certificate that exists.',
  ],
  [
    ['--org', 'https://acme.okta.com', '--out', 'package.json/reports'],
    'Reports cannot be written to package.json/reports (a part of the path is not a folder): name another folder.',
  ],
  [['--org', 'https://acme.okta.com', 'curl'], 'Too many arguments. Expected 0 arguments but got 1. See --help.'],
  [['--org', 'https://acme.okta.com', '--', 'no-such-command'], 'no-such-command cannot be run (ENOENT)'],
])('%j is reported in one sentence', async (args, sentence) => {
  const { code, err } = await runMain(['gateway', ...args]);
  expect(code).toBe(2);
  expect(err).toContain(sentence);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
});

test('Ctrl-C ends the gateway, which writes its reports', { timeout: 30_000 }, async () => {
  const org = await reference({ latencyMs: 4_000 });
  const out = join(temporary(), 'reports');
  const args = ['--import', 'tsx', 'src/cli/bin.ts', 'gateway', '--org', org.url, '--out', out];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  const url = await new Promise<string>((resolve) =>
    child.stdout.on('data', (chunk) => {
      said += chunk;
      const [, found] = /is listening: (\S+)/.exec(said) ?? [];
      if (found) resolve(found);
    }),
  );
  const answer = await fetch(`${url}/.well-known/okta-organization`);
  expect(await answer.json()).toHaveProperty('pipeline');
  // This request never gets a response: the first Ctrl-C waits for it, the second does not.
  const hanging = fetch(`${url}/api/v1/users`, { headers: { authorization: `SSWS ${org.token}` } }).catch(
    () => 'broken off',
  );
  await sleep(200);
  child.kill('SIGINT');
  await sleep(200);
  expect(child.exitCode).toBe(null);
  child.kill('SIGINT');
  expect(await hanging).toBe('broken off');
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
  expect(said).toContain('1 of 1 exchange checked');
  // Which side was noticed first is chance.
  expect(said).toMatch(/Not checked: 1 (client disconnected|incomplete response)\./);
  expect(existsSync(join(out, 'index.html'))).toBe(true);
});

test('--history reports what the org always did and no longer does, and learns from the run', async () => {
  const org = await reference();
  const history = join(temporary(), 'of-org/shapes.ndjson');
  const list = 'GET /api/v1/groups?limit=2';
  const first = await through(org, [list, list, 'POST /api/v1/nothing'], '--history', history);
  expect(first.said).not.toContain('drift');
  const [learned, ...others] = readShapes(history).filter(({ operation }) => operation === 'GET /api/v1/groups');
  expect(learned).toMatchObject({ org: org.url, status: 200, n: 2 });
  expect(others).toEqual([]);
  // The org always had another property, on another day as well.
  const past = JSON.parse(JSON.stringify(learned).replaceAll('"n":2', '"n":30')) as Shape;
  for (const container of past.containers) {
    container.first = '2026-01-01';
    for (const location of Object.values(container.properties)) location.first = '2026-01-01';
    if (container.at === '/*')
      container.properties.formerly = { n: 30, first: '2026-01-01', last: '2026-01-02', types: { string: 30 } };
  }
  writeFileSync(history, renderShapes([past]));
  const second = await through(org, [list], '--history', history);
  expect(second.said).toMatch(/drift \/\*\/formerly: Missing, but present in 30 earlier responses of this org/);
  expect(second.code).toBe(1);
  expect(readShapes(history)[0]).toMatchObject({ n: 31 });
});

test('a damaged file of --history is refused with one sentence', async () => {
  const org = await reference();
  const history = join(temporary(), 'shapes.ndjson');
  writeFileSync(history, '{}\n');
  const { code, err } = await through(org, [], '--history', history);
  expect(code).toBe(2);
  expect(err).toContain('shapes.ndjson, line 1, is not a valid shape');
});
