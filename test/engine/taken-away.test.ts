import { describe, expect, test } from 'vitest';
import { startReferenceOrg } from '../../reference-org/index.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { responseAssertion } from '../../src/contract/evidence.js';
import { certaintyOf } from '../../src/contract/levels.js';
import { carryOutSuites, readSuites } from './all-plans.js';
import { unasked } from './unasked.js';

await readSuites();
const catalogue = loadCatalogue();
const operations = [...catalogue.operations.values()].filter(
  ({ id, category }) => category !== 'fixture' && !(id in unasked) && !catalogue.notRequested.has(id),
);

describe('an operation that the org does not serve is reported', () => {
  test.concurrent.for(operations)('$id', async ({ id, resource, category }) => {
    const { results } = await carryOutSuites([resource], { without: [id] });
    const { outcome, findings } = results.get(id) ?? {};
    if (category === 'deprecated') {
      // Its removal was announced.
      expect(outcome).toMatchObject({ kind: 'skipped', reason: 'gone' });
      return;
    }
    // Documents alone do not prove that every org serves an operation.
    const isCertain =
      certaintyOf(catalogue.evidence.of(responseAssertion({ id, resource }, 'status'))).level === 'violation';
    expect(outcome).toEqual({
      kind: 'verified',
      verdict: category === 'new' ? 'stale' : isCertain ? 'violation' : 'pass',
    });
    const yet = category === 'new' ? ' yet' : '';
    expect(findings?.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(`^This org does not serve the operation${yet} \\((404|405)\\)(; 2025.10.0 removes it)?$`),
    );
    const others = [...results.values()].filter((result) => result.operation !== id);
    // Changes that no response showed are only notes.
    const blamed = others.filter((result) => result.findings.some(({ level }) => level !== 'notice'));
    expect(blamed.map(({ operation }) => operation)).toEqual([]);
  });
});

describe('only operations of a disabled feature are skipped', async () => {
  const org = await startReferenceOrg();
  const features = [...org.features()].map(([feature, its]) => ({ feature, its: its.map(shapeOf) }));
  await org.close();
  expect(features.length).toBeGreaterThan(10);

  test.concurrent.for(features)('$feature', async ({ feature, its }) => {
    const named = operations.filter(({ id }) => its.includes(shapeOf(id)));
    const unplanned = [...catalogue.notRequested.keys()].map(shapeOf);
    expect(named).toHaveLength(its.filter((shape) => !unplanned.includes(shape)).length);
    const { results } = await carryOutSuites(new Set(named.map(({ resource }) => resource)), { off: [feature] });
    const off = [...results.values()].filter(
      ({ outcome }) => outcome.kind === 'skipped' && outcome.reason === 'feature-not-enabled',
    );
    expect(off.map(({ operation }) => operation).sort()).toEqual(named.map(({ id }) => id).sort());
    expect([...results.values()].flatMap(({ findings }) => findings)).toEqual([]);
  });
});

function shapeOf(operation: string): string {
  return operation.replace(/\{[^}]*\}/g, '{}');
}
