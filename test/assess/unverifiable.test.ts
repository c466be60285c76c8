import { describe, expect, test } from 'vitest';
import { unverifiable } from '../../src/assess/unverifiable.js';
import { Vocabulary } from '../../src/contract/vocabulary.js';
import { type Exchange, type Headers, makeExchange } from '../../src/domain/exchange.js';
import type { Json } from '../../src/domain/json.js';
import type { Reason } from '../../src/domain/outcome.js';

function answered(status: number, body?: Json, headers: Headers = {}): Exchange {
  const request = { method: 'GET', url: 'https://org.example.com/api/v1/users' };
  return makeExchange({ id: '1', request, response: { status, headers, body } });
}

const error = (errorCode: string): Json => ({ errorCode });
/** The error of a request that the org refused, with its causes. */
const refused = (...causes: Json[]): Json => ({
  errorCode: 'E0000001',
  errorCauses: causes.map((errorSummary) => ({ errorSummary })),
});

const schema = 'thing.schema.json';
const contract = {
  template: '/api/v1/users',
  answers: { 200: { schema }, 204: {}, 299: { schema }, 300: { schema }, 301: {} },
};
const json = { 'content-type': 'application/json' };

/** An unverified exchange in one line. */
function said(exchange: Exchange, of = contract): string {
  const found = unverifiable(exchange, of);
  return found ? `${found.kind}, ${found.reason}: ${found.detail}` : 'checked';
}

describe('a response that shows nothing about the contract', () => {
  test.each<[string, Exchange, string]>([
    ['429', answered(429, error('E0000047')), 'rate-limited: the org kept responding with 429'],
    ['500', answered(500, {}), 'org-fault: the org responded with 500'],
    ['503 from an edge server', answered(503), 'org-fault: the org responded with 503'],
    [
      'a token that has expired',
      answered(401, error('E0000011')),
      'unauthenticated: the org no longer accepts the token (401 E0000011)',
    ],
    ['a 404 from another server', answered(404, {}), 'unreachable: the response did not come from an Okta org'],
    [
      'an object that was removed',
      answered(404, error('E0000007')),
      'no-such-object-on-this-org: the object was not found (404 E0000007)',
    ],
    [
      'a request that was refused',
      answered(400, error('E0000003')),
      'request-refused: the org refused the request (400 E0000003)',
    ],
    [
      'a refusal without an error code',
      answered(403),
      'request-refused: the org refused the request (403 no error code)',
    ],
  ])('is inconclusive: %s', (_, exchange, expected) => {
    expect(said(exchange)).toBe(`inconclusive, ${expected}`);
  });

  test.each<[string, Exchange, string]>([
    [
      'a feature that is disabled',
      answered(401, error('E0000015')),
      'feature-not-enabled: the feature is disabled on this org (401 E0000015)',
    ],
    [
      'a client that may not use the operation',
      answered(403, error('E0000013')),
      'feature-not-enabled: not available to this client on this org (403 E0000013)',
    ],
    [
      'an operation that the plan of the org does not include',
      answered(403, error('E0000015')),
      'feature-not-enabled: not available to this client on this org (403 E0000015)',
    ],
    [
      'a role that does not allow the operation',
      answered(403, error('E0000006')),
      'missing-role: the role of the token does not allow it (403 E0000006)',
    ],
    [
      'a scope that the token lacks',
      answered(403, undefined, { 'www-authenticate': 'Bearer error="insufficient_scope"' }),
      'missing-scope: the token lacks the scope',
    ],
    [
      'a scope that the token lacks, in the second header',
      answered(403, undefined, { 'www-authenticate': ['DPoP', 'Bearer error="insufficient_scope"'] }),
      'missing-scope: the token lacks the scope',
    ],
  ])('is skipped: %s', (_, exchange, expected) => {
    expect(said(exchange)).toBe(`skipped, ${expected}`);
  });
});

test.each(['E0000052', 'E0000060', 'E0000226', 'E0000228', 'E0000233', 'E0000247', 'E0000264'])(
  'the error code %s means that the org does not offer the operation, with any error status',
  (code) => {
    for (const status of [400, 403, 501])
      expect(said(answered(status, error(code)))).toBe(
        `skipped, feature-not-enabled: not available on this org (${status} ${code})`,
      );
    expect(said(answered(200, error(code), json))).toBe('checked');
  },
);

