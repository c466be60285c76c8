import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import type { Json, JsonObject } from '../../src/domain/json.js';
import { isolation } from '../../src/sdk/isolation.js';
import { type SdkBounds, type SdkReader, startSdk } from '../../src/sdk/reader.js';
import { parseSdkSpec } from '../../src/sdk/spec.js';

const fakeAdapter = `exec:${fileURLToPath(new URL('./fake-adapter.mjs', import.meta.url))}`;

const cli = fileURLToPath(new URL('../../src/cli/bin.ts', import.meta.url));
const readers: SdkReader[] = [];

async function start(bounds: Partial<SdkBounds> = {}, spec = fakeAdapter): Promise<SdkReader> {
  const reader = await startSdk(parseSdkSpec(spec), bounds);
  readers.push(reader);
  return reader;
}

/** What the adapter answers to a body, as its result and its first message. */
async function answerTo(reader: SdkReader, body: Json): Promise<string> {
  const reading = await reader.read('GET /api/v1/groups', 200, body);
  if (!reading) return 'stopped';
  const [first] = reading.findings;
  return first ? `${reading.result}: ${first.message}` : reading.result;
}

/** A body that makes the adapter give an answer. */
function says(answer: object): JsonObject {
  return { says: JSON.stringify(answer) };
}

afterEach(async () => {
  for (const reader of readers.splice(0)) await reader.close();
});

const finding = { pointer: '/0/type', cause: 'enum', expected: 'GroupType', message: 'is not a member of GroupType' };

test.each(['read', 'loss', 'empty', 'failed', 'unknown operation'] as const)(
  'the outcome %s is passed on',
  async (result) => {
    const reader = await start();
    const answer = { result, operation: 'GET /api/v1/groups/{groupId}', findings: result === 'read' ? [] : [finding] };
    expect(await reader.read('GET /api/v1/groups/{id}', 200, says(answer))).toEqual({
      ...{ name: 'fake', version: '1.0.0', result, findings: answer.findings },
      operation: 'GET /api/v1/groups/{groupId}',
    });
  },
);

test('responses are answered by their ids, in any order and number', async () => {
  const reader = await start();
  const bodies = Array.from({ length: 500 }, (_, i) => says({ findings: [{ ...finding, pointer: `/${i}` }] }));
  const readings = await Promise.all(bodies.map((body) => reader.read('GET /a', 200, body)));
  expect(readings.map((reading) => reading?.findings[0]?.pointer)).toEqual(bodies.map((_, i) => `/${i}`));
});

test('lines that are no answers are skipped, also those with the id of another response', async () => {
  const reader = await start();
  expect(await answerTo(reader, { do: 'garbage' })).toBe('read');
  expect(reader.stopped).toBeUndefined();
});

test.each([
  { result: 'great' },
  { findings: 'none' },
  { findings: [{ ...finding, cause: 'unlucky' }] },
  { findings: [{ ...finding, pointer: 'type' }] },
  { findings: [{ ...finding, message: { text: 'a' } }] },
  { findings: [null] },
])('the invalid answer %j is reported for its response', async (answer) => {
  const reader = await start();
  expect(await answerTo(reader, says(answer))).toBe('failed: The adapter gave an invalid answer');
  expect(await answerTo(reader, {})).toBe('read');
});

test('an adapter that ends is started again, and only the response that ended it fails', async () => {
  const reader = await start();
  const bodies = Array.from({ length: 100 }, (_, i) => (i === 50 ? { do: 'die' } : {}));
  const answers = await Promise.all(bodies.map((body) => answerTo(reader, body)));
  expect(answers.flatMap((answer, i) => (answer === 'read' ? [] : `${i} ${answer}`))).toEqual([
    '50 failed: The adapter ended (exit code 3)',
  ]);
});

test.each(['hang', 'hang idle'])(
  'a response that takes too long (%s) fails, and the others are read',
  async (behavior) => {
    const reader = await start({ responseMs: 700 });
    expect(await Promise.all([answerTo(reader, {}), answerTo(reader, { do: behavior }), answerTo(reader, {})])).toEqual(
      ['read', 'failed: The adapter took longer than 0.7 seconds', 'read'],
    );
  },
);

