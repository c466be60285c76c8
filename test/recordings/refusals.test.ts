import { expect, test } from 'vitest';
import { runMain } from '../cli/run-main.js';

const newOperation = 'GET /api/v1/apps/{appId}/federated-claims';
const newUrl = 'https://org.example.com/api/v1/apps/0oa1/federated-claims';
const deprecated = 'POST /api/v1/org/privacy/oktaSupport/grant';
const deprecatedUrl = 'https://org.example.com/api/v1/org/privacy/oktaSupport/grant';
const users = 'https://org.example.com/api/v1/users';
const errorOf = (errorCode: string) => ({
  errorCode,
  errorSummary: 'x',
  errorLink: errorCode,
  errorId: 'oae1',
  errorCauses: [],
});

/** Checks one error response. Returns the JSON line and the summary. */
async function checked(url: string, status: number, body?: unknown, method = 'GET') {
  const headers = { 'content-type': 'application/json' };
  const line = `${JSON.stringify({ id: '1', request: { method, url }, response: { status, headers, body } })}\n`;
  const { out } = await runMain(['traffic', '--json', '-'], line);
  const summary = await runMain(['traffic', '--full', '-'], line);
  const { verdict, operation, findings } = JSON.parse(out);
  const said = findings.map(({ kind, level }: Record<string, string>) => `${level} ${kind}`);
  return { verdict, operation, said, code: summary.code, summary: summary.out };
}

test.each([
  [404, 'E0000008'],
  [405, 'E0000022'],
])('a new operation that responds with %i %s is not served yet', async (status, code) => {
  const result = await checked(newUrl, status, errorOf(code));
  expect(result).toMatchObject({ operation: newOperation, verdict: 'stale', said: ['stale not-yet'], code: 1 });
  expect(result.summary).toMatch(/0 applied, 1 not applied/);
  expect(result.summary).toMatch(/Migrated 0 · old behavior 1/);
  expect(result.summary).toContain('new operations in federated-claims (not applied in 1)');
});

test.each([
  [400, errorOf('E0000001')],
  [401, errorOf('E0000015')],
  [403, errorOf('E0000006')],
  [404, errorOf('E0000007')],
  [404, { status: 404, message: 'Resource not found' }],
  [429, errorOf('E0000047')],
  [500, errorOf('E0000009')],
  [503, undefined],
])('a new operation that responds with %i is not verified: %j', async (status, body) => {
  const result = await checked(newUrl, status, body);
  expect(result).toMatchObject({ operation: newOperation, verdict: 'pass', said: [], code: 3 });
  expect(result.summary).toMatch(/^0 of 1 exchange checked, 0 operations: 0 passed/m);
  expect(result.summary).toMatch(/1 inconclusive \(error responses\)/);
  expect(result.summary).toMatch(/Changes: 0 applied, 0 not applied/);
  expect(result.summary).toMatch(/Migrated 0 /);
});

test('an invalid error object is a violation, and does not prove that a new operation is served', async () => {
  const result = await checked(newUrl, 403, { errorCode: 'E0000006' });
  expect(result.verdict).toBe('violation');
  expect(result.summary).toMatch(/Changes: 0 applied, 0 not applied/);
});

test('an operation that is not new is expected to be served', async () => {
  expect(await checked(users, 404, errorOf('E0000008'))).toMatchObject({
    verdict: 'violation',
    said: ['violation status'],
  });
});

test('a path with an empty segment is not the path of the operation', async () => {
  for (const url of [`${users}/`, 'https://org.example.com/api/v1//users', `${newUrl}/`, `${newUrl}/?limit=1`])
    expect(await checked(url, 404, errorOf('E0000008'))).toMatchObject({ verdict: 'pass', said: [], code: 3 });
});

test.each([
  [404, 'E0000008'],
  [410, 'E0000215'],
])('a deprecated operation that responds with %i was removed as announced', async (status, code) => {
  const result = await checked(deprecatedUrl, status, errorOf(code), 'POST');
  expect(result).toMatchObject({ operation: deprecated, verdict: 'pass', said: [] });
  expect(result.summary).toMatch(/Changes: 1 applied/);
});

test.each([405, 409, 410, 411, 412, 418, 423, 501, 505])('GET /users must not respond with %i', async (status) => {
  const result = await checked(users, status, errorOf('E0000001'));
  expect(result).toMatchObject({ verdict: 'violation', said: ['violation status'], code: 1 });
});

test.each([
  ['POST', users, 409],
  ['POST', `${users}/00u1`, 412],
  ['POST', users, 423],
  ['PUT', `${users}/00u1`, 411],
])('%s %s may respond with %i', async (method, url, status) => {
  expect(await checked(url, status, errorOf('E0000001'), method)).toMatchObject({ verdict: 'pass', said: [] });
});

test.each([409, 412, 501])(
  '%i is a warning if only the documentation lists the errors of an operation',
  async (status) => {
    const risk = 'https://org.example.com/api/v1/risk/providers';
    expect(await checked(risk, status, errorOf('E0000001'))).toMatchObject({
      operation: 'GET /api/v1/risk/providers',
      said: ['warning status'],
    });
  },
);
