// @ts-nocheck
import { once } from 'node:events';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { closedPort, gatewayTo, org, socketOrg, talk, until } from './support.js';

/** Headers that differ between two connections, and the upstream header of the gateway. */
const connectionHeaders = /^(connection|keep-alive|transfer-encoding|x-okta-contracts-upstream): .*\r\n/gim;

const list = Buffer.from(JSON.stringify([{ id: '00u1', name: 'Ünïcode' }]));
const responses: [string, (response: ServerResponse) => void][] = [
  ['JSON', (r) => r.writeHead(200, { 'Content-Type': 'application/json', 'content-length': list.length }).end(list)],
  ['gzip', (r) => r.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(list))],
  ['brotli', (r) => r.writeHead(200, { 'content-encoding': 'br' }).end(brotliCompressSync(list))],
  ['bytes', (r) => r.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.from([0, 255, 13, 10, 128, 0]))],
  ['no body', (r) => r.writeHead(204).end()],
  ['not modified', (r) => r.writeHead(304, { etag: '"1"' }).end()],
  ['an unusual reason phrase', (r) => r.writeHead(200, 'Fine Indeed').end('{}')],
  ['an error', (r) => r.writeHead(429, { 'X-Rate-Limit-Reset': '1' }).end('{"errorCode":"E0000047"}')],
  [
    'repeated headers, and headers in mixed case',
    (r) =>
      r
        .writeHead(200, [
          ...['Link', '<https://acme.okta.com/api/v1/users?after=1>; rel="next"', 'LINK', '<x>; rel="self"'],
          ...['Set-Cookie', 'a=1', 'set-cookie', 'b=2', 'X-Name', 'caf\u00e9 \u00c3'],
        ])
        .end('[]'),
  ],
  ['no Date', (r) => Object.assign(r, { sendDate: false }).writeHead(200).end('{}')],
];

test.each(responses)('a response is forwarded unchanged: %s', async (_name, respond) => {
  const url = await org((_request, response) => {
    response.setHeader('date', 'Tue, 24 Nov 2026 10:00:00 GMT');
    if (_name === 'no Date') response.removeHeader('date');
    respond(response);
  });
  const { gateway } = await gatewayTo(url);
  const asked = 'GET /api/v1/users HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
  const direct = await talk(url, asked);
  const through = await talk(gateway.url, asked);
  expect(direct).toMatch(/^HTTP\/1.1 \d/);
  expect(through.replace(connectionHeaders, '')).toBe(direct.replace(connectionHeaders, ''));
});

test('an interim response is not taken for the response', async () => {
  const url = await org((_request, response) => {
    response.writeEarlyHints({ link: '</style.css>; rel=preload' }, () => response.writeHead(200).end('{}'));
  });
  const { gateway, seen } = await gatewayTo(url);
  expect(await (await fetch(`${gateway.url}/x`)).text()).toBe('{}');
  expect(seen.map(({ response }) => response.status)).toEqual([200]);
});

test('a response to HEAD keeps its content-length', async () => {
  const url = await org((_request, response) => response.writeHead(200, { 'content-length': 1234 }).end());
  const { gateway } = await gatewayTo(url);
  const through = await talk(gateway.url, 'HEAD /x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  expect(through).toMatch(/content-length: 1234\r\n/i);
  expect(through).toMatch(/\r\n\r\n$/);
});

test('a request is forwarded unchanged', async () => {
  const requests: { method: string | undefined; url: string | undefined; raw: string[]; body: Buffer }[] = [];
  const url = await org(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method, url, rawHeaders } = request;
    requests.push({ method, url, raw: rawHeaders, body: Buffer.concat(chunks) });
    response.end('{}');
  });
  const { gateway, seen } = await gatewayTo(url);
  const path = '/api/v1/users/a@b+c:1%20%C3%A9?search=a+b%20c&q=%22&q=2';
  const body = gzipSync(list);
  const head = `PATCH ${path} HTTP/1.1\r\nHost: acme.example\r\nAUTHORIZATION: SSWS secret\r\nX-Two: a\r\nx-two: b\r\nConnection: close, x-mine\r\nX-Mine: 1\r\n`;
  await talk(gateway.url, `${head}Content-Length: ${body.length}\r\n\r\n`, body);
  await talk(gateway.url, `${head}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`);
  await talk(gateway.url, `${head}Content-Length: 0\r\n\r\n`);
  expect(requests.map(({ method, url }) => [method, url])).toEqual(Array(3).fill(['PATCH', path]));
  expect(requests.map(({ body }) => body.toString('latin1'))).toEqual([body.toString('latin1'), 'abcde', '']);
  const [{ raw } = { raw: [] as string[] }] = requests;
  expect(raw.join('|')).toContain('AUTHORIZATION|SSWS secret|X-Two|a|x-two|b');
  expect(raw.join('|')).not.toMatch(/x-mine|acme\.example/i);
  expect(seen.map((exchange) => exchange.request.path)).toEqual(Array(3).fill(path));
  expect(Buffer.from(seen[1]?.request.body ?? []).toString()).toBe('abcde');
});

