import { expect, test } from 'vitest';
import { countOf, countsOf, listOf } from '../../src/io/counts.js';

test.each([
  [0, 'requests', '0 requests'],
  [1, 'requests', '1 request'],
  [2, 'requests', '2 requests'],
  [1, 'policies', '1 policy'],
  [1, 'verified operations', '1 verified operation'],
  [1, 'objects or settings', '1 object or setting'],
  [2, 'branding', '2 brandings'],
])('%i of `%s` is "%s"', (n, noun, text) => {
  expect(countOf(n, noun)).toBe(text);
});

test('names are counted, the most frequent first', () => {
  expect(countsOf(['users', 'groups', 'groups'])).toBe('2 groups, 1 user');
});

test('lists end with a conjunction', () => {
  expect(listOf('disjunction', ['200', '400', '404'])).toBe('200, 400 or 404');
  expect(listOf('conjunction', ['read'])).toBe('read');
});
