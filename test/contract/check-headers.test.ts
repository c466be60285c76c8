import { describe, expect, test } from 'vitest';
import { type HeaderFault, headerFaultKinds, startReferenceOrg } from '../../reference-org/index.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { createCheck } from '../../src/contract/check.js';
import { type Headers, makeExchange } from '../../src/domain/exchange.js';
import type { OperationId } from '../../src/domain/operation.js';

const catalogue = loadCatalogue();
const check = createCheck(catalogue);
const types: OperationId = 'GET /api/v1/meta/types/user';
const url = 'https://acme.okta.com/api/v1/meta/types/user';
const date = 'Thu, 26 Nov 2026 00:00:00 GMT';
const seconds = Date.parse(date) / 1000;
const complete: Headers = {
  date,
  'content-type': 'application/json',
  'x-rate-limit-limit': '600',
  'x-rate-limit-remaining': '599',
  'x-rate-limit-reset': String(seconds + 60),
};

interface Given {
  isComplete?: boolean;
  status?: number;
  body?: [] | undefined;
  url?: string;
}

/** The findings about headers: level, kind, pointer, message. */
function findings(id: OperationId, headers: Headers, given: Given = {}): string[] {
  const operation = catalogue.operations.get(id);
  if (!operation) throw new Error(`There is no operation ${id}`);
  const { isComplete = true, status = 200, body = [] } = given;
  const exchange = makeExchange({
    id: '1',
    isComplete,
    request: { method: operation.method, url: given.url ?? url },
    response: { status, headers, body: 'body' in given ? given.body : body },
  });
  return check(operation, exchange)
    .findings.filter(({ pointer }) => pointer.startsWith('header '))
    .map(({ level, kind, pointer, message }) => `${level} ${kind} ${pointer}: ${message}`);
}

const without = (...names: string[]) =>
  Object.fromEntries(Object.entries(complete).filter(([name]) => !names.includes(name)));
const limits = ['x-rate-limit-limit', 'x-rate-limit-remaining', 'x-rate-limit-reset'];

describe('a missing header', () => {
  test('is a finding of an exchange that has all its headers', () => {
    expect(findings(types, complete)).toEqual([]);
    expect(findings(types, without(...limits))).toEqual(
      limits.map((name) => `violation missing header ${name}: Missing header`),
    );
    expect(findings(types, without('content-type'))).toEqual(['violation missing header content-type: Missing header']);
  });

  test('is no finding of a recording', () => {
    expect(findings(types, {}, { isComplete: false })).toEqual([]);
  });

  test('is no finding where Okta does not send it', () => {
    expect(findings(types, without(...limits), { status: 404 })).toEqual([]);
    expect(findings('GET /.well-known/okta-organization', without(...limits))).toEqual([]);
    expect(
      findings('DELETE /api/v1/meta/types/user/{typeId}', without('content-type'), { status: 204, body: undefined }),
    ).toEqual([]);
  });

  test('is a finding of a 429, which clients cannot wait for', () => {
    expect(findings(types, without('x-rate-limit-reset'), { status: 429 })).toHaveLength(1);
  });
});

