import { expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { constantOrShape, shapeOf } from '../../src/contract/shape.js';
import { generalPointer } from './general-pointer.js';

const { vocabulary } = loadCatalogue().schemas;

test.each([
  [null, 'null'],
  [undefined, 'nothing'],
  [true, 'a boolean'],
  [7, 'a number'],
  ['secret', 'a string of 6 characters'],
  ['', 'an empty string'],
  [[], 'an array of 0 elements'],
  [['secret'], 'an array of 1 element'],
  [[1, 2], 'an array of 2 elements'],
  [{}, 'an object with 0 properties'],
  [{ name: 'secret' }, 'an object with 1 property'],
  [{ a: 1, b: 2 }, 'an object with 2 properties'],
])('%j is shown as: %s', (value, shape) => {
  expect(shapeOf(value)).toBe(shape);
});

test.each([
  'ACTIVE',
  'PASSWORD_EXPIRED',
  'OAUTH2',
  'com.okta.import.transform',
  'com.okta.user.pre-registration',
  'password',
])('a constant of the vendor is shown as it is: %s', (constant) => {
  expect(constantOrShape(constant, vocabulary)).toBe(constant);
});

test.each([
  ['Alice', 'a string of 5 characters'],
  ['alice@example.com', 'a string of 17 characters'],
  ['ACTIVE alice', 'a string of 12 characters'],
  ['ACTIVE\nalice', 'a string of 12 characters'],
  ['com.oktapreview.alice', 'a string of 21 characters'],
  ['A_', 'a string of 2 characters'],
  ['A'.repeat(61), 'a string of 61 characters'],
  [7, 'a number'],
  [null, 'null'],
])('a value that a person may have chosen is shown as its shape: %j', (value, shape) => {
  expect(constantOrShape(value, vocabulary)).toBe(shape);
});

test.each(['LOVELACE', 'SSN_123456789', 'A', 'com.okta.lovelace'])(
  'a value that only looks like a constant is shown as a hash: %s',
  (value) => {
    expect(constantOrShape(value, vocabulary)).toMatch(/^an unknown value \(#[0-9a-f]{4}\)$/);
  },
);

test('a pointer names the elements of lists with *', () => {
  expect(generalPointer([{ tags: ['a', 'b'] }], '/0/tags/1')).toBe('/*/tags/*');
});

test('a property whose name is a number stays a name', () => {
  expect(generalPointer({ errors: { '404': { list: [{}] } } }, '/errors/404/list/0')).toBe('/errors/404/list/*');
});

test('names with slashes and tildes stay escaped, and are followed', () => {
  expect(generalPointer({ 'a/b~c': [1] }, '/a~1b~0c/0')).toBe('/a~1b~0c/*');
});

test('a pointer to a missing value does not change', () => {
  expect(generalPointer({ a: null }, '/a/b/0')).toBe('/a/b/0');
  expect(generalPointer([], '')).toBe('');
});
