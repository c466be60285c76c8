import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createHttp, type Http } from '../../src/org/http.js';
import { answer, clientOn, faultOf, get, token } from './client-on.js';

// Node's promise timers are not among those that vitest can fake; here they are built on those that it can.
vi.mock('node:timers/promises', () => ({
  setTimeout: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
}));

describe('requests and responses', () => {
  test('the query is encoded, JSON is accepted, and a body is sent only if there is one', async () => {
    const { client, sent } = clientOn([answer(200)]);
    await client.send({ ...get, query: { filter: 'name eq "a&b"', limit: '1' } });
    expect(sent[0]?.url).toBe('https://org.example.com/api/v1/inlineHooks?filter=name+eq+%22a%26b%22&limit=1');
    expect(sent[0]?.options).toEqual({
      method: 'GET',
      headers: { accept: 'application/json', authorization: `SSWS ${token}` },
    });
  });

  test('a request can accept another media type', async () => {
    const { client, sent } = clientOn([answer(200, {}, '<xml/>')]);
    const { exchange } = await client.send({ ...get, accept: '*/*' });
    expect(sent[0]?.options.headers).toMatchObject({ accept: '*/*' });
    expect(exchange.response.body).toBe('<xml/>');
  });

  test.each<[string, string, unknown]>([
    ['JSON', '{"a":1}', { a: 1 }],
    ['a page that is not JSON', '<html>', '<html>'],
    ['nothing', '', undefined],
  ])('an answer of %s is taken as it is', async (_, text, body) => {
    const { client } = clientOn([answer(200, {}, text)]);
    const { exchange } = await client.send(get);
    expect(exchange.response.body).toEqual(body);
    expect('body' in exchange.response).toBe(body !== undefined);
  });

  test.each([
    ['GET', 503, 3],
    ['DELETE', 500, 3],
    ['PUT', 502, 3],
    ['POST', 503, 1],
    ['PATCH', 500, 1],
    ['GET', 501, 1],
    ['GET', 404, 1],
    ['POST', 423, 3],
  ])('%s that is answered %i is sent %i times', async (method, status, times) => {
    const { client, sent } = clientOn([answer(status, {}, '')], {
      tiers: ['read', 'write'],
      ownership: { isIntended: () => true, allows: () => true },
    });
    expect(
      (await client.send({ ...get, method, target: { template: get.path, ids: {} } })).exchange.response.status,
    ).toBe(status);
    expect(sent).toHaveLength(times);
  });

  test.each([
    ['GET', 'ECONNRESET', 3],
    ['DELETE', 'UND_ERR_SOCKET', 3],
    // The org may have processed it.
    ['POST', 'ECONNRESET', 1],
    // The org did not process it.
    ['POST', 'ECONNREFUSED', 3],
    ['GET', 'UND_ERR_HEADERS_TIMEOUT', 1],
  ])('%s without a response (%s) is sent %i times', async (method, code, times) => {
    let sent = 0;
    const http: Http = async () => {
      sent += 1;
      throw Object.assign(new Error('silence'), { code });
    };
    const { client } = clientOn([], {
      network: http,
      tiers: ['read', 'write'],
      ownership: { isIntended: () => true, allows: () => true },
    });
    expect((await faultOf(client.send({ ...get, method, target: { template: get.path, ids: {} } }))).code).toBe(
      'UNREACHABLE',
    );
    expect(sent).toBe(times);
  });

  test('the run sees ids and secrets of a response, the exchange does not', async () => {
    const { client } = clientOn([answer(200, { 'set-cookie': 'sid=1' }, '{"id":"00u1","tempPassword":"Secret-1"}')]);
    const { body, exchange } = await client.send(get);
    expect(body).toEqual({ id: '00u1', tempPassword: 'Secret-1' });
    expect(exchange.response).toEqual({
      status: 200,
      headers: { 'set-cookie': 'REDACTED' },
      body: { id: '00u1', tempPassword: 'REDACTED' },
    });
  });

  test('an exchange does not contain the token, even if the org echoes the header', async () => {
    const { client } = clientOn([
      answer(200, { 'x-echo': `SSWS ${token}` }, JSON.stringify({ sent: `SSWS ${token}` })),
    ]);
    expect(JSON.stringify((await client.send(get)).exchange)).not.toContain(token);
  });

  test.each([
    ['UND_ERR_HEADERS_TIMEOUT', Object.assign(new Error('slow'), { code: 'UND_ERR_HEADERS_TIMEOUT' })],
    ['ECONNREFUSED', Object.assign(new Error(`to ${token}`), { code: 'ECONNREFUSED' })],
    ['TimeoutError', new DOMException('60 s', 'TimeoutError')],
  ])('no answer (%s) becomes UNREACHABLE with one sentence', async (reason, cause) => {
    const http: Http = async () => {
      throw cause;
    };
    const { client } = clientOn([], { network: http });
    const fault = await faultOf(client.send({ ...get, query: { q: 'somebody' } }));
    expect(fault.code).toBe('UNREACHABLE');
    expect(fault.message).toBe(
      `GET /api/v1/inlineHooks got no response from https://org.example.com (${reason}): check the org's URL and your network.`,
    );
    expect(fault.cause).toBe(cause);
  });
});

