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
