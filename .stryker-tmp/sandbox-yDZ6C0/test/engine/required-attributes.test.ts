// @ts-nocheck
import { expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.js';
import { matchesLogin, valuesFor } from '../../src/engine/required-attributes.js';

test.each<[string, { [key: string]: Json }, Json]>([
  ['one of a list of values', { type: 'string', enum: ['S', 'M'] }, 'S'],
  ['a number of a list of values', { type: 'integer', enum: [3] }, 3],
  ['a text', { type: 'string' }, 'okta-contracts-1'],
  ['a short text keeps what differs', { type: 'string', maxLength: 4 }, 'ts-1'],
  ['a long text', { type: 'string', minLength: 20 }, 'okta-contracts-1xxxx'],
  ['a text that must be unique', { type: 'string', unique: 'UNIQUE_VALIDATED' }, 'okta-contracts-1'],
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
  ['that must be unique and is a number', { type: 'integer', unique: 'UNIQUE_VALIDATED' }],
  ['that must be unique and has a list of values', { type: 'string', unique: true, enum: ['S', 'M'] }],
  ['that must be unique and is too short to differ', { type: 'string', unique: 'UNIQUE_VALIDATED', maxLength: 4 }],
  ['of a length beyond reason', { type: 'string', minLength: 1_000_000_000 }],
])('an attribute %s has no value', (_, attribute) => {
  expect(valuesFor({ other: { type: 'string' }, attribute }, 'okta-contracts-1')).toBeUndefined();
});

test('too many required attributes get no values', () => {
  const attributes = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`a${i}`, { type: 'string' }]));
  expect(valuesFor(attributes, 'okta-contracts-1')).toBeUndefined();
});

const login = 'okta-contracts-1a2b3c4d-12@okta-contracts.invalid';

test.each<[string, boolean]>([
  ['.+', true],
  ['[a-z0-9._+-]+@[a-z0-9.-]+', true],
  ['^[A-Za-z0-9@.\\-]+$', true],
  ['[a-z]+', false],
  ['[A-Z0-9@.-]+', false],
  ['.+@acme\\.com', false],
  ['[z-a]+', false],
  ['(a+)+$', false],
  ['.+.+.+.+.+x', false],
  [`${'a'.repeat(501)}`, false],
])('whether a login of the run matches the pattern %s: %s', (pattern, matches) => {
  const started = performance.now();
  expect(matchesLogin(pattern, login)).toBe(matches);
  expect(performance.now() - started).toBeLessThan(1000);
});
