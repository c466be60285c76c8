import { once } from 'node:events';
import { request as ask, type IncomingMessage } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { Checker, type NewFindings } from '../../src/gateway/checker.js';
import type { GatewayOptions } from '../../src/gateway/gateway.js';
import { TierGuard } from '../../src/gateway/tier-guard.js';
import { unpackedBody } from '../../src/io/unpack.js';
import { policy } from '../report/sample-report.js';
import { gatewayTo, org, socketOrg, talk } from './support.js';

const well = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}';
const responses: [string, string | Buffer, RegExp][] = [
  [
    'a reason in UTF-8',
    'HTTP/1.1 200 Gr\u00fc\u00dfe \u2713\r\ncontent-length: 2\r\n\r\n{}',
    /^HTTP\/1\.1 200 OK\r\n[\s\S]*\{\}$/,
  ],
  [
    'a reason in Latin-1',
    Buffer.from(well.replace('OK', 'Gr\u00fc\u00dfe'), 'latin1'),
    /^HTTP\/1\.1 200 OK\r\n[\s\S]*\{\}$/,
  ],
  ['a reason with a control character', well.replace('OK', 'O\u0001K'), /^HTTP\/1\.1 (200 OK|502 )/],
  ['no reason', well.replace(' OK', ''), /^HTTP\/1\.1 200 /],
  ['an unknown status with a reason in UTF-8', well.replace('200 OK', '799 \u2713'), /^HTTP\/1\.1 799 /],
  ['a NUL in a header', well.replace('\r\n\r\n', '\r\nx-a: b\u0000c\r\n\r\n'), /^HTTP\/1\.1 502 /],
  ['a control character in a header', well.replace('\r\n\r\n', '\r\nx-a: b\u0001c\r\n\r\n'), /^HTTP\/1\.1 (200|502) /],
  [
    'UTF-8 in a header',
    well.replace('\r\n\r\n', '\r\nx-a: \u2713\r\n\r\n'),
    /^HTTP\/1\.1 200 [\s\S]*x-a: \u00e2\u009c\u0093/,
  ],
  ['a space in the name of a header', well.replace('\r\n\r\n', '\r\nx a: b\r\n\r\n'), /^HTTP\/1\.1 (200|502) /],
  ['headers without an end', `HTTP/1.1 200 OK\r\n${'x-a: b\r\n'.repeat(10_000)}`, /^HTTP\/1\.1 502 /],
  ['status 000', well.replace('200', '000'), /^HTTP\/1\.1 502 |^$/],
  ['status 099', well.replace('200', '099'), /^HTTP\/1\.1 502 |^$/],
  ['status 1000', well.replace('200', '1000'), /^HTTP\/1\.1 502 /],
  ['status 101', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n', /^HTTP\/1\.1 502 /],
  ['two lengths', well.replace('\r\n\r\n', '\r\ncontent-length: 9\r\n\r\n'), /^HTTP\/1\.1 502 /],
  ['a length and chunks', well.replace('\r\n\r\n', '\r\ntransfer-encoding: chunked\r\n\r\n'), /^HTTP\/1\.1 502 /],
  ['a length that is not a number', well.replace(': 2', ': two'), /^HTTP\/1\.1 502 /],
  ['not HTTP', 'SSH-2.0-OpenSSH\r\n', /^HTTP\/1\.1 502 /],
  ['nothing', '', /^HTTP\/1\.1 502 /],
  ['half a head', 'HTTP/1.1 200 O', /^HTTP\/1\.1 502 /],
  ['half a body', well.replace(': 2', ': 20'), /^HTTP\/1\.1 200 /],
  ['half a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\nab', /^HTTP\/1\.1 200 /],
  ['a broken chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nab', /^HTTP\/1\.1 (200|502) |^$/],
];

test.each(responses)('the client gets a response and the gateway goes on: %s', async (_what, bytes, expected) => {
  let asked = 0;
  const url = await socketOrg((socket) => {
    socket.on('data', () => {
      asked += 1;
      if (asked <= 2) socket.end(bytes);
      else socket.end(well);
    });
  });
  const { gateway } = await gatewayTo(url);
  const get = 'GET /api/v1/users HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
  const began = Date.now();
  const answer = await talk(gateway.url, get);
  expect(answer).toMatch(expected);
  expect(Date.now() - began).toBeLessThan(3_000);
  asked = 2;
  expect(await talk(gateway.url, get)).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\{\}$/);
});

