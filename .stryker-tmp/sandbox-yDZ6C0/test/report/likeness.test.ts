// @ts-nocheck
import { expect, test } from 'vitest';
import { editionMatchOf } from '../../src/assess/build.js';
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
const like = (...changes: [Change, ChangeState][]) =>
  editionMatchOf({
    outcome: { kind: 'verified', verdict: 'pass' },
    changes: changes.map(([one, state]) => ({ change: one, state })),
  });

test('a change in which the documents of both editions agree tells nothing of the edition', () => {
  expect(like([change(), 'applied'])).toBe('edition');
  expect(like([change({ inDocuments: false }), 'applied'])).toBe('same');
  expect(like([change({ inDocuments: false }), 'applied'], [change(), 'not observable'])).toBe('unknown');
});

test('a recorded user behaves like no edition: no document has what the migration document takes away', async () => {
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
  expect(out).toMatch(/behaves like 2025\.08\.0 in 0 of \d+ operations; the same in both editions in 1/);
});

test('of a user, no change tells the editions apart; of an inline hook, one does', () => {
  const telling = (id: OperationId) => {
    const contract = catalogue.operations.get(id);
    return contract ? changesOf(catalogue, contract).filter(({ inDocuments }) => inDocuments !== false) : [];
  };
  expect(telling(operation)).toEqual([]);
  expect(telling('GET /api/v1/inlineHooks/{inlineHookId}').length).toBeGreaterThan(0);
});
