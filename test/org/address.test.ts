import { expect, test } from 'vitest';
import { ContractsError } from '../../src/domain/errors.js';
import { addressOf } from '../../src/org/address.js';

const org = 'https://org.example.com';

test.each([
  ['/api/v1/users', undefined, '/api/v1/users'],
  ['/api/v1/users?after=00u2&limit=2', undefined, '/api/v1/users?after=00u2&limit=2'],
  ['/api/v1/users?limit=2', { q: 'a&b c' }, '/api/v1/users?limit=2&q=a%26b+c'],
  ['/api/v1/users', { filter: 'x eq "1"' }, '/api/v1/users?filter=x+eq+%221%22'],
  ['/.well-known/okta-organization', undefined, '/.well-known/okta-organization'],
  ['/api/v1/users/a%40example.com', undefined, '/api/v1/users/a%40example.com'],
  ['/api/v1/users/a@example.com', undefined, '/api/v1/users/a@example.com'],
  ['/api/v1/iam/resource-sets/iam1/resources/orn%3Aokta%3Adirectory', undefined, undefined],
  ['/api/v1/x/50%2525', undefined, undefined],
  ['/api/v1/x/50%252', undefined, undefined],
  ['/api/v1/x/..a', undefined, undefined],
  ['/api/v1/x/a..', undefined, undefined],
  ['/api/v1/logs?since=2025-01-01T00:00:00Z?x', undefined, undefined],
])('%s with %j is a URL of the org', (path, query, expected) => {
  const url = addressOf(org, { path, ...(query ? { query } : {}) });
  expect(url.origin).toBe(org);
  expect(url.href).toBe(org + (expected ?? path));
});

test('the port of the org is kept', () => {
  expect(addressOf('http://127.0.0.1:9000', { path: '/api/v1/x' }).href).toBe('http://127.0.0.1:9000/api/v1/x');
});

/** Paths that reach another host, or another path than the one that was written. */
const hostile = [
  ['', 'empty'],
  ['/', 'no segment'],
  ['api/v1/users', 'no slash'],
  ['@127.0.0.1:9599/steal', 'user name trick'],
  [':pw@127.0.0.1/steal', 'user name and password trick'],
  ['.evil.example/steal', 'longer host name'],
  [':9599/steal', 'port'],
  ['//evil.example/steal', 'host without scheme'],
  ['///evil.example/steal', 'three slashes'],
  ['https://evil.example/steal', 'URL'],
  ['javascript:alert(1)', 'other scheme'],
  ['\\\\evil.example\\steal', 'backslashes'],
  ['/\\evil.example/steal', 'slash and backslash'],
  ['/api/v1/groups\\..\\users', 'backslashes in the path'],
  ['/api/v1/groups/../users/00u1', 'dot segment'],
  ['/api/v1/groups/./00g1', 'single dot'],
  ['/api/v1/groups/..', 'dot segment at the end'],
  ['/api/v1/groups/%2e%2e/users', 'encoded dots'],
  ['/api/v1/groups/%2E./users', 'half encoded dots'],
  ['/api/v1/groups/%252e%252e/users', 'dots encoded twice'],
  ['/api/v1/groups/%25252e%25252e/users', 'dots encoded three times'],
  ['/api/v1/groups/..;/users', 'dot segment with a parameter'],
  ['/api/v1/groups/..%3b/users', 'dot segment with an encoded parameter'],
  ['/api/v1/groups/%2e', 'encoded single dot'],
  ['/api/v1/groups/a%2f..%2fusers', 'encoded slash'],
  ['/api/v1/groups/a%2Fb', 'encoded slash, upper case'],
  ['/api/v1/groups/a%5cb', 'encoded backslash'],
  ['/api/v1/groups/a%252fb', 'slash encoded twice'],
  ['/api/v1/groups//00g1', 'empty segment'],
  ['/api/v1/groups/', 'empty segment at the end'],
  ['/api/v1/groups/?limit=1', 'empty segment before the query'],
  ['/api/v1/groups/a%00b', 'encoded NUL'],
  ['/api/v1/groups/a%0d%0aHost:%20evil', 'encoded line break'],
  ['/api/v1/groups/a\r\nHost: evil', 'line break'],
  ['/api/v1/gro\tups', 'tab, which URL parsers remove'],
  ['/\t/evil.example', 'tab between slashes'],
  ['/api/v1/groups/a b', 'space'],
  ['/api/v1/groups ', 'space at the end'],
  [' /api/v1/groups', 'space at the start'],
  ['/api/v1/groups#/../users', 'fragment'],
  ['/api/v1/groups?limit=1#x', 'fragment after the query'],
  ['/api/v1/groups?x=\n', 'line break in the query'],
  ['/api/v1/groups?x=\\', 'backslash in the query'],
  ['/api/v1/groups/%', 'incomplete encoding'],
  ['/api/v1/groups/%zz', 'wrong encoding'],
  ['/api/v1/groups/%ff', 'encoding that is not UTF-8'],
  ['/api/v1/groups/é', 'character that is not ASCII'],
  ['/api/v1/groups/．．/x', 'full-width dots'],
  ['/api/v1/groups/{id}', 'unfilled template'],
  ['/api/v1/groups/%25252525252541', 'encoded seven times'],
  [`/api/v1/groups/${'a'.repeat(9_000)}`, 'too long'],
  [`/api/v1/groups?q=${'a'.repeat(9_000)}`, 'query too long'],
];

