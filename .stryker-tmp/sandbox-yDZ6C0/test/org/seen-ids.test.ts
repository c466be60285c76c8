// @ts-nocheck
import { expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.js';
import { SeenIds } from '../../src/org/seen-ids.js';

const id = '00u0a1b2c3d4e5f6g7h8';

test.each<[string, Json]>([
  ['an object', { id }],
  ['a list', [{ id: 'x' }, { id }]],
  ['something embedded', { _embedded: { user: [{ id }] } }],
  ['a link', { _links: { self: { href: `https://org.example.com/api/v1/users/${id}/roles?x=1` } } }],
  ['the name of a resource', { orn: `orn:okta:directory:00o1:users:${id}` }],
])('an id in %s was seen', (_, body) => {
  const seen = new SeenIds();
  seen.add(body);
  expect(seen.has(id, seen.now)).toBe(true);
});

test('an id counts as seen from the first response that contains it', () => {
  const seen = new SeenIds();
  seen.add([]);
  const before = seen.now;
  seen.add({ id });
  expect(seen.has(id, before)).toBe(false);
  expect(seen.has(id, seen.now)).toBe(true);
});

test('above the maximum number of ids, every id counts as seen', () => {
  const seen = new SeenIds(2);
  seen.add({ id });
  expect(seen.has('00u9a1b2c3d4e5f6g7h8', seen.now)).toBe(false);
  seen.add({ id: '00u1a1b2c3d4e5f6g7h8' });
  expect(seen.has('00u9a1b2c3d4e5f6g7h8', 0)).toBe(true);
});

test('a large or deeply nested response is read fast', () => {
  const seen = new SeenIds();
  let deep: Json = { id };
  for (let i = 0; i < 100_000; i += 1) deep = [deep];
  const began = performance.now();
  seen.add(deep);
  seen.add('x'.repeat(1024 * 1024));
  seen.add(Array.from({ length: 500 }, () => '-x'.repeat(1024)));
  expect(performance.now() - began).toBeLessThan(1000);
  expect(seen.has(id, seen.now)).toBe(true);
});