test('the first part of a body is forwarded before the rest arrives, in both directions', async () => {
  const url = await org((request, response) => {
    request.once('data', () => {
      response.writeHead(200);
      response.write('[');
    });
    request.once('end', () => response.end(']'));
  });
  const { gateway, seen } = await gatewayTo(url);
  const client = request(`${gateway.url}/x`, { method: 'POST' });
  client.write('1');
  const [answer] = (await once(client, 'response')) as [IncomingMessage];
  const [first] = await once(answer, 'data');
  expect(String(first)).toBe('[');
  expect(seen).toEqual([]);
  client.end('2');
  const [last] = await once(answer, 'data');
  expect(String(last)).toBe(']');
  await until(() => seen.length === 1);
  expect(Buffer.from(seen[0]?.response.body ?? []).toString()).toBe('[]');
});

test('a body of any size is forwarded as fast as its client reads, and is counted if it is too large to copy', async () => {
  const chunk = Buffer.alloc(1024 * 1024, 'x');
  let written = 0;
  const url = await org(async (_request, response) => {
    for (; written < 256; written += 1) if (!response.write(chunk)) await once(response, 'drain');
    response.end();
  });
  const { gateway, seen } = await gatewayTo(url);
  const client = request(`${gateway.url}/x`).end();
  const [answer] = (await once(client, 'response')) as [IncomingMessage];
  await sleep(300);
  // The client does not read yet: only the buffers of four sockets are full.
  expect(written).toBeLessThan(40);
  const { arrayBuffers } = process.memoryUsage();
  let [size, kept] = [0, 0];
  for await (const part of answer) {
    size += (part as Buffer).length;
    kept = Math.max(kept, process.memoryUsage().arrayBuffers - arrayBuffers);
  }
  expect(size).toBe(256 * chunk.length);
  // Only the beginning is copied.
  expect(kept).toBeLessThan(160 * chunk.length);
  await until(() => gateway.unchecked['body too large'] === 1);
  expect(seen).toEqual([]);
});

test('a client that disconnects does not affect others', async () => {
  let left = 0;
  let asked = 0;
  const url = await org((request, response) => {
    asked += 1;
    response.once('close', () => {
      if (!response.writableFinished) left += 1;
    });
    request.resume();
    if (request.url === '/well') response.end('{}');
    else if (request.url === '/begun') response.writeHead(200).write('[');
  });
  const { gateway, seen } = await gatewayTo(url);
  const leave = async (head: string, hasBegun: boolean) => {
    const before = asked;
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(head);
    if (hasBegun) await once(socket, 'data');
    else await until(() => asked > before);
    socket.destroy();
  };
  await leave('GET /silent HTTP/1.1\r\nhost: x\r\n\r\n', false);
  await leave('GET /begun HTTP/1.1\r\nhost: x\r\n\r\n', true);
  await leave('POST /half HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc', false);
  await until(() => left === 3);
  await until(() => gateway.unchecked['client disconnected'] === 3);
  expect(await (await fetch(`${gateway.url}/well`)).text()).toBe('{}');
  expect(seen.map((exchange) => exchange.request.path)).toEqual(['/well']);
});

