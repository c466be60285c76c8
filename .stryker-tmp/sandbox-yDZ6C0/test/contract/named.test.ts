// @ts-nocheck
import { expect, test } from 'vitest';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { operationNamed, suggestionFor } from '../../src/contract/named.js';

const { operations } = loadCatalogue();

test('no two operations differ only in the names of their parameters', () => {
  for (const { id } of operations.values()) {
    expect(operationNamed(operations, id)?.id).toBe(id);
    expect(operationNamed(operations, id.replace(/\{[^}]+\}/g, '{x}'))?.id).toBe(id);
  }
});

test.each([
  ['GET /api/v1/users/{userId}', 'GET /api/v1/users/{id}'],
  ['get /api/v1/users/{id}/', 'GET /api/v1/users/{id}'],
  [' GET  /api/v1/groups/{id}/users', 'GET /api/v1/groups/{groupId}/users'],
  ['GET /api/v1/users/00u1', undefined],
  ['GET /api/v1/user/{id}', undefined],
  ['/api/v1/users', undefined],
  ['', undefined],
])('"%s" names %s', (name, id) => {
  expect(operationNamed(operations, name)?.id).toBe(id);
});

test.each([
  ['GET /api/v1/user/{userId}', 'did you mean GET /api/v1/users/{id}?'],
  ['GET /v1/groups/{id}/users', 'did you mean GET /api/v1/groups/{groupId}/users?'],
  ['GTE /api/v1/behaviors', 'did you mean GET /api/v1/behaviors?'],
  ['nothing', 'name an operation as GET /api/v1/users/{id}.'],
  ['', 'name an operation as GET /api/v1/users/{id}.'],
])('instead of "%s": %s', (name, said) => {
  expect(suggestionFor(operations, name)).toBe(said);
});