describe('a limit on the number of objects is reached', () => {
  const limit = 'limit-reached: the org has reached the maximum number of objects of this type';

  test.each(['E0000093', 'E0000162', 'E0000166', 'E0000220', 'E0000221', 'E0000225'])(
    'by the error code %s',
    (code) => {
      expect(said(answered(403, error(code)))).toBe(`skipped, ${limit} (403 ${code})`);
      expect(said(answered(200, error(code), json))).toBe('checked');
    },
  );

  test.each([
    'name: Maximum number of instances has been reached.',
    'The maximum number of brands reached',
    'Limit reached',
    'Your limit has been reached.',
    'limit exceeded',
    'The limit has been exceeded for this org',
    // Summaries are read to their 200th character.
    `${'x'.repeat(187)}limit reached`,
  ])('by the cause %j of the general error code', (cause) => {
    expect(said(answered(400, refused('name: x', cause)))).toBe(`skipped, ${limit} (400 E0000001)`);
  });

  test.each([
    'The maximum number of characters is 5. Reached by name',
    `maximum number of ${'x'.repeat(61)} reached`,
    'The limit is 5',
    'The limit has reached its end',
    `${'x'.repeat(188)}limit reached`,
  ])('not by the cause %j', (cause) => {
    expect(said(answered(400, refused(cause)))).toMatch(/^inconclusive, request-refused/);
  });

  test('not by a cause of another error code, or by one in a successful response', () => {
    const body = { ...(refused('limit reached') as object), errorCode: 'E0000003' };
    expect(said(answered(400, body))).toMatch(/^inconclusive, request-refused/);
    expect(said(answered(200, refused('limit reached'), json))).toBe('checked');
  });

  test('only the first 20 causes are read', () => {
    const causes = (n: number) => refused(...Array.from({ length: n }, () => 'x'), 'limit reached');
    expect(said(answered(400, causes(19)))).toMatch(/^skipped, limit-reached/);
    expect(said(answered(400, causes(20)))).toMatch(/^inconclusive, request-refused/);
  });
});

test.each<[number, Reason]>([
  [400, 'request-refused'],
  [403, 'request-refused'],
  [408, 'org-fault'],
  [409, 'org-fault'],
  [412, 'org-fault'],
  [422, 'request-refused'],
  [423, 'org-fault'],
  [425, 'org-fault'],
  [499, 'request-refused'],
])('a refusal with %i has the reason %s, because another attempt may succeed or not', (status, reason) => {
  expect(said(answered(status, error('E0000047')))).toBe(
    `inconclusive, ${reason}: the org refused the request (${status} E0000047)`,
  );
});

test('headers and error codes of a 403 have no such meaning with another status', () => {
  expect(said(answered(400, error('E0000006'), { 'www-authenticate': 'insufficient_scope' }))).toBe(
    'inconclusive, request-refused: the org refused the request (400 E0000006)',
  );
});

test('a well-known URI that the org has not customized is skipped', () => {
  const wellKnown = { ...contract, template: '/.well-known/webauthn' };
  expect(said(answered(404, error('E0000007')), wellKnown)).toBe(
    'skipped, no-such-object-on-this-org: the org has not customized it (404 E0000007)',
  );
  expect(said(answered(400, error('E0000007')), wellKnown)).toMatch(/^inconclusive, request-refused/);
});

describe('a redirect', () => {
  test.each([302, 307, 399])('with the status %i, which the contract does not have, is inconclusive', (status) => {
    expect(said(answered(status))).toBe(
      `inconclusive, unreachable: the org redirects to another address (${status}); redirects are not followed`,
    );
  });

  test('with the first redirect status is inconclusive as well', () => {
    expect(said(answered(300), { ...contract, answers: { ...contract.answers, 300: undefined as never } })).toMatch(
      /^inconclusive, unreachable/,
    );
  });

  test('that the contract has is checked, with or without a text', () => {
    expect(said(answered(301))).toBe('checked');
    expect(said(answered(300, 'Multiple Choices', { 'content-type': 'text/plain' }))).toBe('checked');
  });
});

