import { describe, expect, test } from 'vitest';
import { check, checkAnswer, checkRequest, checkResponse, operations } from '../src/index.js';
import '../src/vitest.js';

const metadata = {
  id: '00o0a1b2c3d4e5f6g7h8',
  pipeline: 'idx',
  cell: 'ok0',
  _links: { organization: { href: 'https://org.example.com' } },
};
const name = 'GET /.well-known/okta-organization' as const;
const json = { 'Content-Type': 'application/json' };

test('check finds the contract by the URL', () => {
  const request = { method: 'get', url: 'https://org.example.com/.well-known/okta-organization' };
  expect(check({ request, response: { status: 200, headers: json, body: metadata } })).toEqual({
    verdict: 'pass',
    operation: name,
    findings: [],
  });
  const broken = check({ request, response: { status: 200, body: { ...metadata, id: 7, settings: {} } } });
  expect([broken.verdict, broken.findings.map(({ level, pointer }) => `${level} ${pointer}`)]).toEqual([
    'violation',
    ['violation /id', 'stale /settings'],
  ]);
  expect(
    check({ request: { ...request, url: 'https://org.example.com/else' }, response: { status: 200 } }).verdict,
  ).toBe('unmatched');
});

test('operations are named as in the contracts', () => {
  expect(operations()).toContain(name);
  expect(() => checkResponse('GET /api/v1/user/{userId}', { status: 200 })).toThrow(
    /^GET \/api\/v1\/user\/\{userId\} has no contract: did you mean GET \/api\/v1\/users\/\{id\}\?$/,
  );
});

test('the names of path parameters do not matter', () => {
  const response = { status: 404, body: { errorCode: 'E0000007' } };
  const result = checkResponse('GET /api/v1/users/{userId}', response);
  expect(result).toEqual(checkResponse('GET /api/v1/users/{id}', response));
  expect(result.operation).toBe('GET /api/v1/users/{id}');
  expect(() => expect(response).not.toKeepContract('GET /api/v1/users/{userId}')).not.toThrow();
});

test('the matcher accepts the responses of common clients', async () => {
  expect({ status: 200, body: metadata }).toKeepContract(name);
  expect({ status: 200, headers: json, data: metadata }).toKeepContract(name);
  expect({ status: 200, body: { ...metadata, settings: {} } }).not.toKeepContract(name);
  const response = new Response(JSON.stringify(metadata), { status: 200, headers: json });
  await expect(response).toKeepContract(name);
  // The body can still be read.
  expect(await response.json()).toEqual(metadata);
  await expect(new Response('<html>', { status: 200, headers: json })).not.toKeepContract(name);
});

describe('a partial response', () => {
  const user = 'GET /api/v1/users/{id}' as const;
  const partial = { partial: true };
  const trimmed = { id: '00u0a1b2c3d4e5f6g7h8', profile: { login: 'owner@example.com' } };

  test('has no missing properties, but everything else is reported', () => {
    const body = { ...trimmed, status: 7, created: 'today' };
    const told = (options: object) =>
      checkResponse(user, { status: 200, body }, options).findings.map(({ kind }) => kind);
    expect(told({}).filter((kind) => kind === 'missing').length).toBeGreaterThan(5);
    expect(told(partial).filter((kind) => kind !== 'unknown-value')).toEqual(['format', 'type']);
    expect({ status: 200, body: trimmed }).toKeepContract(user, partial);
    expect({ status: 200, body: trimmed }).not.toKeepContract(user);
    expect(() => expect({ status: 200, body }).toKeepContract(user, partial)).toThrow(
      /^expected the response to conform to the contract of GET \/api\/v1\/users\/\{id\}\n✗ format \/created: .*\n {2}.*\n {2}.*\n✗ type \/status: .*\n {2}.*\n {2}.*$/,
    );
  });

  test('of a list, of an error, and of an exchange', async () => {
    const url = 'https://org.example.com/api/v1/users';
    const list = { request: { method: 'GET', url }, response: { status: 200, body: [trimmed, { status: 7 }] } };
    expect(check(list, partial).findings.filter(({ level }) => level === 'violation')).toMatchObject([
      { kind: 'type', pointer: '/*/status' },
    ]);
    expect({ status: 404, body: { errorCode: 'E0000007' } }).toKeepContract(user, partial);
    expect({ status: 404, body: { errorCode: 'E1' } }).not.toKeepContract(user, partial);
    await expect(Response.json(trimmed)).toKeepContract(user, partial);
  });

  test('may lack what the edition added, but not have what it removed', () => {
    const hook = 'GET /api/v1/inlineHooks/{id}' as const;
    const body = { id: 'cal0a1b2c3d4e5f6g7h8', channel: { type: 'HTTP', config: { method: 'POST' } } };
    expect({ status: 200, body }).toKeepContract(hook, partial);
    expect({ status: 200, body: { ...body, metadata: {} } }).not.toKeepContract(hook, partial);
  });

  test('of an operation that the org does not serve fails', () => {
    const body = { errorCode: 'E0000022', errorSummary: 'x', errorLink: 'x', errorId: 'x', errorCauses: [] };
    const added = 'GET /api/v1/apps/{appId}/federated-claims' as const;
    expect({ status: 405, body }).not.toKeepContract(added, partial);
  });

  test('must have a body', () => {
    expect({ status: 200 }).not.toKeepContract(user, partial);
  });
});