test.each([
  [{ operation: 'GET /api/v1/users/{id}' as const }, 'GET /api/v1/users/{id}'],
  [{}, 'A GET request'],
])('an unanswered request is named without ids and query: %j', async (named, label) => {
  const { client } = clientOn([], {
    network: async () => {
      throw Object.assign(new Error('jane'), { code: 'UND_ERR_HEADERS_TIMEOUT' });
    },
  });
  const request = { method: 'GET', path: '/api/v1/users/00u1a2b3c4d5e6f7g8h9?after=secret', query: { q: 'jane' } };
  expect((await faultOf(client.send({ ...request, ...named }))).message).toBe(
    `${label} got no response from https://org.example.com (UND_ERR_HEADERS_TIMEOUT): check the org's URL and your network.`,
  );
});

test('names of limits contain operations, never the path of a next page', async () => {
  const { client } = clientOn([answer(200)]);
  await client.send({ ...get, path: '/jane/ssn_123456789?after=x' });
  await client.send({ method: 'GET', operation: 'GET /api/v1/users/{id}', path: '/api/v1/users/00u1' });
  expect(
    client.timeline
      .uses()
      .buckets.map(({ name }) => name)
      .sort(),
  ).toEqual(['/api/v1', 'GET /api/v1/users/{id}']);
});

describe('over real HTTP', () => {
  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  function realClient(url: string) {
    const { http, close } = createHttp();
    onTestFinished(close);
    return clientOn([], { network: http, url }).client;
  }

  test('a redirect is a response and is not followed: the token is not sent to another host', async () => {
    const elsewhere: (string | undefined)[] = [];
    const other = await serve((request, response) => {
      elsewhere.push(request.headers.authorization);
      response.end('{}');
    });
    const url = await serve((_, response) => response.writeHead(302, { location: `${other}/x` }).end());
    const { exchange } = await realClient(url).send(get);
    expect(exchange.response).toMatchObject({ status: 302, headers: { location: `${other}/x` } });
    expect(elsewhere).toEqual([]);
  });

  test('the token is sent to the org, and all values of a repeated header are returned', async () => {
    let authorization: string | undefined;
    const url = await serve((request, response) => {
      authorization = request.headers.authorization;
      response.setHeader('Link', ['<https://a/1>; rel="self"', '<https://a/2>; rel="next"']);
      response.end('[]');
    });
    const { exchange } = await realClient(url).send(get);
    expect(authorization).toBe(`SSWS ${token}`);
    expect(exchange.response.headers.link).toEqual(['<https://a/1>; rel="self"', '<https://a/2>; rel="next"']);
    expect(JSON.stringify(exchange)).not.toContain(token);
  });

  test('a connection that is closed during a response is UNREACHABLE', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"id":', () => response.destroy());
    });
    expect((await faultOf(realClient(url).send(get))).code).toBe('UNREACHABLE');
  });

  test('a closed port is UNREACHABLE', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const fault = await faultOf(realClient(`http://127.0.0.1:${port}`).send(get));
    expect(fault.message).toBe(
      `GET /api/v1/inlineHooks got no response from http://127.0.0.1:${port} (ECONNREFUSED): check the org's URL and your network.`,
    );
  });
});
