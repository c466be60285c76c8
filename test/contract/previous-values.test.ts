import { expect, test } from 'vitest';
import { acceptedBefore, previousText, wasAccepted } from '../../src/contract/previous-values.js';
import { schemaIn } from '../../src/contract/step.js';

const changedIn = '2025.08.0';
const list = {
  type: 'array',
  items: { type: 'string', enum: ['A', 'B'] },
  changedIn,
  before: { items: { enum: ['A', 'GONE'] } },
};

test('the previous form of a list states the values of its elements', () => {
  expect(previousText(list)).toBe('one of A, GONE');
  expect(previousText({ ...list, before: { items: {} } })).toBe('any value');
  expect(acceptedBefore(list.before, ['A', 'GONE'])).toBe(true);
  expect(acceptedBefore(list.before, ['A', 'B'])).toBe(false);
  expect(wasAccepted({ keyword: 'enum', data: 'GONE', parentSchema: list.items } as never, list)).toBe(true);
  expect(wasAccepted({ keyword: 'enum', data: 'X', parentSchema: list.items } as never, list)).toBe(false);
});

test('a step that ends before the change has the previous form', () => {
  const step = { from: '2024.08.3', to: '2025.01.1' };
  const { properties } = schemaIn(step, { properties: { a: list } });
  const { otherChanges, ...form } = properties?.a ?? {};
  expect(form).toEqual(list.before);
  expect(otherChanges).toMatchObject([{ edition: changedIn, before: list.before }]);
});
