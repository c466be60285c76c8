// @ts-nocheck
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Check } from '../../src/contract/check.js';
import type { OperationContract } from '../../src/contract/model.js';
import { type Exchange, makeExchange, type RawExchange, type RawResponse } from '../../src/domain/exchange.js';

const raw: RawExchange = {
  id: '1',
  request: { method: 'GET', url: 'https://org.example.com/api/v1/users/me' },
  response: { status: 200, headers: {}, body: { password: 'secret' } },
};
const exchange = makeExchange(raw);

// The compiler reports an expected error that does not occur: `tsc --noEmit` is the test of this function.
export function typesOf(check: Check, operation: OperationContract, response: RawResponse): void {
  check(operation, exchange);
  //  A check does not accept an exchange with its secrets.
  check(operation, raw);
  //  Nor a redacted exchange with another response.
  check(operation, { ...exchange, response });
  //  An object with the same properties is not a redacted exchange.
  const literal: Exchange = { id: '1', request: raw.request, response: { status: 200, headers: {} } };
  //  A redacted exchange cannot be mistaken for a raw one.
  const again: RawExchange = exchange;
  //  Nor can its response.
  const part: RawResponse = exchange.response;
  void [literal, again, part];
}

const src = fileURLToPath(new URL('../../src', import.meta.url));
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => /\.m?ts$/.test(file));

test('only makeExchange states that an exchange is redacted', () => {
  const assertion =
    /\bas (?:unknown as )?(?:Exchange|RedactedResponse|Redacted)\b|<(?:Exchange|RedactedResponse)>\s*[({\w]/g;
  const found = sources.flatMap((file) =>
    [...readFileSync(join(src, file), 'utf8').matchAll(assertion)].map(([text]) => `${file}: ${text}`),
  );
  expect(found).toEqual(['domain/exchange.ts: as Exchange']);
});

test('a redacted exchange has no further property at run time', () => {
  expect(JSON.parse(JSON.stringify(exchange))).toEqual({
    ...raw,
    response: { ...raw.response, body: { password: 'REDACTED' } },
  });
  expect(Object.getOwnPropertySymbols(exchange)).toEqual([]);
});
