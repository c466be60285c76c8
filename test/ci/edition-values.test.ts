import { expect, test } from 'vitest';
import { LocationEditor } from '../../.ci/edition/locations.js';
import type { Schema } from '../../src/contract/model.js';

const edition = '2026.07.0';
const difference = { kind: 'enum', before: 'A', after: 'A | B' } as never;
const widen = (schema: Schema, part: string, holder?: Schema) => {
  const editor = new LocationEditor({ edition } as never);
  return editor.widen(schema, difference, 'file', part, holder);
};

test('new values of a request keep the previous values with a mark', () => {
  const property: Schema = { type: 'string', enum: ['A'] };
  expect(widen(property, 'request', property).kind).toBe('written');
  expect(property).toEqual({
    type: 'string',
    enum: ['A', 'B'],
    changedIn: edition,
    before: { type: 'string', enum: ['A'] },
  });
  const list: Schema = { type: 'array', items: { type: 'string', enum: ['A'] } };
  widen(list.items as Schema, 'request', list);
  expect(list).toEqual({
    type: 'array',
    items: { type: 'string', enum: ['A', 'B'] },
    changedIn: edition,
    before: { type: 'array', items: { type: 'string', enum: ['A'] } },
  });
});

test('new values of a request that other locations share, or with a mark, are a decision', () => {
  const shared: Schema = { type: 'string', enum: ['A'] };
  expect(widen(shared, 'request')).toMatchObject({ kind: 'decide' });
  expect(widen(shared, 'request', { ...shared, addedIn: '2025.08.0' })).toMatchObject({ kind: 'decide' });
  expect(shared).toEqual({ type: 'string', enum: ['A'] });
});

test('new values of a response have no mark', () => {
  const property: Schema = { type: 'string', openEnum: ['A'] };
  widen(property, '200');
  expect(property).toEqual({ type: 'string', openEnum: ['A', 'B'] });
});
