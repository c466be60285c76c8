import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { finding, one, report, result } from '../sample-report.js';
import { githubJob, job, sentIn, withoutCi } from './job.js';
import { startServer } from './loopback.js';

withoutCi();

const secretPath = 'T0000/B0000/secret-of-tests';

describe.each([
  ['--webhook', 'OKTA_CONTRACTS_NOTIFY_WEBHOOK', 'The webhook'],
  ['--slack', 'OKTA_CONTRACTS_NOTIFY_SLACK', 'Slack'],
])('%s', (option, setting, name) => {
  test('sends what is new, once, to the URL in the environment or in a file', async () => {
    const { url, received } = await startServer(() => ({ status: 200 }));
    vi.stubEnv(setting, `${url}/${secretPath}`);
    const { call, folder } = job();
    expect(await call(option)).toEqual({ code: 0, out: `${option.slice(2)}: 1 event sent.\n`, err: '' });
    vi.stubEnv(setting, '');
    const file = join(folder, 'url.txt');
    writeFileSync(file, `${url}/${secretPath}\n`);
    expect((await call(option, file)).out).toBe(`${option.slice(2)}: 0 events sent.\n`);
    expect(received).toMatchObject([{ method: 'POST', path: `/${secretPath}` }]);
    expect(JSON.stringify(received[0]?.body)).toContain('Expected string, got null');
  });

  test.each([500, 302, 404])(
    'a status %i is one sentence without the URL and the response, and exit code 1',
    async (status) => {
      const { url } = await startServer(() => ({ status, body: { message: 'private' } }));
      vi.stubEnv(setting, `${url}/${secretPath}`);
      const { call, state } = job();
      expect(await call(option)).toEqual({
        code: 1,
        out: '',
        err: `${name} was not notified (status ${status}): run the command again, nothing that was sent is sent again.\n`,
      });
      expect(Object.values(sentIn(state))).toMatchObject([{ findings: {}, changes: {} }]);
    },
  );

  test('no server: one sentence', async () => {
    vi.stubEnv(setting, `http://127.0.0.1:1/${secretPath}`);
    const { code, err } = await job().call(option);
    expect([code, err]).toEqual([1, expect.stringMatching(/^.* was not notified \(ECONNREFUSED\): .*\n$/)]);
  });

  test.each([
    ['', 'needs a URL'],
    ['http://hooks.example.com/secret-of-tests', 'is not https'],
    ['secret-of-tests', 'is not a URL'],
    ['https://user:secret-of-tests@hooks.example.com/', 'contains a user name or password'],
  ])('the URL "%s" is refused without showing it', async (value, fault) => {
    vi.stubEnv(setting, value);
    const { code, out, err } = await job().call(option);
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(fault)]);
    expect(err).not.toContain('secret-of-tests');
  });

  test('a URL on the command line is refused: other users could see it', async () => {
    const { code, err } = await job().call(option, `https://hooks.example.com/${secretPath}`);
    expect([code, err]).toEqual([
      2,
      `${option} takes a file and no URL, which other users could see: set ${setting}.\n`,
    ]);
  });

  test('--dry-run shows the message, needs no URL, sends nothing and stores nothing', async () => {
    const { call, state } = job();
    const { code, out } = await call(option, '--dry-run');
    expect([code, out]).toEqual([0, expect.stringContaining(`${option.slice(2)}: 1 event would be sent.\n{`)]);
    expect(out).toContain('Expected string, got null');
    expect(existsSync(state)).toBe(false);
  });
});

