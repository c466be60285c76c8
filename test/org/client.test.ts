import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { ContractsError } from '../../src/errors.js';
import { OrgClient, type OrgClientOptions, type OrgRequest } from '../../src/org/client.js';
import { enter } from '../../src/org/credentials.js';
import { createHttp, type Http, type RawAnswer } from '../../src/org/http.js';
import type { Target } from '../../src/org/ownership.js';

// Node's promise timers are not among those that vitest can fake; here they are built on those that it can.
vi.mock('node:timers/promises', () => ({
  setTimeout: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
}));

const start = Date.parse('2025-09-01T10:00:00Z');
const token = '00this-is-the-token';
const get: OrgRequest = { method: 'GET', path: '/api/v1/inlineHooks', operation: 'GET /api/v1/inlineHooks' };
/** A write to a group. */
const toGroup = (method: string, groupId: string): OrgRequest => ({
  method,
  path: `/api/v1/groups/${groupId}`,
  target: { template: '/api/v1/groups/{groupId}', ids: { groupId } },
});

function answer(status: number, headers: Record<string, string> = {}, text = '[]'): RawAnswer {
  return { status, headers, text };
}

function limits(limit: number, remaining: number, seconds: number) {
  return {
    date: new Date(Date.now()).toUTCString(),
    'x-rate-limit-limit': String(limit),
    'x-rate-limit-remaining': String(remaining),
    'x-rate-limit-reset': String(Math.floor(Date.now() / 1000) + seconds),
  };
}

/** A client on a fake network that gives the answers in turn, the last one for ever; it notes what was sent and when. */
function clientOn(
  answers: (RawAnswer | (() => RawAnswer))[],
  options: Partial<OrgClientOptions> & { network?: Http } = {},
) {
  const sent: { at: number; url: string; options: Parameters<Http>[1] }[] = [];
  const http: Http = async (url, request) => {
    const next = answers[Math.min(sent.length, answers.length - 1)];
    sent.push({ at: Date.now() - start, url, options: request });
    if (next === undefined) throw new Error('no answer was prepared');
    return typeof next === 'function' ? next() : next;
  };
  const { network = http, ...rest } = options;
  const { url = 'https://org.example.com', tiers = ['read'] } = options;
  const client = new OrgClient({
    url,
    tiers,
    rateShare: 1,
    concurrency: 10,
    http: enter({ url, auth: { scheme: 'SSWS', token } }, network, tiers).http,
    ownership: { isIntended: () => false, allows: () => false },
    ...rest,
  });
  return { client, sent };
}

async function faultOf(work: Promise<unknown>): Promise<ContractsError> {
  const error = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(ContractsError);
  return error as ContractsError;
}

