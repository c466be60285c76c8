import { expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { createCheck } from '../../src/contract/check.js';
import type { OperationContract } from '../../src/contract/model.js';
import { type Headers, makeExchange } from '../../src/domain/exchange.js';
import type { Json } from '../../src/domain/json.js';
import type { OperationId } from '../../src/domain/operation.js';

const catalogue = loadCatalogue();
const check = createCheck(catalogue);

/** The findings of the check of a response, one line each. */
function said(operation: OperationId, status: number, headers: Headers, body?: Json): string[] {
  const { verdict, findings } = check(
    catalogue.operations.get(operation) as OperationContract,
    makeExchange({
      id: '1',
      request: { method: 'GET', url: 'https://org.example.com/' },
      response: { status, headers, body },
    }),
  );
  return [verdict, ...findings.map((finding) => `${finding.level} ${finding.kind} ${finding.message}`)];
}
const json = { 'content-type': 'application/json' };
const error = { errorCode: 'E0000007', errorSummary: 'x', errorLink: 'x', errorId: 'x', errorCauses: [] };

test('a redirect has a Location header', () => {
  const grant = 'POST /api/v1/org/privacy/oktaSupport/grant';
  expect(said(grant, 301, { location: 'https://org.example.com/elsewhere' })).toEqual(['pass']);
  // The operation was never recorded.
  expect(said(grant, 301, {})).toEqual(['pass', 'warning status Missing `Location` header with status 301']);
});

test('an answer without a body has none, and one with a body is JSON', () => {
  expect(said('DELETE /api/v1/groups/{groupId}', 204, {})).toEqual(['pass']);
  expect(said('DELETE /api/v1/groups/{groupId}', 204, json, {})[1]).toMatch(/^violation body Expected no body/);
  const html = { 'content-type': 'text/html' };
  expect(said('GET /api/v1/users', 200, html, '<html>')[1]).toBe('violation content-type Expected JSON, got text/html');
  // Recorded on one org only.
  expect(said('GET /api/v1/behaviors', 200, html, '<html>')[1]).toBe(
    'warning content-type Expected JSON, got text/html',
  );
});

test('an error that may come keeps the error object, and another status is a violation', () => {
  const one = 'GET /api/v1/behaviors/{behaviorId}';
  expect(said(one, 404, json, error)).toEqual(['pass']);
  expect(said(one, 404, json, { ...error, errorCode: 7 })[1]).toMatch(/^violation error-shape /);
  expect(said(one, 302, { location: 'x' })).toEqual(['violation', 'violation status Expected status 200, got 302']);
});

test('a removed property that is still there is stale', () => {
  const [verdict, ...findings] = said('GET /.well-known/okta-organization', 200, json, { settings: {} });
  expect(verdict).toBe('violation');
  expect(findings).toContain('stale removed `settings` was removed in 2025.08.0 but is still returned');
});
