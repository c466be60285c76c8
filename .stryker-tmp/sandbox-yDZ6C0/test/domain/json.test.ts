// @ts-nocheck
import { expect, test } from 'vitest';
import { asObject, escapeSegment, isObject, pointerTo, segmentsOf, valueAt } from '../../src/domain/json.js';

const notObjects = [undefined, null, true, 7, 'text', [], [{ a: 1 }]];

test('lists, null and simple values are not objects', () => {
  expect(isObject({})).toBe(true);
  for (const value of notObjects) expect(isObject(value)).toBe(false);
});

test('asObject returns an object as it is, and an empty object for everything else', () => {
  const value = { a: 1 };
  expect(asObject(value)).toBe(value);
  for (const other of notObjects) expect(asObject(other)).toEqual({});
});

test('~ and / are escaped in a segment of a pointer', () => {
  for (const name of ['a/b', 'm~n', '~1', '~01', '/', ''])
    expect(segmentsOf(`/x/${escapeSegment(name)}`)).toEqual(['x', name]);
  expect(escapeSegment('~/')).toBe('~0~1');
});

test('pointerTo accepts a property name or a pointer', () => {
  expect(pointerTo('id')).toBe('/id');
  expect(pointerTo('/profile/name')).toBe('/profile/name');
  expect(pointerTo('m~n')).toBe('/m~0n');
});

test('valueAt returns the value at a pointer or of a property', () => {
  expect(valueAt({ id: 1, 'm~n': 2 }, 'id')).toBe(1);
  expect(valueAt({ 'm~n': 2 }, 'm~n')).toBe(2);
  expect(valueAt({ a: { b: [1] } }, '/a/b/0')).toBe(1);
  expect(valueAt({ 'a/b': { 'm~n': null } }, '/a~1b/m~0n')).toBeNull();
  expect(valueAt([1], '')).toEqual([1]);
});

test('valueAt reads own properties only, of any value', () => {
  for (const value of notObjects) expect(valueAt(value, '/_links/schema/href')).toBeUndefined();
  expect(valueAt({ a: 'text' }, '/a/length')).toBeUndefined();
  expect(valueAt({}, 'constructor')).toBeUndefined();
  expect(valueAt({}, '/constructor')).toBeUndefined();
  expect(valueAt({}, '/__proto__/toString')).toBeUndefined();
});
