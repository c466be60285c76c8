import { once } from 'node:events';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { closedPort, gatewayTo, org, socketOrg, talk, until } from './support.js';

/** What one connection has and another has not: how long it is kept, how a body is cut, and what the gateway states. */
const ofTheConnection = /^(connection|keep-alive|transfer-encoding|x-okta-contracts-upstream): .*\r\n/gim;

const list = Buffer.from(JSON.stringify([{ id: '00u1', name: 'Ünïcode' }]));
const answers: [string, (response: ServerResponse) => void][] = [
  ['JSON', (r) => r.writeHead(200, { 'Content-Type': 'application/json', 'content-length': list.length }).end(list)],
  ['gzip', (r) => r.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(list))],
  ['brotli', (r) => r.writeHead(200, { 'content-encoding': 'br' }).end(brotliCompressSync(list))],
  ['bytes', (r) => r.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.from([0, 255, 13, 10, 128, 0]))],
  ['no body', (r) => r.writeHead(204).end()],
  ['not modified', (r) => r.writeHead(304, { etag: '"1"' }).end()],
  ['a status of its own words', (r) => r.writeHead(200, 'Fine Indeed').end('{}')],
  ['an error', (r) => r.writeHead(429, { 'X-Rate-Limit-Reset': '1' }).end('{"errorCode":"E0000047"}')],
  [
    'headers that come twice, and in their own case',
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

test.each(answers)('an answer reaches the client as it came: %s', async (_name, answer) => {
  const url = await org((_request, response) => {
    response.setHeader('date', 'Tue, 24 Nov 2026 10:00:00 GMT');
    if (_name === 'no Date') response.removeHeader('date');
    answer(response);
  });
  const { gateway } = await gatewayTo(url);
  const asked = 'GET /api/v1/users HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
  const direct = await talk(url, asked);
  const through = await talk(gateway.url, asked);
  expect(direct).toMatch(/^HTTP\/1.1 \d/);
  expect(through.replace(ofTheConnection, '')).toBe(direct.replace(ofTheConnection, ''));
});

test('what an org says before its answer is not taken for it', async () => {
  const url = await org((_request, response) => {
    response.writeEarlyHints({ link: '</style.css>; rel=preload' }, () => response.writeHead(200).end('{}'));
  });
  const { gateway, seen } = await gatewayTo(url);
  expect(await (await fetch(`${gateway.url}/x`)).text()).toBe('{}');
  expect(seen.map(({ status }) => status)).toEqual([200]);
});

test('an answer to HEAD keeps its length', async () => {
  const url = await org((_request, response) => response.writeHead(200, { 'content-length': 1234 }).end());
  const { gateway } = await gatewayTo(url);
  const through = await talk(gateway.url, 'HEAD /x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  expect(through).toMatch(/content-length: 1234\r\n/i);
  expect(through).toMatch(/\r\n\r\n$/);
});

test('a request reaches the org as it was sent', async () => {
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
  expect(seen.map(({ path }) => path)).toEqual(Array(3).fill(path));
  expect(Buffer.from(seen[1]?.requestBody ?? []).toString()).toBe('abcde');
});

test('what comes first is passed on before the rest is there, both ways', async () => {
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
  expect(Buffer.from(seen[0]?.body ?? []).toString()).toBe('[]');
});

test('a body of any size passes at the pace of its client, and one that is too large to keep is counted', async () => {
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
  // Nobody reads: what is on the way lies in the buffers of four sockets.
  expect(written).toBeLessThan(40);
  const { arrayBuffers } = process.memoryUsage();
  let [size, kept] = [0, 0];
  for await (const part of answer) {
    size += (part as Buffer).length;
    kept = Math.max(kept, process.memoryUsage().arrayBuffers - arrayBuffers);
  }
  expect(size).toBe(256 * chunk.length);
  // It is not kept, but for its beginning.
  expect(kept).toBeLessThan(160 * chunk.length);
  await until(() => gateway.unchecked['body too large'] === 1);
  expect(seen).toEqual([]);
});

test('clients that hang up harm nobody', async () => {
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
  await until(() => gateway.unchecked['client hung up'] === 3);
  expect(await (await fetch(`${gateway.url}/well`)).text()).toBe('{}');
  expect(seen.map(({ path }) => path)).toEqual(['/well']);
});

test('an org that hangs up before its answer is answered 502, and a write is sent once', async () => {
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
  expect(gateway.unchecked['no whole answer']).toBe(2);
  expect(seen).toEqual([]);
});

test('an org that closes a connection that was kept costs a read nothing', async () => {
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
  'an answer that breaks off breaks off for the client too: %j',
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
    await until(() => gateway.unchecked['no whole answer'] === 1);
    expect(seen).toEqual([]);
  },
);

test('no org is a 502 as well', async () => {
  const { gateway } = await gatewayTo(await closedPort());
  const answer = await fetch(`${gateway.url}/x`);
  expect([answer.status, await answer.text()]).toEqual([502, expect.stringContaining('ECONNREFUSED')]);
});

test('it is no way to other hosts', async () => {
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

test('what is refused is not sent, and its body is not waited for', async () => {
  let asked = 0;
  const url = await org((_request, response) => {
    asked += 1;
    response.end('{}');
  });
  const { gateway, refused, seen } = await gatewayTo(url, {
    forbids: ({ method }) => (method === 'DELETE' ? 'DELETE was not sent: no' : undefined),
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
