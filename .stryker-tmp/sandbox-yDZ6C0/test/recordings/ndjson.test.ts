// @ts-nocheck
import { expect, test } from 'vitest';
import { readNdjsonLine } from '../../src/recordings/ndjson.js';
import { exchangeOf } from './exchange-of.js';

const place = 'line 3';
const line = {
  id: 'a',
  recordedAt: '2025-09-01T10:00:00Z',
  request: { method: 'get', url: 'https://org.example.com/api/v1/users?token=abc' },
  response: { status: 200, headers: { 'Content-Type': 'application/json' }, body: [{ id: '00u1' }] },
};

function faultOf(text: string): string {
  const entry = readNdjsonLine(place, text);
  if (entry.kind !== 'fault') throw new Error('the line was accepted');
  expect(entry.place).toBe(place);
  return entry.fault;
}

test('a line becomes an exchange: lower-case header names, upper-case method, secrets redacted', () => {
  expect(exchangeOf(JSON.stringify(line))).toEqual({
    id: 'a',
    recordedAt: '2025-09-01T10:00:00Z',
    request: { method: 'GET', url: 'https://org.example.com/api/v1/users?token=REDACTED' },
    response: { status: 200, headers: { 'content-type': 'application/json' }, body: [{ id: '00u1' }] },
  });
});

test('the bodies of request and response are kept: JSON, text, null, or none', () => {
  for (const body of [{ a: 1 }, 'text', null, 0, false]) {
    const exchange = exchangeOf(
      JSON.stringify({ ...line, request: { ...line.request, body }, response: { status: 200, body } }),
    );
    expect(exchange.request.body).toEqual(body);
    expect(exchange.response).toEqual({ status: 200, headers: {}, body });
  }
  const none = exchangeOf(JSON.stringify({ ...line, response: { status: 204 } }));
  expect('body' in none.request || 'body' in none.response).toBe(false);
});

test('an exchange without an id is named after its place', () => {
  expect(exchangeOf(JSON.stringify({ ...line, id: undefined }), place).id).toBe(place);
});

test('unknown fields are ignored', () => {
  const exchange = exchangeOf(JSON.stringify({ ...line, cassette: 'c.yaml', more: {} }));
  expect(Object.keys(exchange).sort()).toEqual(['id', 'recordedAt', 'request', 'response']);
});

test('a line that is not JSON is refused with one sentence that does not repeat it', () => {
  expect(faultOf('{"token": "abc"')).toBe('it is not JSON: each line must be one exchange');
});

test.each([
  ['null', 'request.method'],
  ['7', 'request.method'],
  ['[]', 'request.method'],
  ['{"request": null, "response": null}', 'request.method'],
  ['{"request": {"method": "GET"}}', 'request.url'],
  ['{"request": {"method": "GET", "url": "/"}}', 'response.status'],
  ['{"request": {"method": "GET", "url": "/"}, "response": null}', 'response.status'],
  ['{"request": {"method": "GET", "url": "/"}, "response": {"status": "200"}}', 'response.status'],
])('%s is refused, and the message names the missing field', (text, missing) => {
  expect(faultOf(text)).toBe(`it has no ${missing}: an exchange needs request.method, request.url and response.status`);
});

test.each([{ 'X-Count': 7 }, { 'X-Null': null }, { 'X-List': [1] }])(
  'a header that is not text does not make the exchange unreadable: %j',
  (headers) => {
    const text = JSON.stringify({ ...line, response: { ...line.response, headers } });
    expect(readNdjsonLine(place, text)).toMatchObject({ kind: 'exchange', exchange: { response: { status: 200 } } });
  },
);
