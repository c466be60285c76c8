import { expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { runSuites } from './run-suites.js';

// The reference org behaves as 2025.08.0 documents it.
test('a step to a later edition ends well, and its changes are not applied or not observable', async () => {
  const step = { from: '2025.08.0', to: '2026.05.1' };
  const { code, report, output } = await runSuites({
    OKTA_CONTRACTS_FROM: step.from,
    OKTA_CONTRACTS_TO: step.to,
    // It does not serve the operations that later editions add.
    OKTA_CONTRACTS_STALE: 'warn',
  });
  expect([code, report?.edition.previous, report?.edition.edition]).toEqual([0, step.from, step.to]);
  const states = (report?.operations ?? []).flatMap(({ changes }) => changes.map(({ state }) => state));
  expect(states.length).toBeGreaterThan(60);
  expect(new Set(states)).not.toContain('applied');

  const { operations, notRequested } = loadCatalogue(undefined, step);
  const ofStep = [...notRequested.keys()].filter((id) => operations.has(id));
  const reported = report?.coverage.notRequested?.flatMap((group) => group.operations) ?? [];
  expect(reported.toSorted()).toEqual(ofStep.toSorted());
  expect(output).toContain(`Not requested: ${ofStep.length} operations, for the reasons in`);
});
