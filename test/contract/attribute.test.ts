import { describe, expect, test } from 'vitest';
import { createCheck } from '../../src/contract/check.js';
import type { OperationContract, Schema } from '../../src/contract/model.js';
import { makeExchange } from '../../src/domain/exchange.js';
import type { Json } from '../../src/domain/json.js';
import { smallCatalogue } from './small-catalogue.js';

const only = (...kinds: string[]): Schema => ({ required: ['kind'], properties: { kind: { enum: kinds } } });
const sized: Schema = { required: ['size'], properties: { size: { type: 'number' } } };
const added: Schema = { required: ['size'], properties: { size: { type: 'number', addedIn: '2025.08.0' } } };
const changed: Schema = {
  properties: {
    profile: {
      type: 'object',
      changedIn: '2025.08.0',
      was: 'a text',
      required: ['name'],
      properties: { name: { type: 'string' } },
    },
  },
};
const text: Schema = { properties: { profile: { type: 'string' } } };

/** The findings in a response with some alternatives. */
function findingsOf(allOf: Schema[], body: Json) {
  const id = 'GET /api/v1/things';
  const schema: Schema = { type: 'object', properties: { kind: { type: 'string' } }, allOf };
  const catalogue = smallCatalogue({ [id]: { answers: { 200: { schema: 'thing.schema.json' } } } }, { thing: schema });
  const proven = { documents: 'both', satisfied: 100, violated: 0, orgs: 5, kinds: 3 } as const;
  const check = createCheck({ ...catalogue, evidence: { of: () => proven } } as typeof catalogue);
  const exchange = makeExchange({
    id: '1',
    request: { method: 'GET', url: `https://org.example.com/api/v1/things` },
    response: { status: 200, headers: { 'content-type': 'application/json' }, body },
  });
  return check(catalogue.operations.get(id) as OperationContract, exchange).findings;
}

describe('a change inside an alternative', () => {
  const twoVariants = [
    { if: only('A'), then: added },
    { if: only('B'), then: sized },
  ];

  test('owns a finding of the same alternative', () => {
    expect(findingsOf(twoVariants, { kind: 'A' })).toMatchObject([
      { kind: 'not-yet', level: 'stale', change: 'GET /api/v1/things: added /size' },
    ]);
  });

  test('does not own a finding of another alternative at the same location', () => {
    const [finding, ...more] = findingsOf(twoVariants, { kind: 'B' });
    expect(finding).toMatchObject({ kind: 'missing', pointer: '/size', level: 'violation' });
    expect(finding).not.toHaveProperty('change');
    expect(more).toEqual([]);
  });

  test('does not own a finding of the alternative that applies otherwise', () => {
    const either = [{ if: only('A'), then: added, else: sized }];
    expect(findingsOf(either, { kind: 'A' })).toMatchObject([{ kind: 'not-yet' }]);
    expect(findingsOf(either, { kind: 'B' })).toMatchObject([{ kind: 'missing', level: 'violation' }]);
  });

  test('owns findings of alternatives with the same condition, or one with fewer values', () => {
    const mark = { if: only('A', 'B'), then: { properties: { size: { addedIn: '2025.08.0' } } } };
    const requires = (...kinds: string[]) => [mark, { if: only(...kinds), then: { required: ['size'] } }];
    expect(findingsOf(requires('A', 'B'), { kind: 'A' })).toMatchObject([{ kind: 'not-yet' }]);
    expect(findingsOf(requires('A'), { kind: 'A' })).toMatchObject([{ kind: 'not-yet' }]);
    expect(findingsOf(requires('C'), { kind: 'C' })).toMatchObject([{ kind: 'missing' }]);
    expect(findingsOf(requires('A', 'C'), { kind: 'A' })).toMatchObject([{ kind: 'missing' }]);
  });

  test('owns what is inside of a changed property, and nothing of the property in another alternative', () => {
    const variants = [
      { if: only('A'), then: changed },
      { if: only('B'), then: text },
    ];
    const change = 'GET /api/v1/things: changed /profile';
    expect(findingsOf(variants, { kind: 'A', profile: 'a' })).toMatchObject([{ kind: 'type', level: 'stale', change }]);
    expect(findingsOf(variants, { kind: 'A', profile: {} })).toMatchObject([{ kind: 'missing', change }]);
    const [finding] = findingsOf(variants, { kind: 'B', profile: {} });
    expect(finding).toMatchObject({ kind: 'type', level: 'violation' });
    expect(finding).not.toHaveProperty('change');
  });
});

test('a change outside of alternatives also owns findings of an alternative', () => {
  const base = { properties: { size: { addedIn: '2025.08.0' } } };
  expect(findingsOf([base, { if: only('A'), then: { required: ['size'] } }], { kind: 'A' })).toMatchObject([
    { kind: 'not-yet' },
  ]);
});
