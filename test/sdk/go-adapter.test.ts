import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasGo, prepareGo, runGoAdapter } from './go-adapter.js';
import { writeGoSdk } from './small-go-sdk.js';

const folder = mkdtempSync(join(tmpdir(), 'okta-contracts-'));
const cache = join(folder, 'cache');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const recordings = process.env.OKTA_CONTRACTS_RECORDINGS;
const archive = join(recordings ?? '', '../sdks/okta-sdk-golang-5.0.6.tar.gz');
const hasSdk = recordings !== undefined && existsSync(archive);

/** A value of a body, which must not be in any answer. */
const secret = 'Zw7-value';
const user = { id: secret, login: secret, status: 'ACTIVE', created: '2025-01-01T00:00:00.000Z', logins: 3 };

if (!hasGo) console.warn('The tests of the adapter for Go are skipped: Go is not installed.');

describe.runIf(hasGo)('the adapter for Go', { timeout: 300_000 }, () => {
  let program = '';
  beforeAll(() => {
    program = prepareGo(writeGoSdk(join(folder, 'okta-sdk-golang-7.8.10')), cache).program ?? '';
  }, 300_000);

  /** What the SDK makes of a body: result, then pointer and cause of each finding. */
  const outcome = async (operation: string, body: unknown, status = 200) => {
    const { answers } = await runGoAdapter(program, [{ operation, body, status }]);
    expect(JSON.stringify(answers)).not.toContain(secret);
    const { result, findings } = answers[0] ?? { result: 'no answer', findings: [] };
    return [result, ...findings.map(({ pointer, cause }) => `${pointer} ${cause}`)];
  };
  const userOutcome = (changes: object) => outcome('GET /api/v1/users/{userId}', { ...user, ...changes });

  test('the client is not built, and the version is that of the name of the folder', async () => {
    const { ready, code, answers } = await runGoAdapter(program, []);

    expect(ready).toEqual({ protocol: 1, name: 'go', version: '7.8.10', operations: 8 });
    expect([code, answers]).toEqual([0, []]);
  });

  test('the program is built once for the same sources', () => {
    const sdk = writeGoSdk(join(folder, 'okta-sdk-golang-7.8.10'));
    const before = statSync(program).mtimeMs;

    expect(prepareGo(join(sdk, 'okta'), cache)).toEqual({ program, args: [] });
    expect(statSync(program).mtimeMs).toBe(before);
  });

  test('unknown properties are kept, null is accepted, and dates may be written differently', async () => {
    expect(
      await userOutcome({ ofNoModel: { deep: [secret] }, status: null, targets: [{ phone: secret }, [secret]] }),
    ).toEqual(['read']);
    expect(await userOutcome({ id: null, address: null })).toEqual(['read']);
    expect(await userOutcome({ address: { CITY: secret, zip: secret } })).toEqual(['read']);
  });

  test('an unknown enum member', async () => {
    expect(await userOutcome({ status: secret })).toEqual(['failed', '/status enum']);
  });

  test('all missing required properties', async () => {
    expect(await outcome('GET /api/v1/users/{userId}', { status: 'ACTIVE' })).toEqual([
      'failed',
      '/id missing',
      '/login missing',
    ]);
  });

  test('wrong types, a number that is too large, and a date in another format', async () => {
    const changes = { id: 17, logins: 2 ** 40, created: '2025-01-01 00:00:00.0' };

    expect(await userOutcome(changes)).toEqual(['failed', '/created format', '/id type', '/logins type']);
    expect(await userOutcome({ address: { zip: 17 } })).toEqual(['failed', '/address/zip type']);
    expect(await userOutcome({ created: 1766430781000 })).toEqual(['failed', '/created type']);
    expect(await userOutcome({ address: secret })).toEqual(['failed', '/address type']);
  });

  test('the bad items of a list', async () => {
    const body = [user, { ...user, created: secret }, user, { id: secret }];

    expect(await outcome('GET /api/v1/users', body)).toEqual(['failed', '/1/created format', '/3/login missing']);
  });

  test('the variant that the SDK chose, and a value that fits none', async () => {
    expect(await outcome('GET /api/v1/users/1/factors/2', { factorType: 'sms' })).toEqual(['failed', '/phone missing']);
    expect(await userOutcome({ targets: [{ phone: secret }, 17] })).toEqual(['failed', '/targets/1 discriminator']);
  });

  test('the properties of an embedded model', async () => {
    const operation = 'GET /api/v1/rules/{ruleId}';

    expect(await outcome(operation, { name: secret, extra: { factorType: {} } })).toEqual([
      'failed',
      '/extra/factorType type',
    ]);
    expect(await outcome(operation, { name: secret, extra: { own: secret } })).toEqual(['failed', '/extra/own type']);
    expect(await outcome(operation, { name: secret, extra: { own: {} }, ofNoModel: 1 })).toEqual(['read']);
    expect(await outcome(operation, {})).toEqual(['failed', '/name missing']);
  });

  test('an unknown discriminator that the SDK ignores', async () => {
    const unknown = { factorType: 'u2f', id: secret };

    expect(await outcome('GET /api/v1/users/1/factors/2', unknown)).toEqual(['empty', ' swallowed']);
    expect(await outcome('GET /api/v1/users/1/factors', [unknown])).toEqual(['empty', '/0 swallowed']);
    expect(await outcome('GET /api/v1/users/1/factors', [{ factorType: 'push' }, unknown])).toEqual([
      'loss',
      '/1 dropped',
    ]);
  });

  test('a property that a model does not keep', async () => {
    const { answers } = await runGoAdapter(program, [
      { operation: 'GET /api/v1/users/{userId}', body: { ...user, address: { city: secret, 'a/b': secret } } },
    ]);

    expect(answers[0]).toEqual({
      id: 0,
      result: 'loss',
      operation: 'GET /api/v1/users/{userId}',
      findings: [
        { pointer: '/address/a~1b', cause: 'dropped', expected: 'Address', message: 'is not kept by Address' },
      ],
    });
  });

  test('the operation with the most literal segments, and the type of an error', async () => {
    const asked = [
      { operation: 'GET /api/v1/users/me', body: {} },
      { operation: 'GET /api/v1/users/00u1', body: user },
      { operation: 'GET /api/v1/users/{id}', body: { errorCode: 'E' }, status: 404 },
      { operation: 'GET /api/v1/users/{id}', body: {}, status: 500 },
      { operation: 'GET /api/v1/groups/{id}', body: { any: [secret] } },
      { operation: 'POST /api/v1/users', body: {} },
    ];
    const { answers } = await runGoAdapter(program, asked);

    expect(answers.map(({ result, operation }) => `${result}: ${operation}`)).toEqual([
      'read: GET /api/v1/users/me',
      'read: GET /api/v1/users/{userId}',
      'read: GET /api/v1/users/{userId}',
      'unknown operation: GET /api/v1/users/{userId}',
      'read: GET /api/v1/{kind}/{id}',
      'unknown operation: undefined',
    ]);
  });

  test('a module that requires the SDK is read from its vendor folder', async () => {
    const module = 'github.com/okta/okta-sdk-golang/v7';
    const project = join(folder, 'project');
    mkdirSync(join(project, 'vendor', module), { recursive: true });
    cpSync(join(folder, 'okta-sdk-golang-7.8.10', 'okta'), join(project, 'vendor', module, 'okta'), {
      recursive: true,
    });
    writeFileSync(join(project, 'go.mod'), `module project\n\ngo 1.18\n\nrequire ${module} v7.1.2\n`);
    writeFileSync(join(project, 'vendor', 'modules.txt'), `# ${module} v7.1.2\n## explicit\n${module}/okta\n`);
    const { ready } = await runGoAdapter(prepareGo(project, cache).program ?? '', []);

    expect(ready.version).toBe('7.1.2');
  });

  test('a folder without an SDK, a module that is not downloaded, and a failed build are an error in one sentence', () => {
    const [empty = '', project = '', later = ''] = ['empty', 'not-downloaded', 'later'].map((name) =>
      join(folder, name),
    );
    for (const made of [empty, project, later]) mkdirSync(made);
    writeFileSync(join(later, 'go.mod'), 'module p\n\ngo later\n\nrequire github.com/okta/okta-sdk-golang/v6 v6.0.0\n');
    writeFileSync(join(project, 'go.mod'), 'module project\n\nrequire github.com/okta/okta-sdk-golang/v6 v6.0.0\n');
    const broken = writeGoSdk(
      join(folder, 'broken'),
      '\nfunc (o *User) MarshalJSON() ([]byte, error) { return notDeclared() }\n',
    );

    expect(prepareGo(empty, cache).error).toMatch(/^\S+empty contains neither okta-sdk-golang .* requires it\.$/);
    expect(prepareGo(later, cache).error).toMatch(/go\.mod cannot be read with the installed version of Go/);
    expect(prepareGo(project, cache).error).toMatch(
      /okta-sdk-golang\/v6 is not on this machine: run "go mod download"/,
    );
    expect(prepareGo(broken, cache).error).toMatch(/cannot be built: okta\/model_user\.go:.* undefined: notDeclared$/);
  });

  test.runIf(hasSdk)('version 5.0.6 and the responses of real orgs', async () => {
    const sdk = join(folder, '5.0.6');
    mkdirSync(sdk);
    execFileSync('tar', ['xzf', archive, '-C', sdk]);
    const { program: built = '' } = prepareGo(sdk, cache);
    const responses = recorded().map(({ request, response }) => ({
      operation: `${request.method} ${new URL(request.url).pathname}`,
      status: response.status,
      body: response.body,
    }));
    const { ready, answers } = await runGoAdapter(built, responses);
    const number = (result: string) => answers.filter((answer) => answer.result === result).length;

    expect(ready).toMatchObject({ version: '5.0.6', operations: 585 });
    expect(['failed', 'empty', 'loss', 'read'].map(number)).toEqual([100, 59, 19, 5641]);
  });
});

interface Recorded {
  source: string;
  request: { method: string; url: string };
  response: { status: number; body?: unknown };
}

/** The successful responses with a body that the provider for Terraform received. */
function recorded(): Recorded[] {
  const lines = gunzipSync(readFileSync(join(recordings ?? '', 'real-orgs.ndjson.gz')))
    .toString()
    .trim()
    .split('\n');
  return lines
    .map((line) => JSON.parse(line) as Recorded)
    .filter(({ source, response: { status, body } }) => {
      return source === 'terraform-provider-okta' && status < 300 && body !== undefined;
    });
}
