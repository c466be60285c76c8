import { expect, test } from 'vitest';
import { editionMatchOf } from '../../src/assess/edition-match.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { changesOf } from '../../src/contract/changes.js';
import type { Change, ChangeState } from '../../src/domain/change.js';
import type { OperationId } from '../../src/domain/operation.js';
import { ownContractsFolder } from '../../src/io/package-root.js';
import { runMain } from '../cli/run-main.js';
import { loadSamples } from '../contract/read-samples.js';

const catalogue = loadCatalogue();
const operation: OperationId = 'GET /api/v1/users/{id}';
const change = (more: Partial<Change> = {}): Change => ({
  id: `${operation}: removed /a`,
  operation,
  kind: 'removed',
  pointer: '/a',
  contract: 'users/user.schema.json#/properties/a',
  ...more,
});
const matchOf = (...changes: [Change, ChangeState][]) =>
  editionMatchOf({
    outcome: { kind: 'verified', verdict: 'pass' },
    changes: changes.map(([one, state]) => ({ change: one, state })),
    findings: [],
  });

test('a change that the documents do not show does not distinguish the editions', () => {
  expect(matchOf([change(), 'applied'])).toBe('edition');
  expect(matchOf([change({ inDocuments: false }), 'applied'])).toBe('same in both');
  expect(matchOf([change({ inDocuments: false }), 'applied'], [change(), 'not observable'])).toBe('unknown');
});

test('a recorded user is the same in both editions', async () => {
  const user = loadSamples(ownContractsFolder(), catalogue.schemas).find(
    ({ place }) => place === 'users/user.schema.json',
  );
  const body = Object.values(user?.valid ?? {})[0];
  const exchange = {
    id: '1',
    request: { method: 'GET', url: 'https://org.example.com/api/v1/users/00u1' },
    response: { status: 200, headers: { 'content-type': 'application/json' }, body },
  };
  const { out } = await runMain(['traffic', '-'], `${JSON.stringify(exchange)}\n`);
  expect(out).toMatch(/^ +Migrated 0 · same in both editions 1 · unknown \d+$/m);
});

test('no change of a user distinguishes the editions; one of an inline hook does', () => {
  const distinguishing = (id: OperationId) => {
    const contract = catalogue.operations.get(id);
    return contract ? changesOf(catalogue, contract).filter(({ inDocuments }) => inDocuments !== false) : [];
  };
  expect(distinguishing(operation)).toEqual([]);
  expect(distinguishing('GET /api/v1/inlineHooks/{inlineHookId}').length).toBeGreaterThan(0);
});
