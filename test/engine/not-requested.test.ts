import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import type { OperationId } from '../../src/domain/operation.js';
import { operationsOf } from '../../src/engine/model.js';
import { makePlan } from '../../src/engine/plan.js';
import { readSuites } from './all-plans.js';

const file = fileURLToPath(new URL('../../docs/editions/not-requested.md', import.meta.url));
const { operations, others, notRequested } = loadCatalogue(undefined, {});
/** The operations of all editions. */
const catalogue = { operations: new Map([...operations, ...others]), notRequested };

const plans = [...(await readSuites())].map(([name, define]) => makePlan(name, define, () => catalogue));
const requested = new Set(plans.flatMap(operationsOf));

test('a suite requests each operation, or contracts/not-requested.json states why not', () => {
  const whys = new Map(plans.flatMap((plan) => [...plan.notRequested]));
  const missing = [...catalogue.operations.keys()].filter((id) => !requested.has(id) && !notRequested.has(id));
  expect(missing.map((id) => (whys.has(id) ? `${id}: ${whys.get(id)}` : id))).toEqual([]);
});

test('contracts/not-requested.json has no operation that a suite requests, and none without a contract', () => {
  const named = [...notRequested.keys()];
  expect(named.filter((id) => requested.has(id))).toEqual([]);
  expect(named.filter((id) => !catalogue.operations.has(id))).toEqual([]);
});

test('docs/editions/not-requested.md lists them by reason (UPDATE_DATA=1 writes it)', () => {
  const text = documentOf(notRequested);
  if (process.env.UPDATE_DATA === '1') writeFileSync(file, text);
  expect(readFileSync(file, 'utf8')).toBe(text);
});

/** The document: the most frequent reasons first. */
function documentOf(reasons: ReadonlyMap<OperationId, string>): string {
  const byReason = new Map<string, OperationId[]>();
  for (const [id, reason] of reasons) byReason.set(reason, [...(byReason.get(reason) ?? []), id]);
  const groups = [...byReason].sort((a, b) => b[1].length - a[1].length || a[0].localeCompare(b[0], 'en'));
  return [
    '# Operations that runs do not request',
    '',
    `No suite calls these ${reasons.size} of ${catalogue.operations.size} operations, for the reasons in contracts/not-requested.json.`,
    'They have contracts as well: `traffic` and `gateway` check them.',
    ...groups.flatMap(([reason, ids]) => ['', `## ${reason}`, '', ...ids.toSorted().map((id) => `- \`${id}\``)]),
    '',
  ].join('\n');
}