test.each(hostile)('%j is refused (%s)', (path = '') => {
  const label = 'GET /api/v1/groups/{groupId}';
  let fault: unknown;
  try {
    addressOf(org, { path }, label);
  } catch (error) {
    fault = error;
  }
  expect(fault).toBeInstanceOf(ContractsError);
  const { code, message } = fault as ContractsError;
  expect(code).toBe('UNSAFE_PATH');
  // One sentence, with the operation and without the path.
  expect(message).toMatch(/^GET \/api\/v1\/groups\/\{groupId\} was not sent: its path [^\n]{5,160}\.$/);
  expect(message).not.toMatch(/evil|00g1|00u1|steal|aaaa/);
});

test('a query as an object cannot change the path', () => {
  const url = addressOf(org, { path: '/api/v1/users', query: { 'x#/../y': '\r\n@evil/../#' } });
  expect(url.pathname).toBe('/api/v1/users');
  expect(url.hash).toBe('');
});

test.each([
  ['api/v1/users', 'does not start with "/"'],
  ['/api/v1/users#x', 'contains a control character, a space, "#" or "\\"'],
  ['/api/v1/users//x', 'has an empty segment'],
  ['/api/v1/users/{id}', 'contains a character that must be encoded'],
  ['/api/v1/users/a{id}', 'contains a character that must be encoded'],
  ['/api/v1/users/a%2', 'contains a character that must be encoded'],
  ['/api/v1/users/%ff', 'is encoded incorrectly'],
  ['/api/v1/users/..', 'has a dot segment'],
  ['/api/v1/users/a%2Fb', 'has an encoded slash, backslash or control character'],
])('the error for %s says what is wrong: its path %s', (path, fault) => {
  expect(() => addressOf(org, { path })).toThrow(
    `A request was not sent: its path ${fault}; check the ids in the responses of the org and in the journal.`,
  );
});

test('a URL is not longer than 8192 characters, including the org and the query', () => {
  const path = (n: number) => `/${'a'.repeat(n - 1)}`;
  expect(addressOf(org, { path: path(8_192 - org.length) }).href).toHaveLength(8_192);
  for (const parts of [
    { path: path(8_192 - org.length + 1) },
    { path: path(100), query: { q: 'a'.repeat(8_192) } },
    // Too long for a further analysis.
    { path: 'a '.repeat(4_097) },
  ])
    expect(() => addressOf(org, parts)).toThrow(/^A request was not sent: its path is longer than 8192 characters; /);
});

test.each(['https://ORG.example.com', 'https://jane@org.example.com', 'https://org.example.com/base', ''])(
  'no URL is built for %j, which is not the origin of an org',
  (wrong) => {
    expect(() => addressOf(wrong, { path: '/api/v1/users' })).toThrow('is not a path of the org');
  },
);
