// @ts-nocheck
import { expect, test } from 'vitest';
import { isNextElsewhere, nextPage } from '../../src/org/pages.js';

const org = 'https://org.example.com';
const self = '<https://org.example.com/api/v1/users?limit=2>; rel="self"';

test('the next page is in the Link header, also if it is repeated', () => {
  const next = '<https://org.example.com/api/v1/users?after=00u2&limit=2>; rel="next"';
  expect(nextPage(org, { link: [self, next] }, [])).toBe('/api/v1/users?after=00u2&limit=2');
  expect(nextPage(org, { link: `${self}, ${next}` }, [])).toBe('/api/v1/users?after=00u2&limit=2');
});

test('the next page is in the body if there is no Link header', () => {
  const body = { roles: [], _links: { next: { href: `${org}/api/v1/iam/roles?after=x` } } };
  expect(nextPage(org, {}, body)).toBe('/api/v1/iam/roles?after=x');
});

test('the last page has no next page', () => {
  expect(nextPage(org, { link: self }, [])).toBeUndefined();
  expect(nextPage(org, {}, { roles: [], _links: { self: { href: org } } })).toBeUndefined();
  expect(nextPage(org, {}, undefined)).toBeUndefined();
});

test('the admin host of an org counts as the org', () => {
  const body = { _links: { next: { href: 'https://org-admin.example.com/api/v1/iam/roles?after=x' } } };
  expect(nextPage(org, {}, body)).toBe('/api/v1/iam/roles?after=x');
});

test.each([
  'https://elsewhere.example.com/api/v1/users?after=x',
  'https://',
  'javascript:alert(1)',
  '//elsewhere.example.com/api/v1/users',
  'https://org.example.com//elsewhere.example.com/x',
  'https://org.example.com@elsewhere.example.com/x',
  'https://org.example.com/api/v1/users/%2e%2e%2fgroups',
  `https://org.example.com/api/v1/users?after=${'x'.repeat(9_000)}`,
])('a next page at %s is not followed', (href) => {
  expect(nextPage(org, { link: `<${href}>; rel="next"` }, [])).toBeUndefined();
  expect(isNextElsewhere(org, { link: `<${href}>; rel="next"` }, [])).toBe(true);
});

test('a page of the org and the last page are not cross-origin', () => {
  expect(isNextElsewhere(org, { link: `<${org}/api/v1/users?after=x>; rel="next"` }, [])).toBe(false);
  expect(isNextElsewhere(org, { link: self }, [])).toBe(false);
});

test('a Link header of 64 KB is read fast', () => {
  const started = performance.now();
  for (const link of ['<'.repeat(65_536), `${'<a>;'.repeat(16_384)}`, `<a>${' '.repeat(65_536)}`])
    expect(nextPage(org, { link }, [])).toBeUndefined();
  expect(performance.now() - started).toBeLessThan(500);
});