test('the gateway responds to a request that causes an error in it, and to the next request', async () => {
  const url = await org((_request, response) => response.end('{}'));
  let isBroken = true;
  const fault = () => {
    if (isBroken) throw new Error('secret text');
    return undefined;
  };
  const get = 'GET /api/v1/users HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
  const places: [Partial<GatewayOptions>, number][] = [
    [{ onExchange: fault }, 200],
    [{ admit: async () => fault() }, 500],
    [{ refusal: fault }, 500],
  ];
  for (const [options, status] of places) {
    isBroken = true;
    const { gateway } = await gatewayTo(url, options);
    const answer = await talk(gateway.url, get);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*\\}`));
    expect(answer).not.toContain('secret text');
    expect(gateway.unchecked['gateway error']).toBe(1);
    isBroken = false;
    expect(await talk(gateway.url, get)).toMatch(/^HTTP\/1\.1 200 [\s\S]*\{\}/);
  }
});

const zeros = Buffer.alloc(64 * 1024 * 1024);
const bombs: [string, Buffer][] = [
  ['gzip', gzipSync(zeros)],
  ['br', brotliCompressSync(zeros)],
  ['deflate', deflateSync(zeros)],
  ['deflate', deflateRawSync(zeros)],
  ['gzip, gzip', gzipSync(gzipSync(zeros))],
];

test('a body whose unpacked size is too large is forwarded unchanged and is one finding', {
  timeout: 60_000,
}, async () => {
  const printed: NewFindings[] = [];
  const errors: string[] = [];
  const checker = await Checker.start(
    { org: 'https://acme.okta.com', policy },
    (found) => void printed.push(found),
    (error) => void errors.push(error),
  );
  let next = 0;
  const url = await org((_request, response) => {
    const [encoding, bytes] = bombs[next++ % bombs.length] as [string, Buffer];
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding }).end(bytes);
  });
  const guard = new TierGuard('write', loadCatalogue());
  const { gateway } = await gatewayTo(url, {
    onExchange: (exchange, target) => {
      guard.learn(exchange.response, target);
      checker.add(exchange);
    },
  });
  for (const method of ['GET', 'POST'])
    for (const [, bytes] of bombs) {
      const client = ask(`${gateway.url}/api/v1/groups`, { method }).end();
      const [answer] = (await once(client, 'response')) as [IncomingMessage];
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk as Buffer);
      expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
    }
  const { totals, report } = await checker.end({});
  expect(errors).toEqual([]);
  expect([totals.exchanges, totals.unreadable, totals.violation]).toEqual([10, 0, 10]);
  for (const operation of ['GET /api/v1/groups', 'POST /api/v1/groups']) {
    const findings = report.operations.find((result) => result.operation === operation)?.findings;
    expect(findings).toMatchObject([{ kind: 'body', message: 'The body is too large to check', count: 5 }]);
  }
  expect(printed.map(({ operation }) => operation)).toEqual(['GET /api/v1/groups', 'POST /api/v1/groups']);
});

test('other exchanges are checked after one whose check fails, and its content is not printed', async () => {
  const errors: string[] = [];
  const checker = await Checker.start(
    { org: 'https://acme.okta.com', policy },
    () => undefined,
    (error) => void errors.push(error),
  );
  let isEnded = false;
  onTestFinished(async () => void (isEnded || (await checker.end({}))));
  const deep = new Uint8Array(Buffer.from(`${'[{"secret":'.repeat(100_000)}1${'}]'.repeat(100_000)}`));
  const path = '/api/v1/users/00u9zzzzzzzzzzzzz0h7?search=jane';
  const add = (to: string, headers: Record<string, string>, body = new Uint8Array([1])) =>
    checker.add({
      request: { method: 'GET', path: to, headers: {}, body: undefined },
      response: { status: 200, headers, body },
    });
  add(path, { 'content-type': 'application/json' }, deep);
  add(path, { 'content-encoding': 'zip' });
  add('/x/00u9zzzzzzzzzzzzz0h7', { 'content-encoding': 'gzip' });
  const { totals } = await checker.end({});
  isEnded = true;
  expect(totals.exchanges + totals.unreadable).toBe(3);
  expect(totals.unreadable).toBeGreaterThanOrEqual(2);
  expect(errors.slice(-2)).toEqual([
    'GET /api/v1/users/{id}, 200: its body cannot be unpacked',
    'an operation without a contract (GET), 200: its body cannot be unpacked',
  ]);
  expect(errors.join('\n')).not.toMatch(/00u|jane|secret/);
});

test('bodies are unpacked in every encoding that Node supports', () => {
  const text = JSON.stringify({ name: '\u00dcn\u00efcode' });
  const read = (body: Buffer, encoding?: string | string[]) =>
    unpackedBody(new Uint8Array(body), encoding === undefined ? {} : { 'content-encoding': encoding });
  for (const [encoding, pack] of [
    ['gzip', gzipSync],
    ['X-GZip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['identity', (plain: Buffer) => plain],
  ] as const)
    expect(read(pack(Buffer.from(text)), encoding)).toEqual({ kind: 'text', text });
  expect(read(Buffer.from(text))).toEqual({ kind: 'text', text });
  expect(read(brotliCompressSync(gzipSync(text)), ['gzip', 'br'])).toEqual({ kind: 'text', text });
  expect(read(Buffer.from([]), 'gzip')).toEqual({ kind: 'none' });
  expect(unpackedBody(undefined, {})).toEqual({ kind: 'none' });
  expect(read(Buffer.from(text), 'gzip')).toEqual({ kind: 'broken' });
  expect(read(Buffer.from(text), 'constructor')).toEqual({ kind: 'broken' });
  expect(read(Buffer.from(text), 'gzip, gzip, gzip, gzip')).toEqual({ kind: 'broken' });
});