describe('--github', () => {
  const github = ['--github', 'acme/identity'];

  test('opens an issue with the label, and closes it', async () => {
    const { call, write, github: fake, received } = await githubJob();
    await call(...github);
    expect(fake.issues).toMatchObject([{ title: expect.stringMatching(/^GET \/api\/v1\/users: /), state: 'open' }]);
    expect(fake.issues[0]?.labels).toEqual([{ name: 'okta-contracts' }]);
    expect(received.every(({ headers }) => headers.authorization === 'Bearer ghs_token_of_tests')).toBe(true);
    write(report([result(one.broken.operation)]), new Date());
    expect((await call(...github)).code).toBe(0);
    expect(fake.issues).toMatchObject([{ state: 'closed', comments: [{}] }]);
  });

  test('an issue that exists is not opened again, also if the file of what was sent is lost', async () => {
    const { call, state, github: fake } = await githubJob();
    await call(...github);
    rmSync(state);
    await call(...github);
    expect(fake.issues).toMatchObject([{ state: 'open', comments: [] }]);
  });

  test('issues of people, of pull requests and of other orgs are not changed', async () => {
    const { call, github: fake, write } = await githubJob();
    await call(...github);
    const own = fake.issues[0];
    const other = { ...own, number: 2, comments: [], body: own?.body.replace(/org=\w+/, 'org=0123456789') };
    const quoted = { ...own, number: 3, comments: [], body: `As in the other issue:\n${own?.body}` };
    fake.issues.push(other as never, quoted as never);
    write(report([result(one.broken.operation)]), new Date());
    await call(...github);
    expect(fake.issues.map(({ state }) => state)).toEqual(['closed', 'open', 'open']);
  });

  test('an issue is found on a later page', async () => {
    const { call, github: fake, write } = await githubJob();
    fake.labels.add('okta-contracts');
    for (let i = 1; i <= 250; i += 1)
      fake.issues.push({
        number: i,
        title: 't',
        body: 'by hand',
        state: 'open',
        labels: [{ name: 'okta-contracts' }],
        comments: [],
      });
    await call(...github);
    write(report([result(one.broken.operation)]), new Date());
    await call(...github);
    expect(fake.issues.filter(({ state }) => state === 'closed').map(({ number }) => number)).toEqual([251]);
  });

  test('an issue that a person closed stays closed until the finding comes back', async () => {
    const { call, github: fake, write } = await githubJob();
    await call(...github);
    Object.assign(fake.issues[0] ?? {}, { state: 'closed' });
    write(report([result(one.broken.operation)]), new Date());
    await call(...github);
    expect(fake.issues).toMatchObject([{ state: 'closed', comments: [] }]);
    write(report([one.broken]), new Date());
    await call(...github);
    expect(fake.issues).toMatchObject([{ state: 'open', comments: [{}] }]);
  });

  test('many issues at once are refused until they are allowed', async () => {
    const many = Array.from({ length: 31 }, (_, i) => finding('GET /api/v1/users', { pointer: `/p${i}` }));
    const withPrints = many.map((found, i) => ({ ...found, fingerprint: i.toString(16).padStart(16, '0') }));
    const { call, github: fake } = await githubJob(report([result('GET /api/v1/users', { findings: withPrints })]));
    const { code, err } = await call(...github);
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/31 issues would be opened, more than 30; .*--max-issues 31\.\n$/),
    ]);
    expect(fake.issues).toEqual([]);
    expect((await call(...github, '--max-issues', '31')).code).toBe(0);
    expect(fake.issues).toHaveLength(31);
  });

  test.each([
    [401, 'the token is not valid'],
    [403, 'issues: write'],
    [404, 'the repository does not exist'],
  ])('status %i: one sentence with what to do', async (status, hint) => {
    const { call, github: fake } = await githubJob();
    fake.fault = () => status;
    const { code, err } = await call(...github);
    expect([code, err.split('\n')]).toEqual([1, [expect.stringContaining(hint), '']]);
    expect(err).not.toMatch(/secret text|ghs_token/);
  });

  test('a token that must not create labels opens no issue', async () => {
    const { call, github: fake } = await githubJob();
    fake.fault = ({ path }) => (path.endsWith('/labels') ? 403 : undefined);
    expect((await call(...github)).code).toBe(1);
    expect(fake.issues).toEqual([]);
  });

  test.each([
    [['--github', 'acme'], 'write it as OWNER/REPO'],
    [['--github', '../..'], 'write it as OWNER/REPO'],
    [['--github'], 'set GITHUB_REPOSITORY'],
    [github, 'set GITHUB_TOKEN'],
  ])('%s without what it needs: one sentence', async (args, sentence) => {
    const { code, err } = await job().call(...args);
    expect([code, err]).toEqual([2, expect.stringContaining(sentence)]);
  });

  test('--dry-run lists what would be done to issues, without a request', async () => {
    const { call, received } = await githubJob();
    const { out } = await call(...github, '--dry-run');
    expect(out).toMatch(/^github acme\/identity: 1 event would be sent\.\nopen or update: GET \/api\/v1\/users: /);
    expect(received).toEqual([]);
  });
});

