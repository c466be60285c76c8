import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runMain } from '../cli/run-main.js';
import { until } from './run-suites.js';

const cli = new URL('../../src/cli/bin.ts', import.meta.url).pathname;

test('an org with side effects can be started, and prints them at its end', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'org-command-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const args = ['--import', import.meta.resolve('tsx'), cli, 'org', '--population', 'in-use'];
  const child = spawn(process.execPath, args, { cwd: folder });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  await until(() => output.includes('OKTA_CLIENT_TOKEN='));
  expect(output).toContain('The reference org (profile current, population in-use) is running until Ctrl-C:');
  const [, url] = /OKTA_CLIENT_ORGURL=(\S+)/.exec(output) ?? [];
  const [, token] = /OKTA_CLIENT_TOKEN=(\S+)/.exec(output) ?? [];
  const headers = { authorization: `SSWS ${token}`, 'content-type': 'application/json' };
  const hooks = (await (await fetch(`${url}/api/v1/eventHooks`, { headers })).json()) as unknown[];
  expect(hooks).toHaveLength(2);
  const app = { name: 'oidc_client', label: 'A service', signOnMode: 'OPENID_CONNECT' };
  await fetch(`${url}/api/v1/apps`, { method: 'POST', headers, body: JSON.stringify(app) });
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  expect(output).toContain('What would have happened outside the org:\n  1 x a new client became an administrator\n');
});

test('an unknown population is refused with one sentence', async () => {
  expect(await runMain(['org', '--population', 'huge'])).toEqual({
    code: 2,
    out: '',
    err: 'Option `--population <population>` argument `huge` is invalid. Allowed choices are small, in-use. See --help.\n',
  });
});
