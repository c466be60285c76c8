import { describe, expect, test } from 'vitest';
import { isGone, isNotServed, refusalOf } from '../../src/contract/refusal.js';
import { type Exchange, makeExchange } from '../../src/domain/exchange.js';
import type { Json } from '../../src/domain/json.js';

const template = '/api/v1/things/{id}';
const url = 'https://org.example.com/api/v1/things/1';

function answered(status: number, body?: Json, at = url): Exchange {
  return makeExchange({ id: '1', request: { method: 'GET', url: at }, response: { status, headers: {}, body } });
}

const error = (errorCode: string): Json => ({ errorCode });
/** The error of an org that has no object of this name. */
const missing = (name: string) =>
  answered(404, { errorCode: 'E0000007', errorSummary: `Not found: Resource not found: ${name} (JsonObject)` });

describe('an org does not serve an operation', () => {
  test.each<[number, string]>([
    [404, 'E0000008'],
    [405, 'E0000022'],
  ])('if it returns %i with the error code %s', (status, code) => {
    expect(isNotServed(answered(status, error(code)), template)).toBe(true);
  });

  test.each<[number, Json | undefined]>([
    [404, error('E0000007')],
    [404, error('E0000022')],
    [404, undefined],
    [405, error('E0000257')],
    [405, error('E0000008')],
    [400, error('E0000008')],
    [403, error('E0000022')],
    [200, undefined],
  ])('but not if it returns %i with %j', (status, body) => {
    expect(isNotServed(answered(status, body), template)).toBe(false);
  });

  test('if it uses the last word of the path as the id of an object', () => {
    expect(isNotServed(missing('default'), '/api/v1/things/default')).toBe(true);
    expect(isNotServed(missing('00u0a1b2c3d4e5f60r7'), '/api/v1/things/default')).toBe(false);
    expect(isNotServed(missing('defaults'), '/api/v1/things/default')).toBe(false);
    // The last part of this path is an id.
    expect(isNotServed(missing('default'), template)).toBe(false);
    expect(isNotServed(missing('{id}'), template)).toBe(false);
  });

  test('but not by that error with another status or code', () => {
    const { body } = missing('default').response;
    expect(isNotServed(answered(400, body), '/api/v1/things/default')).toBe(false);
    expect(isNotServed(answered(404, { ...(body as object), errorCode: 'E0000006' }), '/api/v1/things/default')).toBe(
      false,
    );
  });

  test('but a well-known URI without content is served', () => {
    const wellKnown = '/.well-known/webauthn';
    expect(isNotServed(missing('webauthn'), wellKnown)).toBe(false);
    expect(isNotServed(missing('webauthn'), '/api/.well-known/webauthn')).toBe(true);
    expect(isNotServed(answered(404, error('E0000008')), wellKnown)).toBe(true);
  });
});

describe('a request without an id in its path shows nothing about the operation', () => {
  test.each([
    'https://org.example.com/api/v1/things//members',
    'https://org.example.com/api/v1/things/',
    'https://org.example.com/api/v1/things/?limit=1',
    'https://org.example.com/api/v1/things/#x',
    'HTTPS://org.example.com/api/v1/things/',
    '/api/v1/things/',
    '/api//things',
  ])('%s', (at) => {
    expect(isNotServed(answered(404, error('E0000008'), at), template)).toBe(false);
  });

  test.each([
    'https://org.example.com/api/v1/things/1',
    'https://org.example.com',
    'https://org.example.com/',
    'https://org.example.com?x=1/',
    'https://org.example.com/api/v1/things/1?after=a//b/',
    'https://org.example.com/api/v1/things/1#//',
    'a+b-c.2://org.example.com/api/v1/things/1',
    '/api/v1/things/1',
  ])('but %s has all ids', (at) => {
    expect(isNotServed(answered(404, error('E0000008'), at), template)).toBe(true);
  });
});

test('a deprecated operation was removed if the org returns 410 or does not serve it', () => {
  expect(isGone(answered(410), template)).toBe(true);
  expect(isGone(answered(404, error('E0000008')), template)).toBe(true);
  expect(isGone(answered(404, error('E0000007')), template)).toBe(false);
});

describe('the meaning of a response', () => {
  const operation = { category: 'compatible' as const, template, errors: [404] };
  const deprecated = { ...operation, category: 'deprecated' } as const;

  test.each<[string, Parameters<typeof refusalOf>[0], Exchange, ReturnType<typeof refusalOf>]>([
    ['a success', operation, answered(200), undefined],
    ['a redirect', operation, answered(399, error('E0000008')), undefined],
    ['the lowest error status', operation, answered(400), 'refused'],
    ['an unknown object', operation, answered(404, error('E0000007')), 'refused'],
    ['an unknown path', operation, answered(404, error('E0000008')), 'not served'],
    ['an unknown method', operation, answered(405, error('E0000022')), 'not served'],
    [
      'a method that some objects do not have',
      { ...operation, errors: [405] },
      answered(405, error('E0000022')),
      'refused',
    ],
    ['a listed error of an unknown path', operation, answered(404, error('E0000008')), 'not served'],
    ['410 of an operation that is not deprecated', operation, answered(410), 'refused'],
    ['410 of a deprecated operation', deprecated, answered(410), 'gone'],
    ['an unknown path of a deprecated operation', deprecated, answered(404, error('E0000008')), 'gone'],
    ['an unknown object of a deprecated operation', deprecated, answered(404, error('E0000007')), 'refused'],
  ])('%s', (_, of, exchange, meaning) => {
    expect(refusalOf(of, exchange)).toBe(meaning);
  });
});
