import { expect, test } from 'vitest';
import { createCallName } from '../../src/contract/call-name.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';

const nameOf = createCallName(loadCatalogue());

test.each([
  ['GET', 'https://acme.okta.com/api/v1/groups/00g0a1b2c3d4e5f6g7h8', 'GET /api/v1/groups/{groupId}'],
  ['PUT', '/api/v1/groups/Finance%20London?q=alice', 'PUT /api/v1/groups/{groupId}'],
  ['POST', 'https://acme.okta.com/oauth2/v1/token', 'POST /oauth2/v1/token'],
  ['GET', 'https://acme.okta.com//api/v1//sessions/', 'GET /api/v1/sessions'],
])('%s %s is named by the template that Okta documents', (method, url, name) => {
  expect(nameOf(method, url)).toBe(name);
});

test.each([
  ['https://acme.okta.com/api/v1/users/alice@example.com/lovelace/groups', 'GET /api/v1/users/{id}/{id}/groups'],
  ['https://acme.okta.com/lovelace', 'GET /{id}'],
  ['https://acme.okta.com', 'GET /'],
  [`https://acme.okta.com${'/secret'.repeat(30)}`, `GET ${'/{id}'.repeat(16)}/…`],
])('in another path, only segments that Okta chose are shown: %s', (url, name) => {
  expect(nameOf('GET', url)).toBe(name);
});

test('an unknown method is not shown', () => {
  expect(nameOf('LOVELACE', '/api/v1/groups')).toBe('OTHER /api/v1/groups');
});