test('--summary adds Markdown to the job summary, once', async () => {
  const { call, folder } = job();
  const file = join(folder, 'summary.md');
  vi.stubEnv('GITHUB_STEP_SUMMARY', file);
  await call('--summary', '--dry-run');
  expect(existsSync(file)).toBe(false);
  await call('--summary');
  await call('--summary');
  expect(readFileSync(file, 'utf8').match(/#### New/g)).toHaveLength(1);
});

test('a canary that never ran is one event, which ends with the first report', async () => {
  const { github: fake, call, folder, write } = await githubJob();
  rmSync(join(folder, 'report.json'));
  for (const _ of [1, 2]) await call('--github', 'acme/identity', '--exit-code', '2');
  expect(fake.issues).toMatchObject([{ title: 'Canary failed', state: 'open', comments: [] }]);
  write(report([one.kept]), new Date());
  await call('--github', 'acme/identity', '--exit-code', '0');
  expect(fake.issues).toMatchObject([{ state: 'closed' }]);
});

test('one failing channel does not prevent the others', async () => {
  const { url, received } = await startServer(({ path }) => ({ status: path === '/slack' ? 500 : 200 }));
  vi.stubEnv('OKTA_CONTRACTS_NOTIFY_SLACK', `${url}/slack`);
  vi.stubEnv('OKTA_CONTRACTS_NOTIFY_WEBHOOK', `${url}/webhook`);
  const { call } = job();
  for (const _ of [1, 2]) expect((await call('--slack', '--webhook')).code).toBe(1);
  expect(received.map(({ path }) => path).sort()).toEqual(['/slack', '/slack', '/webhook']);
});

test('the file of another org, a damaged file and no channel: one sentence', async () => {
  const { call, state, write } = job();
  vi.stubEnv('OKTA_CONTRACTS_NOTIFY_WEBHOOK', 'https://hooks.example.com/x');
  expect(await call()).toMatchObject({
    code: 2,
    err: 'No channel given: use --webhook, --slack, --github or --summary.\n',
  });
  const { url } = await startServer(() => ({ status: 200 }));
  vi.stubEnv('OKTA_CONTRACTS_NOTIFY_WEBHOOK', url);
  await call('--webhook');
  const other = { url: 'https://other.oktapreview.com', tiers: ['read'] };
  write(report([one.kept], { facts: { org: other } }), new Date());
  expect(await call('--webhook')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/is about another org: name a file/),
  });
  writeFileSync(state, '{"version": 1}');
  expect(await call('--webhook')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/is not a valid notified file/),
  });
});

test('what was sent contains no secret and no URL of a webhook', async () => {
  const { url } = await startServer(() => ({ status: 200 }));
  vi.stubEnv('OKTA_CONTRACTS_NOTIFY_WEBHOOK', `${url}/${secretPath}`);
  const { call, state } = job();
  await call('--webhook');
  expect(readFileSync(state, 'utf8')).not.toMatch(/secret-of-tests|127\.0\.0\.1/);
});
