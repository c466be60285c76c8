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
  expect(output).toContain(`Not requested: ${ofStep.length} operations. Reasons:`);
});

test.each([
  ['current', '2024.08.3', '2025.08.0'],
  ['newest', '2025.08.0', '2026.05.1'],
  ['newest', '2024.08.3', '2026.05.1'],
])('an org of the profile %s has applied each observable change from %s to %s', async (profile, from, to) => {
  const settings = { OKTA_CONTRACTS_PROFILE: profile, OKTA_CONTRACTS_FROM: from, OKTA_CONTRACTS_TO: to };
  const { code, report } = await runSuites(settings);
  expect([code, report?.edition.previous, report?.edition.edition]).toEqual([0, from, to]);
  expect(report?.coverage.verdicts).toEqual({ pass: report?.coverage.verified, stale: 0, violation: 0 });
  const operations = report?.operations ?? [];
  expect(operations.flatMap(({ findings }) => findings.filter(({ level }) => level !== 'notice'))).toEqual([]);
  const states = operations.flatMap(({ changes }) => changes.map(({ state }) => state));
  expect(states).not.toContain('not applied');
  expect(states.filter((state) => state === 'applied').length).toBeGreaterThan(70);
  expect(Object.keys(report?.editionMatch.editions ?? {}).at(-1)).toBe(to);
  // Only operations that an edition of the step removed are not verified.
  const removed = operations.filter(({ outcome }) => outcome.kind !== 'verified').map(({ operation }) => operation);
  expect(
    removed.filter((operation) => !/ \/(api\/v1\/risk|device-access\/api\/v1\/desktop-mfa)\//.test(operation)),
  ).toEqual([]);
  expect(removed.length === 0).toBe(profile === 'current');
});
