import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { readWithNode, runNodeAdapter } from './node-adapter.js';

const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url));
const [v711, v721, v810] = ['okta-sdk-2024', 'okta-sdk-2025', '@okta/okta-sdk-nodejs'].map((name) =>
  join(modules, name),
) as [string, string, string];
const folder = mkdtempSync(join(tmpdir(), 'okta-contracts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A value of a body, which must not be in any answer. */
const secret = 'Zw7-value';
const user = { id: secret, status: 'ACTIVE', created: '2025-01-01T00:00:00.000Z', profile: { login: secret } };
const rule = { id: secret, name: secret, type: 'ACCESS_POLICY', actions: { appSignOn: { access: 'ALLOW' } } };

test('the SDK is found in a project, by its own folder and under another name', async () => {
  const project = fileURLToPath(new URL('../..', import.meta.url));
  const runs = await Promise.all([project, v711, v721].map((location) => runNodeAdapter(location, [])));

  expect(runs.map(({ ready, code }) => [ready.version, ready.name, code])).toEqual([
    ['8.1.0', 'node', 0],
    ['7.1.1', 'node', 0],
    ['7.2.1', 'node', 0],
  ]);
  expect(runs.every(({ ready }) => Number(ready.operations) > 400)).toBe(true);
});

test('a folder without the SDK, and a version without models, are an error in one line', async () => {
  const old = join(folder, 'old');
  mkdirSync(old);
  writeFileSync(join(old, 'package.json'), '{"name":"@okta/okta-sdk-nodejs","version":"6.6.0"}');
  const runs = await Promise.all([folder, old].map((location) => runNodeAdapter(location, [])));

  expect(runs.map(({ ready, code, answers }) => [ready, code, answers])).toEqual([
    [{ protocol: 1, error: `The package @okta/okta-sdk-nodejs is not installed in ${folder}.` }, 2, []],
    [
      {
        protocol: 1,
        error: 'Version 6.6.0 of @okta/okta-sdk-nodejs has no models: versions 7 and later can be checked.',
      },
      2,
      [],
    ],
  ]);
});

test.each([v711, v721, v810])('%s: values that this SDK does not check are read', async (location) => {
  const operation = 'GET /api/v1/users/{userId}';
  const { answers } = await runNodeAdapter(location, [
    { operation, body: { ...user, status: 'OF_NO_ENUM' } },
    { operation, body: { ...user, id: null, profile: null } },
    { operation, body: {} },
    { operation, body: { ...user, id: 17, created: '2025-01-01' } },
    { operation: 'GET /api/v1/users/00u1', body: user },
    { operation: 'GET /api/v1/users', body: [user, { ...user, status: null }] },
  ]);

  expect(answers.map(({ result, findings }) => [result, findings])).toEqual(answers.map(() => ['read', []]));
  expect(answers[4]?.operation).toBe(operation);
});

test('a property that no model has is dropped', async () => {
  const body = [user, { ...user, ofNoModel: secret, credentials: { provider: { 'a/b': secret } } }];

  expect(await readWithNode(v810, 'GET /api/v1/users', body)).toEqual({
    id: 0,
    result: 'loss',
    operation: 'GET /api/v1/users',
    findings: [
      {
        pointer: '/1/ofNoModel',
        cause: 'dropped',
        expected: 'User',
        message: 'is not a property of User and is dropped',
      },
      {
        pointer: '/1/credentials/provider/a~1b',
        cause: 'dropped',
        expected: 'AuthenticationProvider',
        message: 'is not a property of AuthenticationProvider and is dropped',
      },
    ],
  });
});

test.each([v711, v721, v810])('%s: an unknown discriminator drops what only a variant has', async (location) => {
  const answer = await readWithNode(location, 'GET /api/v1/policies/{policyId}/rules', [
    rule,
    { ...rule, type: 'OF_NO_VARIANT' },
  ]);

  expect(answer.result).toBe('loss');
  expect(answer.findings).toEqual([
    {
      pointer: '/1/actions',
      cause: 'discriminator',
      expected: 'PolicyRule',
      message: 'is dropped: PolicyRule has no variant for the value of type',
    },
  ]);
});

test('a property that the SDK renames is found under its new name', async () => {
  const operation = 'GET /api/v1/authorizationServers/{authServerId}/scopes/{scopeId}';
  const body = { name: secret, default: true };
  const answers = await Promise.all(
    [body, { ...body, _default: true }].map((one) => readWithNode(v810, operation, one)),
  );

  expect(answers.map(({ findings }) => findings.map(({ pointer }) => pointer))).toEqual([[], ['/_default']]);
});

test('a date that the SDK cannot read, and a value of another type, are lost', async () => {
  const answer = await readWithNode(v810, 'GET /api/v1/users/{userId}', { ...user, created: secret, profile: secret });

  expect(answer.result).toBe('loss');
  expect(answer.findings.map(({ pointer, cause, expected }) => [pointer, cause, expected])).toEqual([
    ['/created', 'format', 'Date'],
    ['/profile', 'type', 'UserProfile'],
  ]);
});

test('a body of another type is returned as an empty list by one version and fails in the next', async () => {
  const operation = 'GET /attack-protection/api/v1/user-lockout-settings';
  const body = { preventBruteForceLockoutFromUnknownDevices: true };
  const answers = await Promise.all([v711, v721].map((location) => readWithNode(location, operation, body)));

  expect(answers.map(({ result, findings }) => [result, findings])).toEqual([
    [
      'empty',
      [
        {
          pointer: '',
          cause: 'swallowed',
          expected: 'Array<UserLockoutSettings>',
          message: 'is dropped entirely: the SDK returns an empty Array<UserLockoutSettings> without an error',
        },
      ],
    ],
    [
      'failed',
      [
        {
          pointer: '',
          cause: 'type',
          expected: 'Array<UserLockoutSettings>',
          message: 'is not a list: the SDK throws TypeError',
        },
      ],
    ],
  ]);
});

test('each list item that makes the SDK throw is named', async () => {
  const ruleOf = (groups: unknown, users: unknown) => ({
    id: secret,
    conditions: { people: { groups: { exclude: groups }, users: { exclude: users } } },
  });
  const answer = await readWithNode(v810, 'GET /api/v1/groups/rules', [
    ruleOf(5, { secret }),
    ruleOf([secret], null),
    ruleOf(undefined, false),
  ]);

  expect(answer.result).toBe('failed');
  expect(answer.findings.map(({ pointer, cause, expected }) => [pointer, cause, expected])).toEqual([
    ['/0/conditions/people/groups/exclude', 'type', 'Array<string>'],
    ['/0/conditions/people/users/exclude', 'type', 'Array<string>'],
    ['/2/conditions/people/users/exclude', 'type', 'Array<string>'],
  ]);
});

test('properties with the names of what a program has do not mislead the adapter', async () => {
  const text = `{"id":"${secret}","profile":{"__proto__":{"a":1},"constructor":1,"toJSON":1,"hasOwnProperty":1},"__proto__":{}}`;
  const answer = await readWithNode(v810, 'GET /api/v1/users/{userId}', JSON.parse(text));
  const discriminator = await readWithNode(v711, 'GET /api/v1/apps/{appId}', { signOnMode: 'constructor', id: secret });

  expect(answer.result).toBe('loss');
  expect(answer.findings.map(({ pointer }) => pointer)).toEqual(['/profile/__proto__', '/__proto__']);
  expect(discriminator.findings.map(({ cause }) => cause)).toEqual(['discriminator']);
});

test('operations without a method, a type or a success are unknown', async () => {
  const { answers } = await runNodeAdapter(v810, [
    { operation: 'GET /api/v1/of-no-method', body: {} },
    { operation: 'POST /api/v1/apps/{appId}/lifecycle/activate', body: {} },
    { operation: 'GET /api/v1/users/{userId}', status: 404, body: { errorCode: 'E0000007' } },
  ]);

  expect(answers.map(({ result, findings }) => [result, findings])).toEqual(
    answers.map(() => ['unknown operation', []]),
  );
});

test('a literal segment of a path selects the operation', async () => {
  const { answers } = await runNodeAdapter(v810, [
    { operation: 'GET /api/v1/meta/types/user/default', body: {} },
    { operation: 'GET /api/v1/groups/rules?limit=1', body: [] },
    { operation: 'GET /api/v1/groups/{id}', body: {} },
  ]);

  expect(answers.map(({ operation }) => operation)).toEqual([
    'GET /api/v1/meta/types/user/{typeId}',
    'GET /api/v1/groups/rules',
    'GET /api/v1/groups/{groupId}',
  ]);
});

test('no answer contains a value of a body', async () => {
  const { answers } = await runNodeAdapter(
    v721,
    [
      'GET /api/v1/users',
      'GET /api/v1/users/{userId}',
      'GET /api/v1/apps/{appId}',
      'GET /api/v1/policies/{policyId}',
    ].flatMap((operation) =>
      [
        secret,
        [secret],
        { type: secret, signOnMode: secret, a: secret },
        [{ created: secret, profile: secret }],
        [[secret]],
      ].map((body) => ({ operation, body })),
    ),
  );

  expect(answers).toHaveLength(20);
  expect(JSON.stringify(answers)).not.toContain(secret);
});

test('the SDK reaches no network and what it prints is not among the answers', async () => {
  let connections = 0;
  const server = createServer(() => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const location = fakeSdk(`
    console.log('printed'); process.stdout.write('written');
    await require('node:http').get('http://127.0.0.1:${port}').on('error', () => {});
    return fetch('http://127.0.0.1:${port}');`);
  const { answers, stderr, code } = await runNodeAdapter(location, [{ operation: 'GET /a', body: {} }]);
  await new Promise((resolve) => server.close(resolve));

  expect([connections, code, answers.length]).toEqual([0, 0, 1]);
  expect(answers[0]?.findings).toEqual([{ pointer: '', cause: 'other', message: 'makes the SDK throw Error' }]);
  expect(stderr).toContain('printed');
});

/** A package with one operation, `GET /a`, whose response is read by the statements. */
function fakeSdk(statements: string): string {
  const files = {
    'package.json': '{"name":"@okta/okta-sdk-nodejs","version":"9.9.9"}',
    'src/generated/models/ObjectSerializer.js':
      'exports.ObjectSerializer = class ObjectSerializer { static deserialize(data) { return data; } };',
    'src/generated/http/http.js': 'exports.ResponseContext = class { constructor(s, h, body) { this.body = body; } };',
    'src/generated/apis/AApi.js': `
      const { ObjectSerializer } = require('../models/ObjectSerializer');
      exports.AApiRequestFactory = class { async list(_o) { return _o.baseServer.makeRequestContext('/a', 'GET'); } };
      exports.AApiResponseProcessor = class { async list(response) {
        if (ObjectSerializer.deserialize(JSON.parse(await response.body.text()), 'A') === null) return null;
        ${statements} } };`,
  };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'fake', file)), { recursive: true });
    writeFileSync(join(folder, 'fake', file), text);
  }
  return join(folder, 'fake');
}
