import { expect, test } from 'vitest';
import { unverifiable } from '../../src/assess/unverifiable.js';
import { isNotServed } from '../../src/contract/refusal.js';
import { Vocabulary } from '../../src/contract/vocabulary.js';
import { type Exchange, type Headers, makeExchange } from '../../src/domain/exchange.js';
import type { Json } from '../../src/domain/json.js';
import { refusedAs } from '../../src/engine/known-refusal.js';

const answered = (status: number, body?: Json, headers: Headers = {}): Exchange =>
  makeExchange({
    id: '1',
    request: { method: 'GET', url: 'https://org.example.com/api/v1/users' },
    response: { status, headers, body },
  });
const error = (errorCode: string): Json => ({ errorCode });
const refused = (...causes: Json[]): Json => ({
  errorCode: 'E0000001',
  errorCauses: causes.map((errorSummary) => ({ errorSummary })),
});

const contract = {
  template: '/api/v1/users',
  answers: { 200: { schema: 'thing.schema.json' }, 201: { schema: 'thing.schema.json' }, 204: {}, 301: {} },
};

test.each<[string, Exchange, string]>([
  ['a limit that never opened', answered(429, error('E0000047')), 'inconclusive rate-limited'],
  ['an outage', answered(503), 'inconclusive org-fault'],
  ['a feature that is off', answered(401, error('E0000015')), 'skipped feature-not-enabled'],
  ['a token that ended', answered(401, error('E0000011')), 'inconclusive unauthenticated'],
  ['a role that does not allow it', answered(403, error('E0000006')), 'skipped missing-role'],
  [
    'a scope that the token lacks',
    answered(403, undefined, { 'www-authenticate': 'Bearer error="insufficient_scope"' }),
    'skipped missing-scope',
  ],
  ['a wrong host', answered(404, { status: 404, message: 'x' }), 'inconclusive unreachable'],
  ['an object that is gone', answered(404, error('E0000007')), 'inconclusive no-such-object-on-this-org'],
  ['a redirect that the contract does not know', answered(302), 'inconclusive unreachable'],
  ['a page instead of JSON', answered(200, '<html></html>', { 'content-type': 'text/html' }), 'inconclusive org-fault'],
  ['JSON that calls itself a text', answered(200, {}, { 'content-type': 'text/plain' }), 'inconclusive org-fault'],
  ['JSON that was cut', answered(200, '{"id":', { 'content-type': 'application/json' }), 'inconclusive org-fault'],
  ['a request that was refused', answered(400, error('E0000001')), 'inconclusive request-refused'],
  ['a request that conflicts with another', answered(409, error('E0000268')), 'inconclusive org-fault'],
  ['a limit of brands', answered(403, error('E0000220')), 'skipped limit-reached'],
  [
    'a limit of apps',
    answered(400, refused('name: Maximum number of instances has been reached.')),
    'skipped limit-reached',
  ],
  ['an operation that the org does not offer', answered(501, error('E0000060')), 'skipped feature-not-enabled'],
  ['phones without a provider', answered(400, error('E0000226')), 'skipped feature-not-enabled'],
])('%s is not evidence for the contract', (_, exchange, said) => {
  const why = unverifiable(exchange, contract);
  expect(`${why?.kind} ${why?.reason}`).toBe(said);
});

const wellKnown = { answers: {}, template: '/.well-known/webauthn' };

test('a well-known URI without content is skipped, and not reported as an operation that the org does not serve', () => {
  const body = { errorCode: 'E0000007', errorSummary: 'Not found: Resource not found: webauthn (WellKnownURI)' };
  const exchange = answered(404, body);
  expect(isNotServed(exchange, wellKnown.template)).toBe(false);
  expect(unverifiable(exchange, wellKnown)).toEqual({
    kind: 'skipped',
    reason: 'no-such-object-on-this-org',
    detail: 'the org has not customized it (404 E0000007)',
  });
  expect(isNotServed(answered(404, error('E0000008')), wellKnown.template)).toBe(true);
});

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

test.each<[string, Exchange]>([
  ['401', answered(401, error('SSN 123-45-6789'))],
  ['403', answered(403, error('\u001b[31mowned'))],
  ['404', answered(404, error('::error::owned'))],
  ['400', answered(400, error('00aVerySecretToken0123456789'))],
  ['409 and a number in the form of a code', answered(409, error('E1234567'))],
  ['a content type', answered(200, 'x', { 'content-type': 'text/ada.lovelace@analytical.example' })],
])('the org chooses no word of what is said: %s', (_, exchange) => {
  expect(unverifiable(exchange, contract)?.detail).toMatch(/an unknown (error code|content type) \(#[0-9a-f]{4}\)/);
  expect(unverifiable(exchange, contract)?.detail).not.toMatch(/SSN|owned|Token|1234567|lovelace/);
});

test('known error codes and content types are shown', () => {
  expect(unverifiable(answered(409, error('E0000047')), contract)?.detail).toContain('(409 E0000047)');
  expect(unverifiable(answered(400, {}), contract)?.detail).toContain('(400 no error code)');
  expect(unverifiable(answered(200, 'x', { 'content-type': 'Text/HTML; charset=utf-8' }), contract)?.detail).toContain(
    '(200 text/html)',
  );
});

test("fields in a refusal are shown by name if they are Okta's, else by a hash, without other text", () => {
  const vocabulary = new Vocabulary(() => ({ names: new Set(['login', 'email']), values: new Set() }));
  const detail = (...causes: Json[]) => unverifiable(answered(400, refused(...causes)), contract, vocabulary)?.detail;
  expect(
    detail('login: ada@example.com is taken', 'badgeNumber: The field cannot be left blank', 'login: again'),
  ).toMatch(/^the org refused the request \(400 E0000001: login, unknown-[0-9a-f]{4}\)$/);
  expect(detail('Ada Lovelace is known', 7, null, { a: 1 })).toBe('the org refused the request (400 E0000001)');
  expect(detail(...Array.from({ length: 50 }, (_, i) => `field${i}: x`))?.match(/unknown-/g)).toHaveLength(5);
  expect(
    unverifiable(answered(400, { errorCode: 'E0000001', errorCauses: 'login: x' }), contract, vocabulary)?.detail,
  ).toBe('the org refused the request (400 E0000001)');
});

test.each([200, 201, 204, 301])('a response with status %i is checked', (status) => {
  expect(unverifiable(answered(status), contract)).toBeUndefined();
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
