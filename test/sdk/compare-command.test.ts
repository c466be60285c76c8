import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { runMain } from '../cli/run-main.js';
import { recorded, writeAdapter } from './compare-support.js';

const folder = mkdtempSync(join(tmpdir(), 'okta-contracts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const failed = {
  result: 'failed',
  findings: [{ pointer: '/0/status', cause: 'enum', expected: 'UserStatus', message: 'is not a member of UserStatus' }],
};
const lossAt = (pointer: string) => ({
  result: 'loss',
  findings: [{ pointer, cause: 'dropped', message: 'is not a property of Group and is dropped' }],
});
const from = writeAdapter(folder, '1.0', { fixed: failed, regained: lossAt('/created'), changed: lossAt('/created') });
const to = writeAdapter(folder, '2.0', {
  broken: failed,
  changed: lossAt('/lastUpdated'),
  removed: { result: 'unknown operation' },
});

const group = '/api/v1/groups/00gSecretOfThisOrg123';
const lines = {
  broken: recorded('/api/v1/users', { case: 'broken' }),
  fixed: recorded('/api/v1/users', { case: 'fixed' }),
  regained: recorded(group, { case: 'regained' }),
  changed: recorded(group, { case: 'changed' }),
  removed: recorded('/api/v1/brands', { case: 'removed' }),
  read: recorded('/api/v1/brands', { case: 'none' }),
};

test('the comparison states what changes, by operation and cause, and ends with what to do', async () => {
  const input = [lines.broken, ...Object.values(lines)].join('');
  const { code, out, err } = await runMain(['sdk', '--from', from, '--to', to, '-'], input);

  expect([code, err]).toEqual([1, '']);
  expect(out).toBe(`7 responses, each passed to both SDKs
From  test 1.0: failed 1, loss 2, read 4
To    test 2.0: failed 2, loss 1, read 3, unknown operation 1

Newly fails: 2 responses of 1 operation
  ✗ GET /api/v1/users
      /*/status is not a member of UserStatus (enum, 2 responses)

No method or no type in test 2.0: 1 operation
  ✗ GET /api/v1/brands (1 response)

Fixed: 1 response of 1 operation
  ✓ GET /api/v1/users
      /*/status is not a member of UserStatus (enum, 1 response)

Newly dropped: 1 response of 1 operation
  - GET /api/v1/groups/{groupId}
      /lastUpdated is not a property of Group and is dropped (1 response)

No longer dropped: 2 responses of 1 operation
  + GET /api/v1/groups/{groupId}
      /created is not a property of Group and is dropped (2 responses)

→ --full shows everything.

If test 2.0 replaces test 1.0, 2 responses of 1 operation newly fail and 1
operation can no longer be read (1 response fixed): stay with test 1.0, or read
these operations without the models of the SDK.
`);
});

test.each([
  ['read', 0, 'Nothing newly fails: test 2.0 can replace test 1.0.'],
  ['fixed', 0, 'Nothing newly fails: test 2.0 can replace test 1.0.'],
  [
    'changed',
    0,
    'Nothing newly fails: test 2.0 can replace test 1.0 if your code does not use the 1 property that is newly dropped.',
  ],
  ['removed', 1, 'operation can no longer be read: stay with test 1.0'],
] as const)('%s: exit code %i', async (name, expected, sentence) => {
  const { code, out } = await runMain(['sdk', '--from', from, '--to', to, '-'], lines[name]);

  expect(code).toBe(expected);
  expect(out.replaceAll('\n', ' ')).toContain(sentence);
});

test('--json prints the comparison, without ids', async () => {
  const { code, out } = await runMain(
    ['sdk', '--from', from, '--to', to, '--json', '-'],
    Object.values(lines).join(''),
  );
  const comparison = JSON.parse(out) as Record<string, unknown>;

  expect(code).toBe(1);
  expect(out).not.toContain('Secret');
  expect(comparison).toMatchObject({
    from: { name: 'test', version: '1.0', spec: from },
    compared: 6,
    newlyFailing: { responses: 1, findings: [{ operation: 'GET /api/v1/users', cause: 'enum' }] },
    removed: [{ operation: 'GET /api/v1/brands', responses: 1 }],
  });
});

test('two versions of the SDK for Node, with everything', async () => {
  const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
  const settings = recorded('/attack-protection/api/v1/user-lockout-settings', {
    preventBruteForceLockoutFromUnknownDevices: true,
  });
  const links = { deactivate: { href: 'https://example.okta.com', method: 'POST' } };
  const user = { id: '00u1', realmId: 'guo1' };
  const brand = recorded('/api/v1/brands/bnd1/domains', { domains: [] });
  const input = [settings, recorded('/api/v1/users', [user, { ...user, _links: links }]), brand].join('');
  const args = [
    'sdk',
    '--from',
    `node:${modules}/okta-sdk-2024`,
    '--to',
    `node:${modules}/okta-sdk-2025`,
    '--full',
    '-',
  ];
  const { code, out } = await runMain(args, input);

  expect(code).toBe(0);
  expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(out).toContain('Fixed: 1 response of 1 operation');
  expect(out).toContain('No longer dropped: 1 response of 1 operation');
  expect(out).toContain('/*/realmId is not a property of User and is dropped (1 response with 2\n        items)');
  expect(out).toContain('/*/_links/deactivate/method is not a property of HrefObject');
  expect(out).toContain('Nothing newly fails: node 7.2.1 can replace node 7.1.1 if');
});

test.each([
  [[], '', 'There are no responses to compare: name recordings, or use --live.'],
  [['--live', 'a.har'], '', 'Name recordings or --live, not both: --live uses the responses of your org.'],
  [
    ['-'],
    recorded('/api/v1/users', {}, 404),
    'Nothing was compared: there is no successful response with a JSON body.',
  ],
])('%j is an error of one sentence', async (args, input, sentence) => {
  expect(await runMain(['sdk', '--from', from, '--to', to, ...args], input)).toEqual({
    code: 2,
    out: '',
    err: `${sentence}\n`,
  });
});

test('an SDK that cannot be used is an error of one sentence', async () => {
  const { code, out, err } = await runMain(['sdk', '--from', from, '--to', `node:${folder}`, '-'], lines.read);

  expect([code, out]).toEqual([2, '']);
  expect(err).toBe(
    `The SDK node:${folder} cannot be used: The package @okta/okta-sdk-nodejs is not installed in ${folder}.\n`,
  );
});

test('an entry that cannot be read is reported and decides the exit code', async () => {
  const { code, out, err } = await runMain(['sdk', '--from', from, '--to', to, '-'], `${lines.read}{"id":"b"}\n`);

  expect(code).toBe(2);
  expect(out).toContain('1 response, each');
  expect(err).toMatch(/^standard input, line 2: it has no request\.method.*\n$/);
});

test('an adapter that stops decides the exit code', async () => {
  const file = join(folder, 'dies.mjs');
  const ready = { protocol: 1, name: 'test', version: '3.0', operations: 1 };
  const program = `console.log(${JSON.stringify(JSON.stringify(ready))}); process.stdin.once('data', () => process.exit(1));`;
  writeFileSync(file, `#!${process.execPath}\n${program}\n`, { mode: 0o755 });
  const { code, out } = await runMain(['sdk', '--from', from, '--to', `exec:${file}`, '-'], lines.read.repeat(5));

  expect(code).toBe(2);
  expect(out).toContain('The adapter ended 3 times');
});

test('the adapter in docs/sdk.md follows the protocol', async () => {
  const text = readFileSync(new URL('../../docs/sdk.md', import.meta.url), 'utf8');
  const [, program = ''] = /```js\n([\s\S]*?)```/.exec(text) ?? [];
  const file = join(folder, 'example.mjs');
  writeFileSync(file, program, { mode: 0o755 });
  const { code, out } = await runMain(['sdk', '--from', from, '--to', `exec:${file}`, '-'], lines.read + lines.fixed);

  expect(code).toBe(0);
  expect(out).toContain('To    example 1.0.0: read 2');
});
