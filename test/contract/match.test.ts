import { expect, test } from 'vitest';
import { createMatcher } from '../../src/contract/match.js';
import type { OperationContract } from '../../src/contract/model.js';
import type { OperationId } from '../../src/domain/operation.js';

function operation(id: OperationId): [OperationId, OperationContract] {
  const [method = '', template = ''] = id.split(' ');
  return [
    id,
    {
      id,
      resource: 'r',
      method,
      template,
      category: 'compatible',
      evidence: 'documented',
      oauthScopes: [],
      answers: { '200': {} },
      errors: [],
    },
  ];
}

const match = createMatcher({
  operations: new Map(
    [
      'GET /api/v1/users/{id}',
      'GET /api/v1/users/me',
      'POST /api/v1/users/{id}',
      'GET /api/v1/users',
      'GET /api/v1/groups/{groupId}/users',
      'GET /api/v1/groups/rules/{ruleId}',
      'GET /api/v1/a/{x}/c/{y}',
      'GET /api/v1/a/{x}/{y}/d',
      'GET /.well-known/okta-organization',
    ].map((id) => operation(id as OperationId)),
  ),
});

const host = 'https://org.example.com';

test.each([
  ['GET', '/api/v1/users', 'GET /api/v1/users'],
  ['GET', '/api/v1/users/00u1', 'GET /api/v1/users/{id}'],
  ['POST', '/api/v1/users/00u1', 'POST /api/v1/users/{id}'],
  ['GET', '/api/v1/groups/00g1/users', 'GET /api/v1/groups/{groupId}/users'],
  ['GET', '/.well-known/okta-organization', 'GET /.well-known/okta-organization'],
])('%s %s calls %s', (method, path, id) => {
  expect(match(method, host + path)?.id).toBe(id);
});

test('a literal neighbour wins over a parameter', () => {
  expect(match('GET', `${host}/api/v1/users/me`)?.id).toBe('GET /api/v1/users/me');
  expect(match('GET', `${host}/api/v1/groups/rules/users`)?.id).toBe('GET /api/v1/groups/rules/{ruleId}');
});

test('of two templates that fit, the one that is literal further to the left wins', () => {
  expect(match('GET', `${host}/api/v1/a/b/c/d`)?.id).toBe('GET /api/v1/a/{x}/c/{y}');
});

test('another method of a known path, and a path that is longer or shorter, are not under contract', () => {
  expect(match('DELETE', `${host}/api/v1/users/00u1`)).toBeUndefined();
  expect(match('POST', `${host}/api/v1/users/me/x`)).toBeUndefined();
  expect(match('GET', `${host}/api/v1/users/00u1/groups`)).toBeUndefined();
  expect(match('GET', `${host}/api/v1`)).toBeUndefined();
  expect(match('GET', host)).toBeUndefined();
});

test('a path below a prefix is another path', () => {
  expect(match('GET', `${host}/proxy/api/v1/users`)).toBeUndefined();
});

test('a parameter takes exactly one segment, encoded slashes included', () => {
  expect(match('GET', `${host}/api/v1/users/a%2Fb@example.com`)?.id).toBe('GET /api/v1/users/{id}');
});

test.each(['?limit=1', '?search=a/b/c', '#x', '?after=x#y', '/', '//', '/?limit=1'])(
  'what follows the path does not matter: %s',
  (rest) => {
    expect(match('GET', `${host}/api/v1/users${rest}`)?.id).toBe('GET /api/v1/users');
  },
);

test('doubled slashes are taken as one', () => {
  expect(match('GET', `${host}//api/v1//users`)?.id).toBe('GET /api/v1/users');
});

test.each(['http://127.0.0.1:8080', 'https://login.example.org', 'HTTPS://ORG.EXAMPLE.COM', 'https://me@org:8443', ''])(
  'any host will do, and none: "%s"',
  (origin) => {
    expect(match('GET', `${origin}/api/v1/users?limit=1`)?.id).toBe('GET /api/v1/users');
  },
);

test('the method may be in lower case; the path must match exactly', () => {
  expect(match('get', `${host}/api/v1/users`)?.id).toBe('GET /api/v1/users');
  expect(match('GET', `${host}/API/v1/users`)).toBeUndefined();
});
