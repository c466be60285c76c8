import { expect, test } from 'vitest';
import { check, checkAnswer, checkResponse, operations } from '../src/index.js';
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
  const broken = check({ request, response: { status: 200, body: { ...metadata, cell: 7, settings: {} } } });
  expect([broken.verdict, broken.findings.map(({ level, pointer }) => `${level} ${pointer}`)]).toEqual([
    'violation',
    ['violation /cell', 'stale /settings'],
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
