// @ts-nocheck
import { expect, test } from 'vitest';
import type { OperationResult } from '../../src/domain/outcome.js';
import { carryOutSuites, readSuites } from './all-plans.js';

const names = [...(await readSuites()).keys()];
const outcomes = (results: Map<string, OperationResult>) =>
  [...results.values()].map(({ operation, outcome }) => `${operation} ${JSON.stringify(outcome)}`).sort();

test('the number of requests does not depend on the size of the org', async () => {
  const small = await carryOutSuites(names, { moreUsers: 10 });
  const large = await carryOutSuites(names, { moreUsers: 1_000_000 });
  // A lookup reads at most five pages, and more than one if objects of the run are first in the list.
  const [few, many] = [small, large].map(({ org }) => org.requests().length) as [number, number];
  expect(many - few).toBeLessThan(50);
  expect(outcomes(large.results)).toEqual(outcomes(small.results));
});

test('with 20 requests per window all verdicts are the same', async () => {
  const wide = await carryOutSuites(names, {});
  const narrow = await carryOutSuites(names, { limits: { perMinute: 20, windowMs: 1_000 } });
  expect(outcomes(narrow.results)).toEqual(outcomes(wide.results));
});