describe('waits', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: start });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  test('a 429 is waited out until a second after the reset, and the answer after it is the one returned', async () => {
    const { client, sent } = clientOn([() => answer(429, limits(100, 0, 12)), answer(200)]);
    const answered = client.send(get);
    await vi.advanceTimersByTimeAsync(12_999);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect((await answered).exchange.response.status).toBe(200);
    expect(sent.map(({ at }) => at)).toEqual([0, 13_000]);
    expect(client.traffic).toEqual({ requests: 2, answered429: 1, waitedMs: 13_000 });
  });

  test('a 429 that says nothing of its limit is tried again after five seconds', async () => {
    const { client, sent } = clientOn([answer(429), answer(200)]);
    void client.send(get);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent.map(({ at }) => at)).toEqual([0, 5_000]);
  });

  test('a concurrent-limit 429 is tried again with growing pauses, without waiting for any reset', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const { client, sent } = clientOn([() => answer(429, limits(0, 0, 50))]);
    const answered = client.send(get);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent.map(({ at }) => at)).toEqual([0, 500, 1_500, 3_500, 7_500]);
    expect((await answered).exchange.response.status).toBe(429);
  });

  test('the pauses of a concurrent-limit 429 vary, so that those refused together do not come back together', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const { client, sent } = clientOn([() => answer(429, limits(0, 0, 50)), answer(200)]);
    void client.send(get);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent.map(({ at }) => at)).toEqual([0, 250]);
  });

  test('a 429 that does not end is given back after five attempts rather than tried for ever', async () => {
    const { client, sent } = clientOn([() => answer(429, limits(100, 0, 10))]);
    const answered = client.send(get);
    await vi.advanceTimersByTimeAsync(600_000);
    expect((await answered).exchange.response.status).toBe(429);
    expect(sent).toHaveLength(5);
  });

  test('a Retry-After is honored up to two minutes each time, five times at most', async () => {
    const { client, sent } = clientOn([answer(429, { 'retry-after': '86400' })]);
    const answered = client.send(get);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect((await answered).exchange.response.status).toBe(429);
    expect(sent.map(({ at }) => at)).toEqual([0, 120_000, 240_000, 360_000, 480_000]);
  });

  test('a negative limit does not hold requests back for ever', async () => {
    const { client, sent } = clientOn([() => answer(200, limits(-5, -5, 10))]);
    for (let i = 0; i < 3; i += 1) void client.send(get);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(sent).toHaveLength(3);
  });

  test('paths that are refused take no place in a limit', async () => {
    const { client, sent } = clientOn([answer(200)]);
    for (let i = 0; i < 30; i += 1)
      expect((await faultOf(client.send({ method: 'GET', path: '/api/v1/inlineHooks/..' }))).code).toBe('UNSAFE_PATH');
    void client.send(get);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent).toHaveLength(1);
  });

  test('requests beyond what remains of a limit are held back until it is whole again', async () => {
    const { client, sent } = clientOn([() => answer(200, limits(10, 2, 30)), () => answer(200, limits(10, 0, 30))]);
    await client.send(get);
    for (let i = 0; i < 3; i += 1) void client.send(get);
    await vi.advanceTimersByTimeAsync(30_999);
    expect(sent.map(({ at }) => at)).toEqual([0, 0, 0]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(4);
  });

  test("a run keeps to its share of a limit although the org's would allow more", async () => {
    let remaining = 10;
    const served = () => {
      remaining -= 1;
      return answer(200, limits(10, remaining, 30));
    };
    const { client, sent } = clientOn([served], { rateShare: 0.3 });
    await client.send(get);
    for (let i = 0; i < 5; i += 1) void client.send(get);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(sent).toHaveLength(3);
  });

  test('a quota that is used up holds back no request of another quota', async () => {
    const { client, sent } = clientOn([() => answer(200, limits(10, 0, 30)), answer(200)]);
    await client.send(get);
    void client.send(get);
    await client.send({ method: 'GET', path: '/api/v1/users' });
    expect(sent.map(({ url }) => url)).toEqual([
      'https://org.example.com/api/v1/inlineHooks',
      'https://org.example.com/api/v1/users',
    ]);
  });

  test('no more requests are under way at once than allowed', async () => {
    let underWay = 0;
    let most = 0;
    const http: Http = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, 100));
      underWay -= 1;
      return answer(200);
    };
    const { client } = clientOn([], { network: http, concurrency: 3 });
    const all = Promise.all(Array.from({ length: 8 }, () => client.send(get)));
    await vi.advanceTimersByTimeAsync(300);
    await all;
    expect(most).toBe(3);
    expect(client.traffic.requests).toBe(8);
  });
});

