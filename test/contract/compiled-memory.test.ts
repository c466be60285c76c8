import { queryObjects } from 'node:v8';
import { KeywordCxt } from 'ajv';
import { expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';

test('a compiled schema does not keep what it was generated from', () => {
  const { schemas } = loadCatalogue();
  schemas.validator('users/user-in-list.schema.json#/$defs/list');
  expect(queryObjects(KeywordCxt, { format: 'count' })).toBe(0);
});
