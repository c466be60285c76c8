import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { startReferenceOrg } from '../../reference-org/index.js';
import { define, run as sweep } from '../../src/cli/commands/sweep.js';
import { Captured } from '../cli/run-main.js';
import { runCli } from './run-suites.js';

const day = 86_400_000;
const names = ['okta-contracts-0a1b2c3d-1', 'okta-contracts-0a1b2c3d-2', 'okta-contracts-mine', 'Contractors'];

/** An org with two groups of a run without a journal, of the given age, and two other groups. */
async function orgWithLeftovers(ageMs: number, named = names) {
  let past = ageMs;
  const org = await startReferenceOrg({ now: () => Date.now() - past, limits: { perMinute: 10_000 } });
  onTestFinished(() => org.close());
  for (const name of named) org.administrator('POST', '/api/v1/groups', { profile: { name } });
  past = 0;
  const folder = mkdtempSync(join(tmpdir(), 'sweep-all-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const env = { OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: org.token };
  const run = (...args: string[]) => runCli(['sweep', ...args], env, folder);
  const writes = () => org.requests().filter(({ method }) => method !== 'GET').length;
  return { org, run, writes, folder, env };
}

test('objects without a journal are listed and removed, and the removal is verified', async () => {
  const { org, run, writes } = await orgWithLeftovers(3 * day);
  const { code, output } = await run('--all', '--yes');
  expect(output).toContain('2 groups (3 days old)\n    okta-contracts-0a1b2c3d-1\n    okta-contracts-0a1b2c3d-2\n');
  expect(output).toContain('Removed 2 objects: 2 groups.\n');
  expect(output).not.toMatch(/mine|Contractors/);
  expect([code, writes(), org.leftovers().length]).toEqual([0, 2, 2]);
  const again = await run('--all', '--yes');
  expect(again).toEqual({ code: 0, output: `No object on ${new URL(org.url).host} has a name of a run.\n` });
});

test('the lock of a run whose journal is lost is removed', async () => {
  const { org, run } = await orgWithLeftovers(3 * day, ['okta-contracts-lock-0a1b2c3d-1790000000']);
  const { code, output } = await run('--all', '--yes');
  expect(output).toContain('    okta-contracts-lock-0a1b2c3d-1790000000\n');
  expect([code, org.leftovers()]).toEqual([0, []]);
});

test('objects of a run that may be running are kept', async () => {
  const { run, writes, org } = await orgWithLeftovers(3_600_000 * 5);
  expect(await run('--all', '--yes')).toEqual({
    code: 1,
    output: 'Left: 2 objects of runs that may be running, younger than 24 hours: 2 groups.\n',
  });
  expect(writes()).toBe(0);
  expect((await run('--all', '--yes', '--older-than', '4h')).code).toBe(0);
  expect(org.leftovers()).toHaveLength(2);
});

test('without a terminal and without --yes nothing is removed', async () => {
  const { run, writes } = await orgWithLeftovers(3 * day);
  const { code, output } = await run('--all');
  expect([code, writes()]).toEqual([2, 0]);
  expect(output).toMatch(/2 groups .*\n.*\n.*\n\nNothing was removed: there is no terminal to ask on\. .*--yes/);
});

test.each([
  ['yes\n', 0, 2],
  ['no\n', 2, 0],
  ['', 2, 0],
])('a person who answers %j at the terminal decides', async (answer, expected, removals) => {
  const { env, folder, writes } = await orgWithLeftovers(3 * day);
  const out = new Captured();
  const input = Object.assign(Readable.from([answer]), { isTTY: true });
  const before = process.cwd();
  const saved = { ...process.env };
  try {
    process.chdir(folder);
    Object.assign(process.env, env);
    expect(await sweep(define().parse(['--all'], { from: 'user' }), { in: input, out, err: new Captured() })).toBe(
      expected,
    );
  } finally {
    process.chdir(before);
    process.env = saved;
  }
  expect(out.text).toContain('Remove 2 objects from 127.0.0.1');
  expect(writes()).toBe(removals);
});

test.each([
  [['--yes'], '--older-than and --yes are parts of --all: add --all.'],
  [
    ['--all', '--older-than', 'soon'],
    '--older-than soon is not a time: use a number with m, h or d (90m, 24h, 3d), or 0 for any age.',
  ],
])('%j is refused in one sentence', async (args, sentence) => {
  const { run, org } = await orgWithLeftovers(3 * day);
  expect(await run(...args)).toEqual({ code: 2, output: `${sentence}\n` });
  expect(org.requests()).toEqual([]);
});

test('an org without write access gets no request', async () => {
  const { folder } = await orgWithLeftovers(0);
  const env = { OKTA_CLIENT_ORGURL: 'https://sweep-test.invalid', OKTA_CLIENT_TOKEN: 'a-token' };
  const { code, output } = await runCli(['sweep', '--all', '--yes'], env, folder);
  expect([code, output.split(':')[0]]).toEqual([2, 'A sweep writes, and sweep-test.invalid is not a preview org']);
});

test('an OAuth 2.0 client requests the scopes that it needs', async () => {
  const { org, folder } = await orgWithLeftovers(3 * day);
  const env = {
    OKTA_CLIENT_ORGURL: org.url,
    OKTA_CLIENT_AUTHORIZATIONMODE: 'PrivateKey',
    OKTA_CLIENT_CLIENTID: org.client.id,
    OKTA_CLIENT_PRIVATEKEY: org.client.privateKey,
  };
  expect(await runCli(['sweep'], env, folder)).toEqual({ code: 0, output: 'Nothing is left of earlier runs.\n' });
  expect(org.tokens()).toEqual([]);
  const { code, output } = await runCli(['sweep', '--all', '--yes'], env, folder);
  expect(output).toContain('Removed 2 objects: 2 groups.');
  expect([code, org.tokens().every((scopes) => scopes.length > 0)]).toEqual([0, true]);
});