test('the client gets 502 if the org disconnects before its response, and a write is sent once', async () => {
  let posts = 0;
  const url = await socketOrg((socket) => {
    socket.once('data', (data) => {
      if (String(data).startsWith('POST')) posts += 1;
      socket.destroy();
    });
  });
  const { gateway, seen } = await gatewayTo(url);
  for (const method of ['GET', 'POST']) {
    const answer = await fetch(`${gateway.url}/x`, { method, ...(method === 'POST' ? { body: 'abc' } : {}) });
    expect(answer.status).toBe(502);
    expect(((await answer.json()) as { errorSummary: string }).errorSummary).toMatch(
      /^okta-contracts gateway: http:\/\/127.* gave no response that can be forwarded \(\w+\)\.$/,
    );
  }
  expect(posts).toBe(1);
  expect(gateway.unchecked['incomplete response']).toBe(2);
  expect(seen).toEqual([]);
});

test('a read is sent again if the org closed a kept-alive connection', async () => {
  const url = await socketOrg((socket, n) => {
    socket.once('data', () => {
      if (n === 0) socket.destroy();
      else socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');
    });
  });
  const { gateway } = await gatewayTo(url);
  expect(await (await fetch(`${gateway.url}/x`)).text()).toBe('{}');
});

test.each(['content-length: 100\r\n\r\nhalf', 'transfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n'])(
  'a response that breaks off breaks off for the client as well: %j',
  async (rest) => {
    const url = await socketOrg((socket) => {
      socket.once('data', () => {
        socket.write(`HTTP/1.1 200 OK\r\n${rest}`);
        setTimeout(() => socket.destroy(), 50);
      });
    });
    const { gateway, seen } = await gatewayTo(url);
    const answer = await fetch(`${gateway.url}/x`);
    await expect(answer.text()).rejects.toThrow();
    await until(() => gateway.unchecked['incomplete response'] === 1);
    expect(seen).toEqual([]);
  },
);

test('the client gets 502 if the org cannot be reached', async () => {
  const { gateway } = await gatewayTo(await closedPort());
  const answer = await fetch(`${gateway.url}/x`);
  expect([answer.status, await answer.text()]).toEqual([502, expect.stringContaining('ECONNREFUSED')]);
});

test('requests to other hosts are refused', async () => {
  let asked = 0;
  const url = await org((_request, response) => {
    asked += 1;
    response.end('{}');
  });
  const { gateway } = await gatewayTo(url);
  const through = await talk(
    gateway.url,
    'GET http://other.example/x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
  );
  expect(through).toMatch(/^HTTP\/1.1 400 /);
  expect(await talk(gateway.url, 'CONNECT other.example:443 HTTP/1.1\r\nhost: x\r\n\r\n')).toBe('');
  expect(asked).toBe(0);
});

test('a refused request is not sent, and gets its response before its body is complete', async () => {
  let asked = 0;
  const url = await org((_request, response) => {
    asked += 1;
    response.end('{}');
  });
  const { gateway, refused, seen } = await gatewayTo(url, {
    refusal: ({ method }) => (method === 'DELETE' ? 'DELETE was not sent: no' : undefined),
    admit: async ({ path }) => (path === '/busy' ? { 'x-rate-limit-reset': '7' } : undefined),
  });
  const forbidden = await fetch(`${gateway.url}/x`, { method: 'DELETE', body: 'x'.repeat(1_000_000) });
  expect([forbidden.status, ((await forbidden.json()) as { errorSummary: string }).errorSummary]).toEqual([
    403,
    'okta-contracts gateway: DELETE was not sent: no.',
  ]);
  const busy = await fetch(`${gateway.url}/busy`);
  expect([busy.status, busy.headers.get('x-rate-limit-reset')]).toEqual([429, '7']);
  expect(((await busy.json()) as { errorCode: string }).errorCode).toBe('E0000047');
  expect({ asked, refused: refused.length, seen }).toEqual({ asked: 0, refused: 2, seen: [] });
});