describe('the value of a header', () => {
  test.each<[string, string | string[]]>([
    ['x-rate-limit-limit', '599'],
    ['x-rate-limit-limit', ['600', '100']],
    ['x-rate-limit-remaining', '0'],
    ['x-rate-limit-reset', String(seconds)],
    ['x-rate-limit-reset', String(seconds - 30)],
    ['x-rate-limit-reset', String(seconds + 3600)],
    ['link', '<https://acme.okta.com/api/v1/users?limit=2>; rel="self"'],
    ['link', '<https://acme.okta.com/api/v1/users?after=a,b>; rel="next", </api/v1/users>; rel=self'],
    [
      'link',
      ['<https://acme-admin.okta.com/api/v1/users>; rel="self"', '<https://acme.okta.com/b>; rel="next"; title="x, y"'],
    ],
    ['link', '<https://www.example.com/docs>; rel="help"'],
    ['location', '/api/v1/users/1'],
    ['location', 'https://acme.okta.com/api/v1/users/1'],
    ['retry-after', '30'],
    ['retry-after', 'Thu, 26 Nov 2026 00:01:00 GMT'],
  ])('%s: %j has no finding', (name, value) => {
    expect(findings(types, { ...complete, [name]: value })).toEqual([]);
  });

  test.each<[string, string | string[], RegExp]>([
    [
      'x-rate-limit-limit',
      '',
      /^violation format header x-rate-limit-limit: Expected an integer of at least 0, got an empty/,
    ],
    ['x-rate-limit-limit', '-1', /Expected an integer of at least 0, got a string of 2 characters$/],
    ['x-rate-limit-limit', '1.5', /Expected an integer/],
    ['x-rate-limit-limit', ['600', 'many'], /Expected an integer/],
    ['x-rate-limit-remaining', '601', /Expected no more than the limit, got more$/],
    ['x-rate-limit-remaining', 'few', /Expected an integer/],
    ['x-rate-limit-reset', 'soon', /Expected UTC seconds since 1970, got a string of 4 characters$/],
    ['x-rate-limit-reset', '60', /got an earlier time$/],
    ['x-rate-limit-reset', String((seconds + 60) * 1000), /got a later time$/],
    ['link', '', /^violation format header link: Expected links as of RFC 8288/],
    ['link', 'https://acme.okta.com/api/v1/users; rel="self"', /Expected links/],
    ['link', '<https://acme.okta.com/api/v1/users>', /Expected links/],
    ['link', '<https://acme.okta.com/api/v1/users>; rel="next', /Expected links/],
    [
      'link',
      '<https://other.okta.com/api/v1/users>; rel="self"',
      /^warning format header link: Expected the `self` link on the org or its admin host, got another host$/,
    ],
    ['link', `<${'x'.repeat(30_000)}`, /got too long a text$/],
    ['location', 'http://', /^warning format header location: Expected a URL/],
    ['location', 'not a location', /Expected a URL, got a string of 14 characters$/],
    ['retry-after', 'soon', /^warning format header retry-after: Expected seconds or an HTTP date/],
  ])('%s: %j has a finding without the value', (name, value, message) => {
    const [found = '', ...more] = findings(types, { ...complete, [name]: value });
    expect([found, more]).toEqual([expect.stringMatching(message), []]);
    expect(found).not.toContain('acme');
  });

  test('of a recording may name another host: recorders replace it', () => {
    const link = '<https://dev-1.okta.com/api/v1/users>; rel="self"';
    expect(findings(types, { link }, { isComplete: false })).toEqual([]);
  });

  test('a next link to another host is a finding of paging, not of headers', () => {
    expect(findings(types, { ...complete, link: '<https://other.okta.com/api/v1/users>; rel="next"' })).toEqual([]);
  });

  test('is checked in linear time', () => {
    const began = performance.now();
    for (const link of [`<a>${'; a'.repeat(6_000)}`, `<a>;${' '.repeat(19_000)}`, '<a>; rel="x",'.repeat(1_500)])
      findings(types, { ...complete, link });
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

describe('the reference org', () => {
  const pointers: Record<HeaderFault, string[]> = {
    'no rate limit headers': limits,
    'rate limit in words': ['x-rate-limit-limit'],
    'more remaining than the limit': ['x-rate-limit-remaining'],
    'reset in milliseconds': ['x-rate-limit-reset'],
    'reset in the past': ['x-rate-limit-reset'],
    'broken link': ['link'],
    'link without relation': ['link'],
    'self link elsewhere': ['link'],
    'broken location': ['location'],
    'broken retry-after': ['retry-after'],
    'no content type': ['content-type'],
  };

  test.each([undefined, ...headerFaultKinds])('with the fault %s', async (kind) => {
    const org = await startReferenceOrg();
    try {
      if (kind) org.fault({ kind });
      const response = await fetch(`${org.url}/api/v1/users?limit=2`, {
        headers: { authorization: `SSWS ${org.token}` },
      });
      const exchange = makeExchange({
        id: '1',
        isComplete: true,
        request: { method: 'GET', url: response.url },
        response: {
          status: response.status,
          headers: Object.fromEntries(response.headers),
          body: JSON.parse(await response.text()),
        },
      });
      const operation = catalogue.operations.get('GET /api/v1/users');
      const { findings: found } = check(operation as NonNullable<typeof operation>, exchange);
      const expected = kind ? pointers[kind].map((name) => `header ${name}`) : [];
      expect(found.filter(({ level }) => level !== 'notice').map(({ pointer }) => pointer)).toEqual(expected);
    } finally {
      await org.close();
    }
  });
});
