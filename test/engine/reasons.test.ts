import { expect, test } from 'vitest';
import { notCreated, notServed } from '../../src/engine/reasons.js';

const id = 'POST /api/v1/risk/providers';

test('what depends on an operation that an edition removed is skipped for that reason, named once', () => {
  const why = notServed({ id, category: 'deprecated' });
  const expected = { kind: 'skipped', reason: 'gone', detail: `this org no longer serves ${id}, which it depends on` };
  expect(why).toEqual(expected);
  expect(notCreated(id, why)).toEqual(expected);
});

test('what depends on an operation that the org does not serve has no object', () => {
  const why = notServed({ id, category: 'new' });
  expect(why).toMatchObject({ kind: 'inconclusive', reason: 'fixture-not-made' });
  expect(notCreated(id, why).detail).toBe(`Setup failed: ${id} created no object: ${id} is not served`);
});

test('another reason to skip names the operation', () => {
  const why = { kind: 'skipped' as const, reason: 'needs-write-tier' as const, detail: 'runs in the write tier only' };
  expect(notCreated(id, why).detail).toBe(`${id}: runs in the write tier only`);
});
