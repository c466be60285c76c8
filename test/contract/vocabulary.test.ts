import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { addWordsOf, hashOf, showErrorCode, showMediaType, Vocabulary } from '../../src/contract/vocabulary.js';

describe('a name or value is shown where it is of Okta', () => {
  const { vocabulary } = loadCatalogue().schemas;

  test.each(['id', 'profile', 'firstName', '_links', 'credentials', 'recovery_question', 'type'])(
    'the name %s',
    (name) => {
      expect(vocabulary.name(name)).toBe(name);
    },
  );

  test.each(['ACTIVE', 'PASSWORD_EXPIRED', 'SUPER_ADMIN', 'com.okta.import.transform'])('the value %s', (value) => {
    expect(vocabulary.hasValue(value)).toBe(true);
  });

  test.each(['ssn_123456789', 'Lovelace', 'shoeSize', 'constructor', '__proto__', '', 'id '])(
    'not the name %j',
    (name) => {
      expect(vocabulary.name(name)).toBe(`unknown-${hashOf(name)}`);
    },
  );

  test.each(['LOVELACE', 'SSN_123456789', 'com.okta.lovelace', '', 7, null, undefined])('not the value %j', (value) => {
    expect(vocabulary.hasValue(value)).toBe(false);
  });
});

test('the words are read once, and not before they are needed', () => {
  let reads = 0;
  const vocabulary = new Vocabulary(() => {
    reads += 1;
    return { names: new Set(['a']), values: new Set(['A']), paths: [] };
  });
  expect(reads).toBe(0);
  expect([vocabulary.name('a'), vocabulary.hasValue('A'), vocabulary.hasValue('B')]).toEqual(['a', true, false]);
  expect(reads).toBe(1);
});

test('names and values of a schema are found at any depth; a property with the name of a keyword is a name', () => {
  const words = { names: new Set<string>(), values: new Set<string>() };
  addWordsOf(
    {
      required: ['r'],
      properties: {
        enum: { enum: ['E', 1, null] },
        const: { const: 'C' },
        properties: { type: 'object', properties: { deep: { openEnum: ['O'] } } },
      },
      allOf: [{ if: { properties: { kind: { const: 'K' } } }, then: { required: ['t'] } }],
      items: { additionalProperties: { properties: { value: {} } } },
    },
    words,
  );
  expect([...words.names].sort()).toEqual(['const', 'deep', 'enum', 'kind', 'properties', 'r', 't', 'value']);
  expect([...words.values].sort()).toEqual(['C', 'E', 'K', 'O']);
});

test.each([
  ['E0000011', 'E0000011'],
  ['', 'no error code'],
  [undefined, 'no error code'],
  ['E1234567', `an unknown error code (#${hashOf('E1234567')})`],
  ['E0000011\n', `an unknown error code (#${hashOf('E0000011\n')})`],
])('the error code %j is shown as %s', (code, shown) => {
  expect(showErrorCode(code)).toBe(shown);
});

test.each([
  ['application/json; charset=utf-8', 'application/json'],
  ['TEXT/HTML', 'text/html'],
  ['', 'no content type'],
  ['text/lovelace', `an unknown content type (#${hashOf('text/lovelace')})`],
])('the content type %j is shown as %s', (type, shown) => {
  expect(showMediaType(type)).toBe(shown);
});

test('a hash is the same in every run, and too short to tell which text it is of', () => {
  expect(hashOf('ssn_123456789')).toBe(hashOf('ssn_123456789'));
  expect(hashOf('ssn_123456789')).toMatch(/^[0-9a-f]{4}$/);
  expect(hashOf('ssn_123456789')).not.toBe(hashOf('ssn_123456780'));
});
