import { expect, test } from 'vitest';
import type { InUsePart } from '../../src/reference-org/population/in-use.js';
import type { OperationResult } from '../../src/words.js';
import { carryOutSuites, readSuites } from './all-plans.js';

const names = [...(await readSuites()).keys()];

const live = { OKTA_CONTRACTS_TIERS: 'write' };
const limits = { perMinute: 100_000 };

const on = (population: 'in-use' | InUsePart[], settings: Record<string, string> = {}) =>
  carryOutSuites(names, { population, limits }, { live: { ...live, ...settings } });

const verified = (results: Map<string, OperationResult>, method = '') =>
  [...results.values()]
    .filter(({ operation, outcome }) => operation.startsWith(method) && outcome.kind === 'verified')
    .map(({ operation }) => operation)
    .sort();

test('probe', async () => {
  const read = await carryOutSuites(names, { population: 'in-use', limits }, { live: { OKTA_CONTRACTS_TIERS: 'read' } });
  const { org, results } = await on('in-use');
  console.log(org.effects().map((e) => JSON.stringify(e)).reduce((m: Record<string, number>, e) => ((m[e.replace(/00u\w+|who\w+/g, '')] = (m[e.replace(/00u\w+|who\w+/g, '')] ?? 0) + 1), m), {}));
  console.log(verified(read.results).length, verified(results).length);
  console.log(verified(read.results).filter((o) => !verified(results).includes(o)).map((o) => [o, JSON.stringify(results.get(o)?.outcome)]));
  console.log([...results.values()].filter(({ outcome }) => outcome.kind !== 'verified').map((r) => `${r.operation} ${JSON.stringify(r.outcome)}`).join('\n'));
  console.log(org.leftovers());
  expect(1).toBe(1);
});
