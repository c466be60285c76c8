// @ts-nocheck
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { createHttp, reasonOf, userAgent } from '../../src/org/http.js';

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** A server that writes raw bytes. */
async function serveRaw(write: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => write(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function get(url: string, seconds: number) {
  const { http, close } = createHttp(seconds);
  onTestFinished(close);
  const started = performance.now();
  const result = await http(url, { method: 'GET', headers: {} }).then(
    ({ status, body }) => ({ status, body }),
    (cause: unknown) => ({ reason: reasonOf(cause) }),
  );
  return { ...result, seconds: (performance.now() - started) / 1000 };
}

test('an endless body is aborted, although each part arrives in time', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
  });
  const { seconds, ...result } = await get(url, 0.5);
  expect(result).toEqual({ reason: 'TimeoutError' });
  expect(seconds).toBeLessThan(2);
});

test('endless headers are aborted', async () => {
  const url = await serveRaw((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    const timer = setInterval(() => socket.write('x: y\r\n'), 20);
    socket.on('close', () => clearInterval(timer));
  });
  const { seconds, ...result } = await get(url, 0.5);
  expect(result).toHaveProperty('reason');
  expect(seconds).toBeLessThan(2);
});

test('endless interim responses are aborted', async () => {
  const url = await serveRaw((socket) => {
    const timer = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\nlink: <x>\r\n\r\n'), 20);
    socket.on('close', () => clearInterval(timer));
  });
  const { seconds, ...result } = await get(url, 0.5);
  expect(result).toHaveProperty('reason');
  expect(seconds).toBeLessThan(2);
});

test('a header of 10 MB is refused', async () => {
  const url = await serveRaw((socket) => {
    socket.end(`HTTP/1.1 429 Wait\r\nretry-after: ${'9'.repeat(10 * 1024 * 1024)}\r\ncontent-length: 0\r\n\r\n`);
  });
  expect(await get(url, 5)).toMatchObject({ reason: 'UND_ERR_HEADERS_OVERFLOW' });
});

test('headers of 30 KB are accepted, such as a long content security policy', async () => {
  const url = await serveRaw((socket) => {
    socket.end(`HTTP/1.1 200 OK\r\nx: ${'9'.repeat(30 * 1024)}\r\ncontent-length: 2\r\n\r\n[]`);
  });
  expect(await get(url, 5)).toMatchObject({ status: 200, body: '[]' });
});

test('a body of more than 16 MB is refused', async () => {
  const url = await serve((_, response) => {
    response.on('error', () => undefined);
    response.end(' '.repeat(17 * 1024 * 1024));
  });
  expect(await get(url, 5)).toMatchObject({ reason: 'UND_ERR_RES_EXCEEDED_MAX_SIZE' });
});

test('a compressed body is not requested and not decompressed', async () => {
  let accepted: string | undefined;
  const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024));
  const url = await serve((request, response) => {
    accepted = request.headers['accept-encoding'];
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
  });
  const result = await get(url, 5);
  expect(accepted).toBeUndefined();
  expect(result).toHaveProperty('status', 200);
  expect('body' in result && result.body.length).toBeLessThanOrEqual(bomb.length);
});

test.each([
  [Object.assign(new Error('x'), { code: 'ECONNRESET' }), 'ECONNRESET'],
  [new DOMException('60 s', 'TimeoutError'), 'TimeoutError'],
  [Object.assign(new Error('x'), { code: 'jane@example.com \u001b[2J' }), 'no response'],
  [undefined, 'no response'],
  ['text', 'no response'],
])('of a cause only a code or a name is shown: %s', (cause, reason) => {
  expect(reasonOf(cause)).toBe(reason);
});

test('every request identifies the program and its version, independent of its headers', async () => {
  const agents: unknown[] = [];
  const url = await serve((request, response) => {
    agents.push(request.headers['user-agent']);
    response.end();
  });
  const { http, close } = createHttp(5);
  onTestFinished(close);
  await http(url, { method: 'GET', headers: {} });
  await http(url, { method: 'POST', headers: { 'user-agent': 'another' }, body: 'x' });
  expect(agents).toEqual([userAgent, userAgent]);
  expect(userAgent).toMatch(/^okta-contracts\/\d+\.\d+\.\d+$/);
});