test('a warning does not fail the matcher, and has its evidence in the result of a check', () => {
  // The operation was never recorded.
  const grant = 'POST /api/v1/org/privacy/oktaSupport/grant' as const;
  const response = { status: 301, headers: {} };
  expect(response).toKeepContract(grant);
  const { verdict, findings } = checkResponse(grant, response);
  expect(verdict).toBe('pass');
  expect(findings).toMatchObject([{ kind: 'status', level: 'warning', evidence: { documents: 'edition', orgs: 0 } }]);
});

test('the message of a failed matcher names the place and contains no value', () => {
  const secret = 'alice@example.com';
  const hold = () => expect({ status: 200, body: { ...metadata, id: 1, pipeline: [secret] } }).toKeepContract(name);
  expect(hold).toThrow(
    /expected the response to conform to the contract of GET \/\.well-known\/okta-organization\n✗ type \/id: Expected string, got a number/,
  );
  expect(hold).not.toThrow(secret);
});

test('a value that is not a response fails', () => {
  for (const nothing of [undefined, null, {}, 'x'])
    expect(() => expect(nothing).toKeepContract(name)).toThrow('expected a response with a status');
});

test('checkAnswer is the earlier name of checkResponse', () => {
  expect(checkAnswer).toBe(checkResponse);
});

describe('a request', () => {
  const create = 'POST /api/v1/behaviors' as const;
  const good = { name: 'New city', type: 'ANOMALOUS_LOCATION' };
  const url = 'https://org.example.com/api/v1/behaviors';
  const type = { 'Content-Type': 'application/json' };

  test('is checked, and does not change the verdict of its response', () => {
    const response = { status: 429, headers: json };
    expect(check({ request: { method: 'POST', url, body: good }, response })).toMatchObject({ request: 'accepted' });
    expect(check({ request: { method: 'POST', url, body: { ...good, name: 7 } }, response })).toMatchObject({
      verdict: 'pass',
      request: 'rejected',
      findings: [{ kind: 'request', pointer: '/name' }],
    });
    // The body may not have been recorded.
    expect(check({ request: { method: 'POST', url }, response })).not.toHaveProperty('request');
  });

  test('is checked without a response', () => {
    expect(checkRequest(create, { body: good })).toEqual({ verdict: 'accepted', operation: create, findings: [] });
    expect(checkRequest(create, {}).verdict).toBe('rejected');
    expect(checkRequest(create, { headers: { 'Content-Type': 'text/plain' }, body: good }).findings).toMatchObject([
      { pointer: '', message: 'Expected content type application/json, got text/plain' },
    ]);
    expect(() => checkRequest('POST /api/v1/behaviours', { body: good })).toThrow(/has no contract: did you mean/);
  });

  test('of common clients is accepted by the matcher', async () => {
    expect({ body: good }).toMatchRequestContract(create);
    expect({ method: 'post', url: '/api/v1/behaviors', data: JSON.stringify(good) }).toMatchRequestContract(create);
    expect({ body: { type: 'VELOCITY' } }).not.toMatchRequestContract(create);
    const text = { body: good, headers: new Headers({ 'content-type': 'text/plain' }) };
    expect(() => expect(text).toMatchRequestContract(create)).toThrow('got text/plain');
    const unset = { body: good, headers: { 'Content-Type': false } as unknown as Record<string, string> };
    expect(unset).toMatchRequestContract(create);
    const request = new Request(url, { method: 'POST', headers: type, body: JSON.stringify(good) });
    await expect(request).toMatchRequestContract(create);
    // The body can still be read.
    expect(await request.json()).toEqual(good);
    const plain = new Request(url, { method: 'POST', body: JSON.stringify(good) });
    await expect(expect(plain).toMatchRequestContract(create)).rejects.toThrow('got text/plain');
  });

  test('of another method does not match', () => {
    expect(() => expect({ method: 'PUT', body: good }).toMatchRequestContract(create)).toThrow('but its method is PUT');
  });

  test('has a message without values', () => {
    const secret = 'alice@example.com';
    const match = () => expect({ body: { ...good, settings: secret } }).toMatchRequestContract(create);
    expect(match).toThrow(
      /expected the request to conform to the contract of POST \/api\/v1\/behaviors\n. request \/settings: Expected object, got a string/,
    );
    expect(match).not.toThrow(secret);
  });

  test('that only the previous edition accepts fails the matcher', () => {
    const hook = {
      name: 'x',
      metadata: {},
      type: 'com.okta.import.transform',
      version: '1.0.0',
      channel: { type: 'HTTP', version: '1.0.0', config: { uri: 'https://example.com', method: 'POST' } },
    };
    expect(() => expect({ body: hook }).toMatchRequestContract('POST /api/v1/inlineHooks')).toThrow(
      /but only the previous edition accepts it\n! request \/metadata: `metadata` is no longer accepted in the body since 2025\.08\.0/,
    );
  });

  test('that is not an object fails', () => {
    for (const nothing of [undefined, null, 'x'])
      expect(() => expect(nothing).toMatchRequestContract(create)).toThrow('expected a request with a body');
  });
});