describe('a successful response', () => {
  const fault = (type: string, status = 200) =>
    `inconclusive, org-fault: the response is not JSON (${status} ${type}): a proxy may be between this machine and the org`;

  test.each<[string, Exchange, string]>([
    ['with an HTML page', answered(200, '<html>', { 'content-type': 'Text/HTML; charset=utf-8' }), fault('text/html')],
    ['with incomplete JSON', answered(200, '{"id":', json), fault('application/json')],
    ['with another content type', answered(200, {}, { 'content-type': 'text/plain' }), fault('text/plain')],
    ['without a content type', answered(200, {}), fault('no content type')],
    [
      'with another first content type',
      answered(200, {}, { 'content-type': ['text/css', 'x/json'] }),
      fault('text/css'),
    ],
    ['with the status 299', answered(299, 'x', json), fault('application/json', 299)],
  ])('%s is inconclusive if the contract expects JSON', (_, exchange, expected) => {
    expect(said(exchange)).toBe(expected);
  });

  test.each<[string, Exchange]>([
    ['with JSON', answered(200, {}, json)],
    ['with JSON of a specific format', answered(200, [], { 'content-type': 'application/scim+JSON' })],
    ['without a body', answered(200, undefined, { 'content-type': 'text/html' })],
    ['with a text, which the contract does not describe', answered(204, 'x', { 'content-type': 'text/plain' })],
    ['with a status that the contract does not have', answered(202, 'x', { 'content-type': 'text/plain' })],
  ])('%s is checked', (_, exchange) => {
    expect(said(exchange)).toBe('checked');
  });
});

describe('texts of the org', () => {
  test.each<[string, Exchange]>([
    ['401', answered(401, error('SSN 123-45-6789'))],
    ['403', answered(403, error('\u001b[31mowned'))],
    ['404', answered(404, error('::error::owned'))],
    ['400', answered(400, error('00aVerySecretToken0123456789'))],
    ['409 and a number in the form of a code', answered(409, error('E1234567'))],
    ['a content type', answered(200, 'x', { 'content-type': 'text/ada.lovelace@analytical.example' })],
  ])('are not shown: %s', (_, exchange) => {
    expect(said(exchange)).toMatch(/an unknown (error code|content type) \(#[0-9a-f]{4}\)/);
    expect(said(exchange)).not.toMatch(/SSN|owned|Token|1234567|lovelace/);
  });

  test('are not shown if the error code is not a text', () => {
    expect(said(answered(400, { errorCode: { secret: 'x' } }))).toContain('(400 no error code)');
  });
});

describe('the fields that the causes of a refusal begin with', () => {
  const vocabulary = new Vocabulary(() => ({
    names: new Set(['login', 'email', 'Path', 'a']),
    values: new Set(),
    paths: [],
  }));
  const detail = (body: Json) => unverifiable(answered(400, body), contract, vocabulary)?.detail;
  const general = 'the org refused the request (400 E0000001)';

  test("are shown once, by name if they are Okta's and by a hash if not", () => {
    expect(detail(refused('login: ada@example.com is taken', 'email: x', 'login: again'))).toBe(
      'the org refused the request (400 E0000001: login, email)',
    );
    expect(detail(refused('badgeNumber: The field cannot be left blank'))).toMatch(
      /^the org refused the request \(400 E0000001: unknown-[0-9a-f]{4}\)$/,
    );
    expect(detail(refused('a: one letter'))).toBe('the org refused the request (400 E0000001: a)');
  });

  test('are at most five', () => {
    expect(detail(refused(...Array.from({ length: 9 }, (_, i) => `field${i}: x`)))?.match(/unknown-/g)).toHaveLength(5);
  });

  test.each<[string, Json]>([
    ['without a field', refused('Ada Lovelace is known')],
    ['with the field at another position', refused('The login: x', ' login: x')],
    ['without a space after the colon', refused('login:x')],
    ['with a name of 61 characters', refused(`${'x'.repeat(61)}: y`)],
    ['that are not texts', refused(7, null, { login: 'x' }, ['login: x'])],
    ['that are not objects', { errorCode: 'E0000001', errorCauses: ['login: x', null] }],
    ['that are not a list', { errorCode: 'E0000001', errorCauses: 'login: x' }],
  ])('are not shown for causes %s', (_, body) => {
    expect(detail(body)).toBe(general);
  });

  test('are not shown without a vocabulary', () => {
    expect(unverifiable(answered(400, refused('login: x')), contract)?.detail).toBe(general);
  });
});
