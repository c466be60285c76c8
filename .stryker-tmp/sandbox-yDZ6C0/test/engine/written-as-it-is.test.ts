// @ts-nocheck
import { expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.js';
import { carryOutSuites, readSuites } from './all-plans.js';
import { json } from './hostile-org.js';

await readSuites();
const path = '/okta-personal-settings/api/v1/export-blocklists';
const write = `PUT ${path}`;

/** The org returns another value in each response: an administrator changes the setting between the reads. */
async function writtenBy(answer: (reads: number) => { status: number; body: Json }) {
  let reads = 0;
  let readsBefore = 0;
  let written: Json | undefined;
  const { results } = await carryOutSuites(
    ['org-settings'],
    {},
    {
      live: { OKTA_CONTRACTS_TIERS: 'write,org' },
      by: (_, plain) => async (url, options) => {
        if (!url.endsWith(path)) return plain(url, options);
        if (options.method === 'GET') {
          reads += 1;
          const { status, body } = answer(reads);
          return json(status, body);
        }
        readsBefore = reads;
        written = JSON.parse(String(options.body)) as Json;
        return plain(url, options);
      },
    },
  );
  return { written, readsBefore, outcome: results.get(write)?.outcome };
}

test('a setting is written back with the value that was read just before', async () => {
  const { written, readsBefore } = await writtenBy((reads) => ({
    status: 200,
    body: { domains: [`${reads}.example.com`] },
  }));
  expect(readsBefore).toBeGreaterThan(1);
  expect(written).toEqual({ domains: [`${readsBefore}.example.com`] });
});

test('a setting that cannot be read just before is not written back', async () => {
  const { written, outcome } = await writtenBy((reads) =>
    reads === 1
      ? { status: 200, body: { domains: ['1.example.com'] } }
      : { status: 403, body: { errorCode: 'E0000006' } },
  );
  expect(written).toBeUndefined();
  expect(outcome).toMatchObject({ kind: 'inconclusive', detail: expect.stringContaining('was not written back') });
});
