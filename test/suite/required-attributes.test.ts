import { expect, test } from 'vitest';
import { valuesFor } from '../../src/suite/required-attributes.js';
import type { Json } from '../../src/words.js';

test.each<[string, { [key: string]: Json }, Json]>([
  ['one of a list of values', { type: 'string', enum: ['S', 'M'] }, 'S'],
  ['a number of a list of values', { type: 'integer', enum: [3] }, 3],
  ['a text', { type: 'string' }, 'okta-contracts-1'],
  ['a short text keeps what differs', { type: 'string', maxLength: 4 }, 'ts-1'],
  ['a long text', { type: 'string', minLength: 20 }, 'okta-contracts-1xxxx'],
  ['a number', { type: 'number' }, 0],
  ['a number from a bound', { type: 'integer', minimum: 5 }, 5],
  ['a boolean', { type: 'boolean' }, false],
  ['a list', { type: 'array', items: { type: 'string', enum: ['a'] } }, ['a']],
])('%s', (_, attribute, value) => {
  expect(valuesFor({ attribute }, 'okta-contracts-1')).toEqual({ attribute: value });
});

test.each<[string, { [key: string]: Json }]>([
  ['with a pattern', { type: 'string', pattern: '^\\d{5}$' }],
  ['with a format', { type: 'string', format: 'country-code' }],
  ['of an unknown type', { type: 'object' }],
  ['of a list of an unknown type', { type: 'array' }],
  ['of a length beyond reason', { type: 'string', minLength: 1_000_000_000 }],
])('an attribute %s has no value', (_, attribute) => {
  expect(valuesFor({ other: { type: 'string' }, attribute }, 'okta-contracts-1')).toBeUndefined();
});
