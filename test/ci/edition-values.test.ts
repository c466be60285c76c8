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

test('new values of a request that other locations share are a decision', () => {
  const shared: Schema = { type: 'string', enum: ['A'] };
  expect(widen(shared, 'request')).toMatchObject({ kind: 'decide' });
  expect(shared).toEqual({ type: 'string', enum: ['A'] });
});

test('a second change of values keeps the first one', () => {
  const first = { type: 'string', enum: ['A'], changedIn: '2025.08.0', before: { enum: ['C'] } };
  const changed: Schema = structuredClone(first);
  widen(changed, 'request', changed);
  expect(changed).toEqual({ type: 'string', enum: ['A', 'B'], changedIn: edition, before: first });
  const added: Schema = { type: 'string', enum: ['A'], addedIn: '2025.08.0' };
  widen(added, 'request', added);
  const former = { type: 'string', enum: ['A'] };
  expect(added).toEqual({ ...former, enum: ['A', 'B'], addedIn: '2025.08.0', changedIn: edition, before: former });
});

test('new values of a response have no mark', () => {
  const property: Schema = { type: 'string', openEnum: ['A'] };
  widen(property, '200');
  expect(property).toEqual({ type: 'string', openEnum: ['A', 'B'] });
});
