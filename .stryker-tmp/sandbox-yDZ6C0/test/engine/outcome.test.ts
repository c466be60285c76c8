// @ts-nocheck
import { expect, test } from 'vitest';
import { isNotServed } from '../../src/contract/refusal.js';
import { type Exchange, makeExchange } from '../../src/domain/exchange.js';
import type { Json } from '../../src/domain/json.js';
import { refusedAs } from '../../src/engine/known-refusal.js';

const answered = (status: number, body?: Json): Exchange =>
  makeExchange({
    id: '1',
    request: { method: 'GET', url: 'https://org.example.com/api/v1/users' },
    response: { status, headers: {}, body },
  });
const error = (errorCode: string): Json => ({ errorCode });

test('only a refusal that the suite declares is a reason to skip', () => {
  const refusal = { reason: 'feature-not-enabled', detail: 'gone', summary: /no longer supported/ } as const;
  const refused = (errorSummary: string, status = 400) => answered(status, { errorCode: 'E0000001', errorSummary });
  expect(refusedAs(refusal, refused('Policy mappings are no longer supported'))).toEqual({
    kind: 'skipped',
    reason: 'feature-not-enabled',
    detail: 'gone (400 E0000001)',
  });
  expect(refusedAs(refusal, refused('name: must not be empty'))).toBeUndefined();
  expect(refusedAs(refusal, refused('no longer supported', 500))).toBeUndefined();
  expect(refusedAs(undefined, refused('no longer supported'))).toBeUndefined();
});

test('a well-known URI without content is served', () => {
  const body = { errorCode: 'E0000007', errorSummary: 'Not found: Resource not found: webauthn (WellKnownURI)' };
  expect(isNotServed(answered(404, body), '/.well-known/webauthn')).toBe(false);
  expect(isNotServed(answered(404, error('E0000008')), '/.well-known/webauthn')).toBe(true);
});

test('an operation is not served only if its path or method is unknown', () => {
  const template = '/api/v1/things/{id}';
  expect(isNotServed(answered(404, error('E0000008')), template)).toBe(true);
  expect(isNotServed(answered(405, error('E0000022')), template)).toBe(true);
  expect(isNotServed(answered(404, error('E0000007')), template)).toBe(false);
  expect(isNotServed(answered(405, error('E0000257')), template)).toBe(false);
});

test('an org that uses the last segment of a path as an id does not serve the path', () => {
  const missing = (what: string) =>
    answered(404, { errorCode: 'E0000007', errorSummary: `Not found: Resource not found: ${what} (JsonObject)` });
  expect(isNotServed(missing('default'), '/api/v1/things/default')).toBe(true);
  expect(isNotServed(missing('00u0a1b2c3d4e5f60r7'), '/api/v1/things/default')).toBe(false);
  expect(isNotServed(missing('default'), '/api/v1/things/{id}')).toBe(false);
});
