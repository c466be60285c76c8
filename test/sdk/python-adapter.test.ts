import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.js';
import { startSdk } from '../../src/sdk/reader.js';
import { parseSdkSpec } from '../../src/sdk/spec.js';
import { hasPydantic, lineOf, runPythonAdapter } from './python-adapter.js';
import { writePythonSdk } from './python-okta.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'python-sdk-'));
  writePythonSdk(folder);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** The answer to one response. */
async function read(operation: string, body?: Json, status?: number) {
  const { answers } = await runPythonAdapter(folder, [lineOf(1, operation, body, status)]);
  return answers[0];
}

const thing = 'GET /api/v1/things/{id}';

test.skipIf(hasPydantic)('the Python adapter needs python3 with pydantic 2 and dateutil', () => {
  console.log('Skipped: python3 with pydantic 2 and dateutil is not installed');
});

describe.runIf(hasPydantic)('the Python adapter', () => {
  test('writes a ready line, reads a response, and leaves no files in the folder of the SDK', async () => {
    const { ready, answers, code } = await runPythonAdapter(folder, [lineOf(7, thing, { id: 'a', status: 'ACTIVE' })]);

    expect(ready).toEqual({ protocol: 1, name: 'python', version: '3.9.0', operations: 8 });
    expect(answers).toEqual([{ id: 7, result: 'read', operation: 'GET /api/v1/things/{thingId}', findings: [] }]);
    expect(code).toBe(0);
    expect(readdirSync(join(folder, 'okta'))).not.toContain('__pycache__');
  });

  test('reads with the package of the interpreter if no folder is given', () => {
    const adapter = fileURLToPath(new URL('../../adapters/python/adapter.py', import.meta.url));
    const run = (env: object) =>
      spawnSync('python3', [adapter], { env: { PATH: process.env.PATH, ...env }, input: '' });

    expect(JSON.parse(String(run({ PYTHONPATH: folder }).stdout))).toMatchObject({ version: '3.9.0', operations: 8 });
    const none = run({ PYTHONPATH: join(folder, 'okta', 'api') });
    expect(JSON.parse(String(none.stdout)).error).toMatch(/^The package okta is not installed in \S*python3\S*\.$/);
    expect(none.status).toBe(2);
  });

  test('names an unknown enum member', async () => {
    expect(await read(thing, { id: 'a', status: 'PAUSED', tags: ['ACTIVE', 'GONE'] })).toMatchObject({
      result: 'failed',
      findings: [
        { pointer: '/status', cause: 'enum', expected: 'ThingStatus', message: 'is not a member of ThingStatus' },
        { pointer: '/tags/1', cause: 'enum', expected: 'ThingStatus' },
      ],
    });
  });

  test('names a value that a check of a nested model or of a list does not allow', async () => {
    const parts = [{ kind: 'BIG' }, { kind: 'SMALL' }, { kind: 'TINY' }];
    const answer = await read(thing, { id: 'a', kinds: ['A', 'C', 'B', 'D'], parts });
    expect(answer?.findings.map(({ pointer, cause }) => [pointer, cause])).toEqual([
      ['/parts/1/kind', 'enum'],
      ['/parts/2/kind', 'enum'],
      ['/kinds/1', 'enum'],
      ['/kinds/3', 'enum'],
    ]);
  });

  test('names a null where a value is required', async () => {
    const message = 'is null, but Thing.id is not';
    expect((await read(thing, { id: null }))?.findings).toEqual([
      { pointer: '/id', cause: 'null', expected: 'str', message },
    ]);
  });

  test('names a required property that is missing', async () => {
    const message = 'is absent, but Thing.id is required';
    expect((await read(thing, { status: 'ACTIVE' }))?.findings).toEqual([
      { pointer: '/id', cause: 'missing', expected: 'str', message },
    ]);
  });

  test('names a wrong discriminator, and a further place of the same object', async () => {
    const answer = await read(thing, { id: 5, animal: { type: 'DOG' } });
    expect(answer?.findings.map(({ pointer, cause, expected }) => [pointer, cause, expected])).toEqual([
      ['/animal/type', 'discriminator', 'Animal'],
      ['/id', 'type', 'str'],
    ]);
  });

  test('names the object for which no variant fits, or what all variants report', async () => {
    expect((await read('GET /api/v1/either', { name: 'x' }))?.findings).toMatchObject([
      { pointer: '', cause: 'discriminator', expected: 'Either', message: 'fits none of the types of Either' },
    ]);
  });

  test('names a value without the expected format, and one of another type', async () => {
    const answer = await read(thing, { id: 'a', code: 'long', createdAt: 'yesterday', profile: 'x' });
    expect(answer?.findings.map(({ pointer, cause }) => [pointer, cause])).toEqual([
      ['/createdAt', 'format'],
      ['/code', 'format'],
      ['/profile', 'type'],
    ]);
  });

  test('names the bad item of a list', async () => {
    const items = [{ id: 'a' }, { id: 'b', parts: [{ kind: 'SMALL' }] }, { id: 'c' }];
    expect(await read('GET /api/v1/things', items)).toMatchObject({
      result: 'failed',
      findings: [{ pointer: '/1/parts/0/kind', cause: 'enum' }],
    });
    const long: Json[] = [...Array.from({ length: 3000 }, () => ({ id: 'a' })), {}, { id: 'b' }];
    expect((await read('GET /api/v1/things', long))?.findings).toMatchObject([
      { pointer: '/3000/id', cause: 'missing' },
    ]);
  });

  test('names at most 50 places', async () => {
    const answer = await read(
      'GET /api/v1/things',
      Array.from({ length: 80 }, () => ({ id: 1 })),
    );
    expect(answer?.findings).toHaveLength(50);
  });

  test('reports an object of which the SDK gives nothing, because it swallows its error', async () => {
    expect(await read('GET /api/v1/things/default', { id: 1 })).toMatchObject({
      result: 'empty',
      findings: [{ pointer: '', cause: 'swallowed' }],
    });
    expect(await read('GET /api/v1/quiet', [{ id: 'a' }, { id: 1 }])).toMatchObject({
      result: 'loss',
      findings: [{ pointer: '/1', cause: 'dropped' }],
    });
    expect(await read('GET /api/v1/quiet', [{ id: 2 }, { id: 1 }])).toMatchObject({
      result: 'empty',
      findings: [{ pointer: '/0', cause: 'swallowed' }, { pointer: '/1' }],
    });
  });

  test('reports a property that the SDK drops, but no null and no date in another spelling', async () => {
    const body = { id: 'a', extra: 1, gone: null, createdAt: '2026-01-02T03:04:05.000Z', parts: [{ size: 2 }] };
    expect(await read(thing, body)).toMatchObject({
      result: 'loss',
      findings: [
        { pointer: '/extra', cause: 'dropped', expected: 'Thing', message: 'is not a property of Thing' },
        { pointer: '/parts/0/size', cause: 'dropped', expected: 'Part' },
      ],
    });
  });

  test('selects the template with the literal segment, and the type by the status', async () => {
    const results = await runPythonAdapter(folder, [
      lineOf(1, 'GET /api/v1/things/default', { id: 'a' }),
      lineOf(2, 'GET /api/v1/things/0123', { id: 'a' }),
      lineOf(3, 'GET /api/v1/caller/x', {}),
      lineOf(4, 'POST /api/v1/things', { id: 'a' }, 202),
      lineOf(5, 'DELETE /api/v1/things/{x}', undefined, 204),
      lineOf(6, 'GET /api/v1/things/0123', {}, 404),
    ]);
    expect(results.answers.map(({ result, operation }) => [result, operation])).toEqual([
      ['read', 'GET /api/v1/things/default'],
      ['read', 'GET /api/v1/things/{thingId}'],
      ['unknown operation', undefined],
      ['unknown operation', 'POST /api/v1/things'],
      ['read', 'DELETE /api/v1/things/{thingId}'],
      ['unknown operation', 'GET /api/v1/things/{thingId}'],
    ]);
  });

  test('gives the SDK no network', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const answer = await read('GET /api/v1/caller', { port });
    await new Promise((resolve) => server.close(resolve));

    expect(answer).toMatchObject({
      result: 'failed',
      findings: [{ cause: 'other', message: 'makes the SDK stop with PermissionError in Caller' }],
    });
    expect(connections).toBe(0);
  });

  test('prints no value of a body', async () => {
    const secret = 'x-secret-x';
    const bodies: Json[] = [
      { id: 'a', status: secret, code: secret, createdAt: secret, tags: [secret], profile: secret },
      { id: [secret], parts: [{ kind: secret }, secret], animal: { type: secret, more: secret } },
      secret,
      [secret],
      { animal: secret },
    ];
    const lines = ['GET /api/v1/things/{id}', 'GET /api/v1/either', 'GET /api/v1/things'].flatMap((operation, index) =>
      bodies.map((body, number) => lineOf(10 * index + number, operation, body)),
    );
    const { answers, output } = await runPythonAdapter(folder, lines);

    expect(answers.filter(({ result }) => result === 'failed')).toHaveLength(lines.length);
    expect(output).not.toContain(secret);
  });

  test('continues after a line that is no JSON and a body that it cannot examine', async () => {
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    const { answers, code } = await runPythonAdapter(folder, [
      '{',
      `{"id":1,"operation":"${thing}","status":200,"body":${deep}}`,
      lineOf(2, thing, { id: 'a' }),
    ]);
    expect(answers).toMatchObject([
      { id: 1, result: 'failed', findings: [{ pointer: '', cause: 'other' }] },
      { id: 2, result: 'read' },
    ]);
    expect(code).toBe(0);
  });

  test('is started by `python:FOLDER`', async () => {
    const reader = await startSdk(parseSdkSpec(`python:${folder}`));
    const reading = await reader.read(thing, 200, { id: 'a', status: 'PAUSED' });
    await reader.close();

    expect(reading).toMatchObject({
      name: 'python',
      version: '3.9.0',
      result: 'failed',
      findings: [{ cause: 'enum' }],
    });
  });

  test('states in one sentence why it cannot start', async () => {
    const old = mkdtempSync(join(tmpdir(), 'python-sdk-'));
    writePythonSdk(old, '2.9.8');
    const missing = join(old, 'nothing');

    expect(await runPythonAdapter(old, [])).toMatchObject({
      ready: { protocol: 1, error: 'The package okta is version 2.9.8: this check needs version 3.0 or later.' },
      code: 2,
    });
    writePythonSdk(old, '3.9.0', ['def response_deserialize', 'def read_response']);
    expect((await runPythonAdapter(old, [])).ready).toEqual({
      protocol: 1,
      error: 'The deserializer of okta 3.9.0 is called in a way that is not known here.',
    });
    writePythonSdk(old, '3.9.0', ['import okta.models', 'import dateutil.none']);
    expect((await runPythonAdapter(old, [])).ready.error).toMatch(/^The package okta needs dateutil.*, which is not /);
    expect((await runPythonAdapter(missing, [])).ready).toEqual({
      protocol: 1,
      error: `${missing} does not contain a folder okta with the Python SDK.`,
    });
    rmSync(old, { recursive: true });
  });
});
