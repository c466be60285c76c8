import { afterEach, describe, expect, test } from 'vitest';
import { type ReferenceOrg, type ReferenceOrgOptions, startReferenceOrg } from '../../reference-org/index.js';

const running: ReferenceOrg[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((org) => org.close()));
});

async function start(options: ReferenceOrgOptions = {}) {
  const org = await startReferenceOrg(options);
  running.push(org);
  const ask = (method: string, path: string, body?: unknown, authorization: string | null = `SSWS ${org.token}`) =>
    fetch(org.url + path, {
      method,
      headers: { ...(authorization === null ? {} : { authorization }), 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  return { org, ask };
}

async function errorOf(answer: Response) {
  return { status: answer.status, ...((await answer.json()) as { errorCode: string; errorSummary: string }) };
}

const hook = {
  name: 'a hook',
  type: 'com.okta.import.transform',
  version: '1.0.1',
  channel: { type: 'HTTP', version: '1.0.0', config: { uri: 'https://hooks.example.com/', method: 'POST' } },
};

describe('credentials', () => {
  test.each([
    ['none', null, 403, 'E0000005'],
    ['of another scheme', 'Basic 00x', 403, 'E0000005'],
    ['of a client that is not known', 'Bearer 00x', 401, 'E0000011'],
    ['without a token', 'SSWS', 403, 'E0000005'],
    ['of another org', 'SSWS 00x', 401, 'E0000011'],
  ])('%s: refused as Okta refuses', async (_, authorization, status, errorCode) => {
    const { ask } = await start();
    expect(await errorOf(await ask('GET', '/api/v1/users', undefined, authorization))).toMatchObject({
      status,
      errorCode,
    });
  });

  test('the API token is accepted', async () => {
    const { ask } = await start({ token: '00chosen' });
    expect((await ask('GET', '/api/v1/users', undefined, 'SSWS 00chosen')).status).toBe(200);
  });

  test('public operations need none', async () => {
    const { ask, org } = await start();
    const answer = await ask('GET', '/.well-known/okta-organization', undefined, null);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ _links: { organization: { href: org.url } } });
  });

  test('a refused request does not count for the rate limit', async () => {
    const { ask } = await start({ limits: { perMinute: 1 } });
    await ask('GET', '/api/v1/users', undefined, 'SSWS 00x');
    expect((await ask('GET', '/api/v1/users')).status).toBe(200);
  });
});

describe('errors', () => {
  test("come as Okta's error object, each with an id of its own", async () => {
    const { ask } = await start();
    const answers = await Promise.all([1, 2].map(() => ask('GET', '/api/v1/inlineHooks/calnone')));
    expect(answers[0]?.headers.get('content-type')).toBe('application/json');
    const bodies = (await Promise.all(answers.map((answer) => answer.json()))) as Record<string, unknown>[];
    expect(bodies[0]).toEqual({
      errorCode: 'E0000007',
      errorSummary: 'Not found: Resource not found: calnone (InlineHook)',
      errorLink: 'E0000007',
      errorId: expect.stringMatching(/^oae[\w-]{22}$/),
      errorCauses: [],
    });
    expect(bodies[0]?.errorId).not.toBe(bodies[1]?.errorId);
  });

  test('the response to an operation that is not implemented is 501, which no Okta org returns', async () => {
    const { ask } = await start();
    for (const [method, path] of [
      ['GET', '/api/v1/nothing'],
      ['PATCH', '/api/v1/inlineHooks'],
      ['GET', '/'],
    ] as const) {
      const answer = await ask(method, path);
      expect(answer.headers.get('x-okta-contracts-reference-org')).toBe('not-implemented');
      expect(await errorOf(answer)).toEqual({
        status: 501,
        errorCode: 'E0000060',
        errorSummary: 'The reference org does not serve this operation',
        errorLink: 'E0000060',
        errorId: expect.stringMatching(/^oae[\w-]{22}$/),
        errorCauses: [],
      });
    }
  });

  test('an operation that is new in the current edition, or removed by an option, has the errors of Okta', async () => {
    const [before, reduced] = [
      await start({ profile: 'previous' }),
      await start({ without: ['GET /api/v1/inlineHooks'] }),
    ];
    const unknown = await before.ask('GET', '/.well-known/apple-app-site-association');
    const wrong = await reduced.ask('GET', '/api/v1/inlineHooks');
    expect([unknown, wrong].map(({ headers }) => headers.has('x-okta-contracts-reference-org'))).toEqual([
      false,
      false,
    ]);
    expect(await errorOf(unknown)).toMatchObject({ status: 404, errorCode: 'E0000008' });
    expect(await errorOf(wrong)).toMatchObject({ status: 405, errorCode: 'E0000022' });
  });

  test('a body that is not JSON is not well-formed', async () => {
    const { ask } = await start();
    expect(await errorOf(await ask('POST', '/api/v1/inlineHooks', '{"name":'))).toMatchObject({
      status: 400,
      errorCode: 'E0000003',
    });
  });

  test('a body without a required property is invalid, and the cause names the property', async () => {
    const { ask } = await start();
    expect(await errorOf(await ask('POST', '/api/v1/inlineHooks', { ...hook, name: '' }))).toMatchObject({
      status: 400,
      errorCode: 'E0000001',
      errorSummary: 'Api validation failed: name',
      errorCauses: [{ errorSummary: 'name: The field cannot be left blank' }],
    });
  });
});

describe('rate limits', () => {
  const now = Date.parse('2025-09-01T10:00:00Z');

  test('each response has the limit, the remaining requests, and the end of the window by the clock of its date', async () => {
    const { ask } = await start({ now: () => now, limits: { perMinute: 5 } });
    const seen = [];
    for (let i = 0; i < 2; i += 1) seen.push((await ask('GET', '/api/v1/inlineHooks')).headers);
    expect(seen.map((headers) => headers.get('x-rate-limit-remaining'))).toEqual(['4', '3']);
    expect(seen[0]?.get('x-rate-limit-limit')).toBe('5');
    expect(seen[0]?.get('x-rate-limit-reset')).toBe(String(now / 1000 + 60));
    expect(seen[0]?.get('date')).toBe('Mon, 01 Sep 2025 10:00:00 GMT');
  });

  test('more requests than the limit get 429 until the window ends', async () => {
    let time = now;
    const { ask } = await start({ now: () => time, limits: { perMinute: 1 } });
    expect((await ask('GET', '/api/v1/inlineHooks')).status).toBe(200);
    time += 59_999;
    const refused = await ask('GET', '/api/v1/inlineHooks');
    expect(refused.headers.get('x-rate-limit-limit')).toBe('1');
    expect(refused.headers.get('x-rate-limit-remaining')).toBe('0');
    expect(await errorOf(refused)).toMatchObject({ status: 429, errorCode: 'E0000047' });
    time += 1;
    expect((await ask('GET', '/api/v1/inlineHooks')).status).toBe(200);
  });

  test('an exhausted limit does not affect the others', async () => {
    const { ask } = await start({ limits: { perMinute: 1 } });
    await ask('GET', '/api/v1/inlineHooks');
    expect((await ask('GET', '/api/v1/behaviors')).status).toBe(429);
    expect((await ask('GET', '/api/v1/users')).status).toBe(200);
  });

  test('a refused request changes nothing', async () => {
    const { ask, org } = await start({ limits: { perMinute: 1 } });
    await ask('GET', '/api/v1/inlineHooks');
    expect((await ask('POST', '/api/v1/inlineHooks', hook)).status).toBe(429);
    expect(org.leftovers()).toEqual([]);
  });
});

describe('pages', () => {
  /** The links of a response by rel. */
  function links(answer: Response): Record<string, string> {
    const found = (answer.headers.get('link') ?? '').matchAll(/<([^>]+)>; rel="(\w+)"/g);
    return Object.fromEntries([...found].map(([, href = '', rel = '']) => [rel, href]));
  }

  test('the links `next` lead to each element once, and the last page has none', async () => {
    const { ask, org } = await start();
    const all = (await (await ask('GET', '/api/v1/users')).json()) as { id: string }[];
    const seen: string[] = [];
    let path = '/api/v1/users?limit=2';
    let pages = 0;
    for (; path !== '' && pages < 10; pages += 1) {
      const answer = await ask('GET', path);
      seen.push(...((await answer.json()) as { id: string }[]).map((user) => user.id));
      path = links(answer).next?.slice(org.url.length) ?? '';
    }
    expect(all.length).toBeGreaterThan(2);
    expect(seen).toEqual(all.map((user) => user.id));
    expect(pages).toBe(Math.ceil(all.length / 2));
  });

  test('links lead to the org itself and keep the rest of the query', async () => {
    const { ask, org } = await start();
    const found = links(await ask('GET', '/api/v1/users?limit=1&q=e'));
    expect(found.self).toBe(`${org.url}/api/v1/users?limit=1&q=e`);
    const next = new URL(found.next ?? '');
    expect(next.origin).toBe(org.url);
    expect(next.searchParams.get('q')).toBe('e');
    expect(next.searchParams.get('after')).toMatch(/^00u\w{17}$/);
  });
});

describe('an org', () => {
  test('lists the objects that requests created and did not delete', async () => {
    const { ask, org } = await start();
    const { id } = (await (await ask('POST', '/api/v1/inlineHooks', hook)).json()) as { id: string };
    expect(org.leftovers()).toEqual([`inlineHooks ${id}`]);
    expect((await ask('DELETE', `/api/v1/inlineHooks/${id}`)).status).toBe(403);
    await ask('POST', `/api/v1/inlineHooks/${id}/lifecycle/deactivate`, '');
    const removed = await ask('DELETE', `/api/v1/inlineHooks/${id}`);
    expect([removed.status, await removed.text()]).toEqual([204, '']);
    expect(org.leftovers()).toEqual([]);
  });

  test('records requests without their query', async () => {
    const { ask, org } = await start();
    await ask('GET', '/api/v1/users?limit=1');
    await ask('GET', '/api/v1/nothing');
    expect(org.requests()).toMatchObject([
      { method: 'GET', path: '/api/v1/users', status: 200 },
      { method: 'GET', path: '/api/v1/nothing', status: 501 },
    ]);
  });

  test('is independent of other orgs', async () => {
    const [a, b] = [await start(), await start()];
    await a.ask('POST', '/api/v1/inlineHooks', hook);
    expect(b.org.leftovers()).toEqual([]);
    expect((await a.ask('GET', '/api/v1/users', undefined, `SSWS ${b.org.token}`)).status).toBe(401);
  });
});