describe('access rules', () => {
  const writes = ['POST', 'PUT', 'PATCH', 'DELETE', 'post', 'Delete', 'pAtCh'];

  test.each(writes)('the read tier sends no %s', async (method) => {
    const { client, sent } = clientOn([answer(200)], { ownership: { isIntended: () => true, allows: () => true } });
    const operation = 'DELETE /api/v1/groups/{groupId}';
    for (const more of [{}, { tier: 'org' as const }, { intent: 'mine' }, { removing: true }]) {
      const fault = await faultOf(client.send({ method, path: '/api/v1/groups/00g1', operation, ...more }));
      expect(fault.code).toBe('FORBIDDEN_BY_TIER');
      expect(fault.message).toBe(`${operation} was not sent: the read tier only sends GET and HEAD.`);
    }
    expect((await faultOf(client.send({ method, path: '/api/v1/groups/00g1' }))).message).toBe(
      `A ${method.toUpperCase()} request was not sent: the read tier only sends GET and HEAD.`,
    );
    expect(sent).toEqual([]);
  });

  test.each(['TRACE', 'CONNECT', 'OPTIONS', 'PURGE', 'GET ', 'GET\r\nX: y', ''])(
    'no tier sends the unknown method %j',
    async (method) => {
      const { client, sent } = clientOn([answer(200)], {
        tiers: ['read', 'write', 'org'],
        ownership: { isIntended: () => true, allows: () => true },
      });
      const fault = await faultOf(client.send({ method, path: '/api/v1/groups/00g1' }));
      expect(fault.code).toBe('FORBIDDEN_BY_TIER');
      expect(fault.message).toBe('A request was not sent: its method is none of GET, HEAD, POST, PUT, PATCH, DELETE.');
      expect(sent).toEqual([]);
    },
  );

  test.each([
    ['get', 'GET'],
    ['HEAD', 'HEAD'],
    ['head', 'HEAD'],
  ])('the read tier sends %s', async (method, received) => {
    const { client, sent } = clientOn([answer(200)]);
    await client.send({ ...get, method });
    expect(sent.map(({ options }) => options)).toMatchObject([{ method: received }]);
    expect(sent[0]?.options).not.toHaveProperty('body');
  });

  test.each(['/api/v1/groups/00gmine/../00gother', '@127.0.0.1:9/steal', '//127.0.0.1/steal', '/api/v1/groups/%2e%2e'])(
    'no tier sends anything to %s',
    async (path) => {
      const { client, sent } = clientOn([answer(200)], {
        tiers: ['read', 'write'],
        ownership: { isIntended: () => true, allows: () => true },
      });
      for (const method of ['GET', 'DELETE'])
        expect((await faultOf(client.send({ method, path }))).code).toBe('UNSAFE_PATH');
      expect(sent).toEqual([]);
    },
  );

  const own = {
    tiers: ['read', 'write'] as const,
    ownership: {
      isIntended: (intent: string) => intent === 'mine',
      allows: ({ ids }: Target) => ids.groupId === '00gmine',
    },
  };

  test.each<OrgRequest>([
    toGroup('PUT', '00gother'),
    toGroup('DELETE', '00gother'),
    { method: 'DELETE', path: '/api/v1/groups/00gmine' },
    { ...toGroup('DELETE', '00gmine'), path: '/api/v1/groups/00gother' },
    { method: 'POST', path: '/api/v1/groups', body: {} },
    { method: 'POST', path: '/api/v1/groups', body: {}, intent: 'of nobody' },
  ])('the write tier changes nothing that the run did not create: %j', async (request) => {
    const { client, sent } = clientOn([answer(200)], own);
    const fault = await faultOf(client.send(request));
    expect(fault.code).toBe('FORBIDDEN_BY_TIER');
    expect(fault.message).toBe(
      `A ${request.method} request was not sent: it would change an object that this run did not create.`,
    );
    expect(sent).toEqual([]);
  });

  test('the write tier makes what is journaled, and changes and removes what the run made', async () => {
    const { client, sent } = clientOn([answer(200)], own);
    await client.send({ method: 'POST', path: '/api/v1/groups', body: { a: 1 }, intent: 'mine' });
    await client.send({ ...toGroup('PUT', '00gmine'), body: {} });
    await client.send(toGroup('DELETE', '00gmine'));
    expect(sent.map(({ options }) => [options.method, options.body])).toEqual([
      ['POST', '{"a":1}'],
      ['PUT', '{}'],
      ['DELETE', ''],
    ]);
  });

  test("the org tier changes what is the org's, and only what is meant to", async () => {
    const { client, sent } = clientOn([answer(200)], { ...own, tiers: ['read', 'write', 'org'] });
    const change = { method: 'PUT', path: '/api/v1/authenticators/aut0a1b2c3d4e5f6g7h8', body: {} };
    expect((await faultOf(client.send(change))).message).toContain('an object that this run did not create');
    await client.send({ ...change, tier: 'org' });
    expect(sent).toHaveLength(1);
  });

  test('a cancelled run sends nothing but what removes its objects', async () => {
    const { client, sent } = clientOn([answer(200, {}, ''), answer(204, {}, '')], own);
    client.cancel();
    for (const request of [
      get,
      { method: 'POST', path: '/api/v1/groups', intent: 'mine' },
      { method: 'PUT', path: '/api/v1/groups/00gmine' },
    ])
      expect((await faultOf(client.send(request))).message).toBe('The run was cancelled.');
    await client.send({ ...toGroup('PUT', '00gmine'), removing: true });
    await client.send({ ...toGroup('DELETE', '00gmine'), removing: true });
    expect(sent.map(({ options }) => options.method)).toEqual(['PUT', 'DELETE']);
  });
});

