import { expect, test } from 'vitest';
import { makeExchange } from '../../src/domain/exchange.js';
import { refusedAs } from '../../src/engine/known-refusal.js';

test('only a refusal that the suite declares is a reason to skip', () => {
  const refusal = { reason: 'feature-not-enabled', detail: 'gone', summary: /no longer supported/ } as const;
  const refused = (errorSummary: string, status = 400) =>
    makeExchange({
      id: '1',
      request: { method: 'GET', url: 'https://org.example.com/api/v1/users' },
      response: { status, headers: {}, body: { errorCode: 'E0000001', errorSummary } },
    });
  expect(refusedAs(refusal, refused('Policy mappings are no longer supported'))).toEqual({
    kind: 'skipped',
    reason: 'feature-not-enabled',
    detail: 'gone (400 E0000001)',
  });
  expect(refusedAs(refusal, refused('name: must not be empty'))).toBeUndefined();
  expect(refusedAs(refusal, refused('no longer supported', 500))).toBeUndefined();
  expect(refusedAs(undefined, refused('no longer supported'))).toBeUndefined();
});

test('a refusal can be another error, such as a setting that does not exist', () => {
  const response = { status: 404, headers: {}, body: { errorCode: 'E0000007', errorSummary: 'Not found' } };
  const request = { method: 'GET', url: 'https://org.example.com/api/v1/org' };
  const exchange = makeExchange({ id: '1', request, response });
  const refusal = { reason: 'no-such-object-on-this-org', detail: 'not set' } as const;
  expect(refusedAs({ ...refusal, error: '404 E0000007' }, exchange)).toEqual({
    kind: 'skipped',
    reason: 'no-such-object-on-this-org',
    detail: 'not set (404 E0000007)',
  });
  expect(refusedAs(refusal, exchange)).toBeUndefined();
});
