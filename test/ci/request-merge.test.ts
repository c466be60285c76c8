import { expect, test } from 'vitest';
import { documentIn, parametersIn, withOtherMarks } from '../../.ci/request-merge.js';

const step = { from: '2024.08.3', to: '2025.08.0' };
const [own, later] = ['2025.08.0', '2026.03.0'];
const text = { type: 'string' };
const written = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { ...text, requiredIn: later },
    kind: { ...text, addedIn: own },
    color: { ...text, addedIn: later },
    old: { not: {}, removedIn: later, before: text },
    size: { type: 'string', enum: ['L', 'XL'], changedIn: later, before: { type: 'string', enum: ['L'] } },
  },
} as const;
const view = {
  type: 'object',
  properties: { name: text, kind: { ...text, addedIn: own }, old: text, size: { type: 'string', enum: ['L'] } },
};
const merge = (now: object) => {
  const lost: string[] = [];
  return { merged: withOtherMarks(written, view, now, (at) => lost.push(at)), lost };
};

test('the documents of a step do not show the marks of later editions', () => {
  expect(documentIn(step, written as never)).toEqual(view);
  const query = { limit: { ...text, addedIn: later }, sort: text };
  expect(parametersIn(step, query, undefined)).toEqual({ properties: { sort: text } });
  expect(parametersIn(step, { limit: { ...text, addedIn: later } }, ['limit'])).toEqual({});
});

test('requests that are written again keep the marks of later editions', () => {
  expect(merge(view)).toEqual({ merged: written, lost: [] });
  const kind = { type: 'integer', addedIn: own };
  expect(merge({ ...view, properties: { ...view.properties, kind } })).toEqual({
    merged: { ...written, properties: { ...written.properties, kind } },
    lost: [],
  });
});

test('a mark of a later edition at a location that the documents give otherwise is reported', () => {
  const old = { type: 'integer' };
  const { merged, lost } = merge({ ...view, properties: { ...view.properties, old } });
  expect(lost).toEqual(['/properties/old']);
  expect(merged).toMatchObject({ properties: { old, color: written.properties.color } });
});
