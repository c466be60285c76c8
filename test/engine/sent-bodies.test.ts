import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { createRequestCheck } from '../../src/contract/check-request.js';
import { createMatcher } from '../../src/contract/match.js';
import { makeExchange } from '../../src/domain/exchange.js';
import type { Json } from '../../src/domain/json.js';
import { carryOutSuites, readSuites } from './all-plans.js';

const catalogue = loadCatalogue();
const match = createMatcher(catalogue);
const check = createRequestCheck(catalogue);
const names = [...(await readSuites()).keys()];

/** Whether a finding is about what only one edition accepts. */
const isOfEdition = (text: string) =>
  /`features` is read-only|no longer accepted|only the previous edition accepts|was changed in|Expected a known value/.test(
    text,
  );

/** What the request contracts find in everything that a suite sends to the reference org. */
async function findingsOf(name: string): Promise<string[]> {
  const found = new Set<string>();
  await carryOutSuites(
    [name],
    {},
    {
      by: (_, plain) => async (url, options) => {
        const response = await plain(url, options);
        const operation = match(options.method, url);
        if (!operation) return response;
        const { body } = options;
        const sent = typeof body === 'string' ? (JSON.parse(body) as Json) : undefined;
        const exchange = makeExchange({
          id: 'sent',
          request: { method: options.method, url, ...(sent !== undefined && { body: sent }) },
          response: { status: 200, headers: {}, body: {} },
        });
        // Suites send on purpose what only one edition accepts.
        for (const { level, pointer, message } of check(operation, exchange).findings.filter(
          ({ message: text }) => !isOfEdition(text),
        ))
          found.add(`${operation.id} ${pointer} ${message} (${level})`);
        return response;
      },
    },
  );
  return [...found];
}

describe('a suite sends what the request contracts accept', () => {
  test.each(names)('%s', async (name) => {
    expect(await findingsOf(name)).toEqual([]);
  });
});