describe('requests and answers', () => {
  test('the query is encoded, JSON is asked for, and a body is sent only where there is one', async () => {
    const { client, sent } = clientOn([answer(200)]);
    await client.send({ ...get, query: { filter: 'name eq "a&b"', limit: '1' } });
    expect(sent[0]?.url).toBe('https://org.example.com/api/v1/inlineHooks?filter=name+eq+%22a%26b%22&limit=1');
    expect(sent[0]?.options).toEqual({
      method: 'GET',
      headers: { accept: 'application/json', 'user-agent': 'okta-contracts', authorization: `SSWS ${token}` },
    });
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
    // It may have been carried out.
    ['POST', 'ECONNRESET', 1],
    // It surely was not.
    ['POST', 'ECONNREFUSED', 3],
    ['GET', 'UND_ERR_HEADERS_TIMEOUT', 1],
  ])('%s that gets no answer (%s) is sent %i times', async (method, code, times) => {
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

  test('the run itself sees ids and secrets of an answer, the exchange does not', async () => {
    const { client } = clientOn([answer(200, { 'set-cookie': 'sid=1' }, '{"id":"00u1","tempPassword":"Secret-1"}')]);
    const { body, exchange } = await client.send(get);
    expect(body).toEqual({ id: '00u1', tempPassword: 'Secret-1' });
    expect(exchange.response).toEqual({
      status: 200,
      headers: { 'set-cookie': 'REDACTED' },
      body: { id: '00u1', tempPassword: 'REDACTED' },
    });
  });

  test('the token is nowhere in an exchange, not even when the org echoes the header', async () => {
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
      `GET /api/v1/inlineHooks got no answer from https://org.example.com (${reason}): check the org's URL and your network.`,
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
    `${label} got no answer from https://org.example.com (UND_ERR_HEADERS_TIMEOUT): check the org's URL and your network.`,
  );
});

test('limits are named by operations, never by the path of a next page', async () => {
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

  test('a redirect is an answer and is not followed: the token goes to no other host', async () => {
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

  test('the token reaches the org, and every line of a repeated header comes back', async () => {
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

  test('a connection that is cut in the middle of an answer is UNREACHABLE, not half an answer', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"id":', () => response.destroy());
    });
    expect((await faultOf(realClient(url).send(get))).code).toBe('UNREACHABLE');
  });

  test('an address where nobody listens is UNREACHABLE', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const fault = await faultOf(realClient(`http://127.0.0.1:${port}`).send(get));
    expect(fault.message).toBe(
      `GET /api/v1/inlineHooks got no answer from http://127.0.0.1:${port} (ECONNREFUSED): check the org's URL and your network.`,
    );
  });
});
