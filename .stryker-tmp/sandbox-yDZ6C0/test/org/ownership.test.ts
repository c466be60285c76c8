// @ts-nocheck
import { expect, test } from 'vitest';
import { fillPath, isIdOf, isPathSegment, nobodysId, oktaId, oktaIdOf } from '../../src/org/ids.js';
import { Ownership } from '../../src/org/ownership.js';

const group = '00g0a1b2c3d4e5f6g7h8';
const user = '00u0a1b2c3d4e5f6g7h8';
const other = '00g1a1b2c3d4e5f6g7h8';
const authenticator = 'aut0a1b2c3d4e5f60r70';
const aaguid = '00000000-0000-4000-8000-000000000001';

function ownershipOf(...objects: [parameters: string[], ids: string[]][]): Ownership {
  const ownership = new Ownership();
  for (const [parameters, ids] of objects) ownership.own(parameters, ids);
  return ownership;
}

test.each([
  ['/api/v1/groups/{groupId}', { groupId: group }],
  ['/api/v1/groups/{groupId}/users/{userId}', { groupId: group, userId: user }],
])('a write to %s is allowed where its first object is the run’s', (template, ids) => {
  expect(ownershipOf([['groupId'], [group]]).allows({ template, ids })).toBe(true);
});

test.each<[string, string, Record<string, string>]>([
  ['another object', '/api/v1/groups/{groupId}', { groupId: other }],
  [
    'an object of the run inside another object',
    '/api/v1/groups/{groupId}/users/{userId}',
    { groupId: other, userId: user },
  ],
  ['an id of another type', '/api/v1/apps/{appId}', { appId: group }],
  ['a list', '/api/v1/groups', {}],
  ['a list, with an id at hand', '/api/v1/groups', { groupId: group }],
  ['a template without a value', '/api/v1/groups/{groupId}/users/{userId}', { groupId: group }],
  ['a relative segment after it', '/api/v1/groups/{groupId}/users/{userId}', { groupId: group, userId: '..' }],
  ['an escape after it', '/api/v1/groups/{groupId}/users/{userId}', { groupId: group, userId: '%2e%2e' }],
  ['only one id of no object', '/api/v1/groups/{groupId}/users/{userId}', { groupId: other, userId: nobodysId }],
])('a write to %s is refused', (_, template, ids) => {
  const ownership = ownershipOf([['groupId'], [group]], [['id', 'userId'], [user]]);
  expect(ownership.allows({ template, ids })).toBe(false);
});

test('an object is owned under every parameter that its id fills', () => {
  const ownership = ownershipOf([['appId', 'clientId'], ['0oa0a1b2c3d4e5f6g7h8']]);
  const allows = (template: string, name: string) =>
    ownership.allows({ template, ids: { [name]: '0oa0a1b2c3d4e5f6g7h8' } });
  expect(allows('/oauth2/v1/clients/{clientId}/roles', 'clientId')).toBe(true);
  expect(allows('/api/v1/meta/schemas/apps/{appId}/default', 'appId')).toBe(true);
});

test('a child of an object of the org is owned only together with its parent', () => {
  const ownership = ownershipOf([['aaguid'], [authenticator, aaguid]]);
  const template = '/api/v1/authenticators/{authenticatorId}/aaguids/{aaguid}';
  expect(ownership.allows({ template, ids: { authenticatorId: authenticator, aaguid } })).toBe(true);
  expect(ownership.allows({ template, ids: { authenticatorId: 'aut1a1b2c3d4e5f60r70', aaguid } })).toBe(false);
  const around = '/api/v1/authenticators/{authenticatorId}/lifecycle/deactivate';
  expect(ownership.allows({ template: around, ids: { authenticatorId: authenticator } })).toBe(false);
});

test('an object that is identified in the body must be owned', () => {
  const ownership = ownershipOf([['streamId'], ['esc0a1b2c3d4e5f6g7h8']]);
  const write = { template: '/api/v1/ssf/stream/verification', subject: 'streamId' };
  expect(ownership.allows({ ...write, ids: { streamId: 'esc0a1b2c3d4e5f6g7h8' } })).toBe(true);
  expect(ownership.allows({ ...write, ids: { streamId: 'esc1a1b2c3d4e5f6g7h8' } })).toBe(false);
  expect(ownership.allows({ ...write, ids: {} })).toBe(false);
});

test('a write may contain an id that no object has', () => {
  const template = '/api/v1/groups/{groupId}/users/{userId}';
  expect(new Ownership().allows({ template, ids: { groupId: nobodysId, userId: nobodysId } })).toBe(true);
});

test.each([
  '',
  '.',
  '..',
  '...',
  'api',
  'API',
  'v1',
  'v12',
  'a/b',
  '%2e%2e',
  '00g%2F',
  'a b',
  'a?b',
  'a#b',
  'ä',
  'a\n',
  'x'.repeat(256),
])('a path is never filled with %j', (value) => {
  expect(isPathSegment(value)).toBe(false);
  expect(() => fillPath('/api/v1/groups/{groupId}', { groupId: value })).toThrow(
    "/api/v1/groups/{groupId} was not requested: the org's value for {groupId} does not have the format of an id.",
  );
});

test.each([group, 'default', 'okta.users.read', 'assetlinks.json', 'orn:okta:idp:00o:x', 'a+b=', 'v1a'])(
  'a path may be filled with %s',
  (value) => {
    expect(decodeURIComponent(fillPath('/{x}', { x: value }).slice(1))).toBe(value);
  },
);

test.each<[unknown, boolean]>([
  [user, true],
  [group, false],
  [`${user}0`, false],
  [`${user}\n`, false],
  ['00u0a1b2c3d4e5f6g7h-', false],
  [undefined, false],
  [20, false],
  [{ length: 20 }, false],
  ['0'.repeat(5 * 1024 * 1024), false],
])('whether a value is the id of a user: case %#', (value, isIt) => {
  expect(isIdOf(oktaIdOf('00u'), value)).toBe(isIt);
});

test('the default format of an id is 20 letters and digits', () => {
  expect(isIdOf(oktaId, 'bhv0a1b2c3d4e5f6g7h8')).toBe(true);
  expect(isIdOf(oktaId, 'a-group')).toBe(false);
});
