import { expect, test } from 'vitest';
import { ContractsError } from '../../src/domain/errors.js';
import { parseNdjsonLine } from '../../src/recordings/ndjson.js';

const where = 'file.ndjson, line 3,';
const line = {
  id: 'a',
  recordedAt: '2025-09-01T10:00:00Z',
  request: { method: 'get', url: 'https://org.example.com/api/v1/users?token=abc' },
  response: { status: 200, headers: { 'Content-Type': 'application/json' }, body: [{ id: '00u1' }] },
};

function faultOf(text: string): string {
  try {
    parseNdjsonLine(text, where);
  } catch (error) {
    expect(error).toBeInstanceOf(ContractsError);
    expect((error as ContractsError).code).toBe('INPUT');
    return (error as ContractsError).message;
  }
  throw new Error('the line was accepted');
}

test('a line becomes an exchange: lower-case header names, upper-case method, secrets redacted', () => {
  expect(parseNdjsonLine(JSON.stringify(line), where)).toEqual({
    id: 'a',
    recordedAt: '2025-09-01T10:00:00Z',
    request: { method: 'GET', url: 'https://org.example.com/api/v1/users?token=REDACTED' },
    response: { status: 200, headers: { 'content-type': 'application/json' }, body: [{ id: '00u1' }] },
  });
});

test('the bodies of request and response are kept: JSON, text, null, or none', () => {
  for (const body of [{ a: 1 }, 'text', null, 0, false]) {
    const exchange = parseNdjsonLine(
      JSON.stringify({ ...line, request: { ...line.request, body }, response: { status: 200, body } }),
      where,
    );
    expect(exchange.request.body).toEqual(body);
    expect(exchange.response).toEqual({ status: 200, headers: {}, body });
  }
  const none = parseNdjsonLine(JSON.stringify({ ...line, response: { status: 204 } }), where);
  expect('body' in none.request || 'body' in none.response).toBe(false);
});

test('an exchange without an id is named after its place', () => {
  expect(parseNdjsonLine(JSON.stringify({ ...line, id: undefined }), where).id).toBe(where);
});

test('unknown fields are ignored', () => {
  const exchange = parseNdjsonLine(JSON.stringify({ ...line, cassette: 'c.yaml', more: {} }), where);
  expect(Object.keys(exchange).sort()).toEqual(['id', 'recordedAt', 'request', 'response']);
});

test('a line that is not JSON is refused with one sentence that does not repeat it', () => {
  expect(faultOf('{"token": "abc"')).toBe('file.ndjson, line 3, is not JSON: each line must be one exchange.');
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
  expect(faultOf(text)).toBe(
    `file.ndjson, line 3, has no ${missing}: an exchange needs request.method, request.url and response.status.`,
  );
});

test.each([{ 'X-Count': 7 }, { 'X-Null': null }, { 'X-List': [1] }])(
  'a header that is not text is read or refused without an internal error: %j',
  (headers) => {
    const text = JSON.stringify({ ...line, response: { ...line.response, headers } });
    let outcome: unknown;
    try {
      outcome = parseNdjsonLine(text, where).response.status;
    } catch (error) {
      outcome = error instanceof ContractsError ? error.code : error;
    }
    expect([200, 'INPUT']).toContain(outcome);
  },
);