test.each(['large line', 'large line without end'])('a %s ends the adapter', async (behavior) => {
  const reader = await start();
  expect(await answerTo(reader, { do: behavior })).toBe('failed: The adapter wrote a line of more than 4 MB');
  expect(await answerTo(reader, {})).toBe('read');
});

test('after three responses that end it, the adapter is not started again', async () => {
  const reader = await start();
  for (let i = 0; i < 3; i += 1) expect(await answerTo(reader, { do: 'die' })).toMatch(/^failed/);
  expect(await answerTo(reader, {})).toBe('stopped');
  expect(reader.stopped).toBe('The adapter ended 3 times, the last time because it ended (exit code 3).');
});

test('the responses that wait for an adapter that stops are not lost: they have no result', async () => {
  const reader = await start();
  const bodies = [...Array.from({ length: 3 }, () => ({ do: 'die' })), ...Array.from({ length: 100 }, () => ({}))];
  const answers = await Promise.all(bodies.map((body) => answerTo(reader, body)));
  expect(answers.slice(3)).toEqual(Array.from({ length: 100 }, () => 'stopped'));
});

test('an adapter gets no token and no setting, and an empty home', async () => {
  process.env.OKTA_CLIENT_TOKEN = 'token-of-a-test';
  process.env.HTTPS_PROXY = 'http://127.0.0.1:1';
  try {
    const reader = await start();
    expect(await answerTo(reader, { do: 'environment' })).toBe('failed: has HOME LANG PATH TMPDIR; HOME is empty');
  } finally {
    delete process.env.OKTA_CLIENT_TOKEN;
    delete process.env.HTTPS_PROXY;
  }
});

test.runIf(isolation().includes('unshare'))('an adapter has no network', async () => {
  const reader = await start();
  expect(await answerTo(reader, { do: 'listen' })).toMatch(/^failed: E/);
});

test.runIf(isolation().includes('prlimit'))('an adapter that needs too much memory ends', async () => {
  const reader = await start();
  expect(await answerTo(reader, { do: 'memory' })).toMatch(/^failed: The adapter ended/);
  expect(await answerTo(reader, {})).toBe('read');
});

test('an adapter that ends after its last response is not left running', async () => {
  const reader = await start();
  expect(await answerTo(reader, { do: 'die' })).toMatch(/^failed/);
  await reader.close();
  expect(reader.stopped).toBeUndefined();
});

test('standard error is discarded', async () => {
  const reader = await start();
  expect(await answerTo(reader, { do: 'noise' })).toBe('read');
});

test.each(['enum', 'format', 'discriminator', 'other'])(
  'a finding (%s) about a replaced secret is no failure',
  async (cause) => {
    const reader = await start();
    const secret = { ...finding, pointer: '/settings/token', cause };
    const body = { settings: { token: 'REDACTED' } };
    const read = (findings: object[]) =>
      reader.read('GET /a', 200, { ...body, ...says({ result: 'failed', findings }) });
    expect(await read([secret])).toMatchObject({ result: 'read', findings: [] });
    expect(await read([secret, finding])).toMatchObject({ result: 'failed', findings: [finding] });
  },
);

test('a secret of a type that the SDK cannot read is a failure', async () => {
  const reader = await start();
  const wrong = { ...finding, pointer: '/token', cause: 'type' };
  const body = { token: 'REDACTED', ...says({ result: 'failed', findings: [wrong] }) };
  expect(await reader.read('GET /a', 200, body)).toMatchObject({ result: 'failed', findings: [wrong] });
});

test('a redacted secret has 64 characters', async () => {
  const reader = await start();
  expect(await answerTo(reader, { do: 'size', clientSecret: 'REDACTED' })).toBe('failed: length 64');
});

