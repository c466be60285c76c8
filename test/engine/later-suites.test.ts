import { expect, test } from 'vitest';
import { readSuites } from './all-plans.js';
import { carryOut } from './carry-out.js';

const suites = await readSuites();
const names = [
  'application-interclient-trust-mappings',
  'bot-protection',
  'custom-telephony-provider',
  'okta-managed-user-account',
];

/** The outcomes of a suite, and the states of the changes that its operations are. */
async function outcomesOf(name: string, edition: string, tiers: string) {
  const define = suites.get(name);
  if (!define) throw new Error(`no suite ${name}`);
  const step = { from: '2025.08.0', to: '2026.05.1' };
  const { results, org, leftovers } = await carryOut(name, define, { edition, tiers, step });
  expect([org.leftovers(), leftovers]).toEqual([[], []]);
  const all = [...results.values()];
  return all.map(({ operation, outcome, findings, changes }) => ({
    operation,
    outcome: outcome.kind === 'verified' ? outcome.verdict : outcome.kind,
    findings: findings.map(({ level }) => level),
    state: changes[0]?.state,
  }));
}

test.each(names)('an org of a later edition has the operations of %s', async (name) => {
  const outcomes = await outcomesOf(name, '2026.05.1', 'read');
  const reads = outcomes.filter(({ operation }) => operation.startsWith('GET'));
  expect(reads.length).toBeGreaterThan(0);
  for (const read of reads) expect(read).toMatchObject({ outcome: 'pass', findings: [], state: 'applied' });
});

test('an org of an earlier edition does not have them', async () => {
  const outcomes = await outcomesOf('custom-telephony-provider', '2026.02.0', 'read');
  expect(outcomes.map(({ state }) => state)).toEqual(['not applied', 'not applied']);
});