test('messages have one line of at most 300 characters, without control characters and texts of the body', async () => {
  const reader = await start();
  const message = (text: string) => ({
    ...says({ result: 'failed', findings: [{ ...finding, message: text }] }),
    ...person,
  });
  const person = { login: 'ada@example.com', status: 'SLEEPING', name: 'Ada Lovelace' };
  expect(await answerTo(reader, message(`a\u001b[2J\nb ${'x'.repeat(1000)}`))).toMatch(/^failed: a b x{295}…$/);
  expect(await answerTo(reader, message("'Ada Lovelace' of ada@example.com is SLEEPING, not in UserStatus"))).toBe(
    "failed: '…' of … is …, not in UserStatus",
  );
});

test('pointers contain no ids and addresses, and are not long', async () => {
  const reader = await start();
  const pointers = [
    '/a/00u1a2b3c4d5e6f7g8h9/b',
    '/ada@example.com',
    `/a/${'x'.repeat(600)}`,
    '/profile/oauth2ClientSecret',
  ];
  const answer = { result: 'failed', findings: pointers.map((pointer) => ({ ...finding, pointer })) };
  const reading = await reader.read('GET /a', 200, says(answer));
  expect(reading?.findings.map(({ pointer }) => pointer)).toEqual([
    '/a/*/b',
    '/*',
    '/a',
    '/profile/oauth2ClientSecret',
  ]);
});

test('at most 50 findings of a response are kept', async () => {
  const reader = await start();
  const answer = { result: 'failed', findings: Array.from({ length: 60 }, () => finding) };
  expect((await reader.read('GET /a', 200, says(answer)))?.findings).toHaveLength(50);
});

test('an operation with the id of an object is not accepted from an adapter', async () => {
  const reader = await start();
  const reading = await reader.read('GET /a', 200, says({ operation: 'GET /api/v1/users/00u1a2b3c4d5e6f7g8h9' }));
  expect(reading).not.toHaveProperty('operation');
});

test('nothing is left of an adapter that is closed', async () => {
  const temporary = mkdtempSync(join(tmpdir(), 'okta-adapter-'));
  vi.stubEnv('TMPDIR', temporary);
  const reader = await startSdk(parseSdkSpec(fakeAdapter));
  vi.unstubAllEnvs();
  expect(readdirSync(temporary)).toHaveLength(1);
  await reader.close();
  expect(readdirSync(temporary)).toEqual([]);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends the adapters of a check of traffic, and leaves nothing',
  async (signal) => {
    const temporary = mkdtempSync(join(tmpdir(), 'okta-adapter-'));
    const args = ['--import', import.meta.resolve('tsx'), cli, 'traffic', '--json', '--sdk', fakeAdapter, '-'];
    const child = spawn(process.execPath, args, { env: { ...process.env, TMPDIR: temporary } });
    const exchange = { request: { method: 'GET', url: 'https://a.okta.com/a' }, response: { status: 200, body: {} } };
    child.stdin.write(`${JSON.stringify(exchange)}\n`);
    await once(child.stdout, 'data');
    expect(readdirSync(temporary).filter((name) => name.startsWith('okta-contracts-sdk-'))).toHaveLength(1);
    child.kill(signal);
    expect(await once(child, 'close')).toEqual([signal === 'SIGINT' ? 130 : 143, null]);
    expect(readdirSync(temporary).filter((name) => name.startsWith('okta-contracts-sdk-'))).toEqual([]);
  },
);

test.each([
  ['exit 4', /its adapter ended \(exit code 4\)\.$/],
  ['echo "cannot import okta" >&2; exit 1', /its adapter ended \(exit code 1\): cannot import okta\.$/],
  [
    `echo '{"protocol":1,"error":"The package okta is not installed."}'; exit 2`,
    /used: The package okta is not installed\.$/,
  ],
  [`echo '{"protocol":2,"name":"a","version":"1"}'; exit 0`, /its adapter ended \(exit code 0\)\.$/],
  ['yes', /its adapter does not follow the protocol of adapters\.$/],
  ['sleep 60', /its adapter did not start in time\.$/],
])('an adapter that cannot start is one sentence: %s', async (script, message) => {
  const file = join(mkdtempSync(join(tmpdir(), 'okta-adapter-')), 'adapter.sh');
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  await expect(start({ startMs: 1000 }, `exec:${file}`)).rejects.toThrow(message);
});
