import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { createMatcher } from '../../src/contract/match.js';
import type { OperationContract } from '../../src/contract/model.js';
import type { Json } from '../../src/domain/json.js';
import type { OperationId, Tier } from '../../src/domain/operation.js';
import { readTarget, type Target } from '../../src/gateway/target.js';
import { TierGuard } from '../../src/gateway/tier-guard.js';

const operations = new Map(
  (
    [
      'GET /api/v1/groups',
      'POST /api/v1/groups',
      'PUT /api/v1/groups/{groupId}',
      'DELETE /api/v1/groups/{groupId}',
      'PUT /api/v1/groups/{groupId}/users/{userId}',
      // The settings of a group are at another path, where nothing is created.
      'GET /api/v1/group-settings',
      'PUT /api/v1/group-settings/{groupId}',
      'POST /api/v1/users',
      'GET /api/v1/users/{id}',
      'DELETE /api/v1/users/{id}',
      'POST /api/v1/users/{id}/factors',
      'GET /api/v1/users/{id}/factors/{factorId}',
      'POST /api/v1/org/grant',
      'PUT /api/v1/settings',
      'GET /api/v1/settings/{name}',
      'POST /api/v1/risk',
      'GET /api/v1/risk/{riskId}/events',
    ] as const
  ).map((id: OperationId) => {
    const [method = '', template = ''] = id.split(' ');
    return [id, { id, method, template } as OperationContract] as const;
  }),
);
const match = createMatcher({ operations });

const own = '00g1aaaaaaaaaaaaa0h7';
const foreign = '00u9zzzzzzzzzzzzz0h7';

/** A request as the gateway parses it. */
function request(text: string): Target {
  const [method, url] = text.split(' ') as [string, string];
  const target = readTarget({ method, url, headers: {} }, match);
  if (target.kind === 'invalid') throw new Error(target.message);
  return target;
}

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const response = (body: Json, status = 200) => ({ status, headers: {}, body: bytes(JSON.stringify(body)) });

/** Makes a guard of the write tier after a client created a group and the org returned an id. */
function afterCreating(id: Json): TierGuard {
  const guard = makeGuard('write');
  guard.learn(response({ id }), request('POST /api/v1/groups'));
  return guard;
}

const makeGuard = (tier: Tier) => new TierGuard(tier, { operations });

const reads = ['GET /api/v1/users', `GET /api/v1/users/${foreign}`, 'HEAD /api/v1/users', 'GET /api/v1/unknown'];
const writes = [
  ['POST /api/v1/groups', 'POST /api/v1/groups'],
  [`DELETE /api/v1/groups/${own}`, 'DELETE /api/v1/groups/{groupId}'],
  [`DELETE /api/v1/users/jane@example.com?search=jane`, 'DELETE /api/v1/users/{id}'],
  ['POST /oauth2/v1/token', 'an operation without a contract (POST)'],
  ['PATCH /api/v1/unknown', 'an operation without a contract (PATCH)'],
  ['OPTIONS /api/v1/users', 'an operation without a contract (OPTIONS)'],
] as const;

describe('the read tier', () => {
  test.each(reads)('sends %s', (text) => {
    expect(makeGuard('read').refusal(request(text))).toBeUndefined();
  });

  test.each(writes)('refuses %s and does not show its values', (text, name) => {
    expect(makeGuard('read').refusal(request(text))).toBe(`${name} was not sent: the read tier only reads`);
  });
});

test.each([...reads, ...writes.map(([text]) => text)])('the org tier sends %s', (text) => {
  expect(makeGuard('org').refusal(request(text))).toBeUndefined();
});

describe('the write tier', () => {
  test.each(reads)('sends %s', (text) => {
    expect(makeGuard('write').refusal(request(text))).toBeUndefined();
  });

  test.each(['POST /api/v1/groups', 'POST /api/v1/users', 'POST /oauth2/v1/token', 'POST /oauth2/v1/token?x=1'])(
    'sends %s, which changes no existing object',
    (text) => {
      expect(makeGuard('write').refusal(request(text))).toBeUndefined();
    },
  );

  test.each([
    `PUT /api/v1/groups/${own}`,
    `DELETE /api/v1/groups/${own}?x=1`,
    `PUT /api/v1/groups/${own}/users/${foreign}`,
    `PUT /api/v1/group-settings/${own}`,
    // No contract has this method, but the path has one.
    `PATCH /api/v1/groups/${own}`,
  ])('sends %s only after the group was created through the gateway', (text) => {
    expect(makeGuard('write').refusal(request(text))).toMatch(
      /^(PUT|DELETE|an operation) .* was not sent: the write tier changes only objects created through this gateway$/,
    );
    expect(afterCreating(own).refusal(request(text))).toBeUndefined();
  });

  test.each([
    `DELETE /api/v1/groups/${foreign}`,
    `DELETE /api/v1/users/${foreign}`,
    'DELETE /api/v1/users/jane@example.com',
    // A request changes the first object of its path.
    `PUT /api/v1/groups/${foreign}/users/${own}`,
    // An object inside another one: the user is changed.
    `POST /api/v1/users/${foreign}/factors`,
    // The org could return the id of an existing user for a new group.
    `DELETE /api/v1/users/${own}`,
    `PATCH /api/v1/users/${own}`,
    // These paths contain no id, and no objects are below them.
    'POST /api/v1/org/grant',
    'POST /api/v1/risk',
    'PUT /api/v1/settings',
    // Paths without a contract.
    'POST /api/v1/unknown',
    `POST /api/v1/groups/${own}/unknown`,
    // Only one path requests tokens.
    'POST /oauth2/v1/tokens',
    'POST /api/oauth2/v1/token',
    'PUT /oauth2/v1/token',
  ])('refuses %s also after a group was created', (text) => {
    expect(afterCreating(own).refusal(request(text))).toMatch(/was not sent/);
  });
});

describe('an object becomes writable', () => {
  const isWritable = (guard: TierGuard, id = own) =>
    guard.refusal(request(`DELETE /api/v1/groups/${id}`)) === undefined;
  const create = request('POST /api/v1/groups');

  test.each([own, '123456789012345', 'abcdefghijklmn1', 'with-hyphens_and-1', `1${'x'.repeat(63)}`])(
    'if the response contains the id %s',
    (id) => {
      expect(isWritable(afterCreating(id), id)).toBe(true);
    },
  );

  // People choose such names for a path, and they may be the names of existing objects.
  test.each(['me', 'default', 'everyone-in-the-house', '12345678901234', `1${'x'.repeat(64)}`, `.${own}`, `${own}.`])(
    'not if the response contains %s, which is not an id of Okta',
    (id) => {
      expect(isWritable(afterCreating(id), id)).toBe(false);
    },
  );

  test.each<[string, Json]>([
    ['null', null],
    ['a text', own],
    ['a list', [{ id: own }]],
    ['an object without an id', { name: own }],
    ['an object with another type of id', { id: { own } }],
  ])('not if the response is %s', (_, body) => {
    const guard = makeGuard('write');
    guard.learn(response(body), create);
    expect(isWritable(guard)).toBe(false);
  });

  test.each([300, 302, 400, 500])('not if the response has the status %i', (status) => {
    const guard = makeGuard('write');
    guard.learn(response({ id: own }, status), create);
    expect(isWritable(guard)).toBe(false);
  });

  test.each([
    'GET /api/v1/groups',
    `PUT /api/v1/groups/${foreign}`,
    `POST /api/v1/users/${foreign}/factors`,
    'POST /api/v1/risk',
    'POST /api/v1/unknown',
  ])('not by the response to %s, which creates no object', (text) => {
    const guard = makeGuard('write');
    guard.learn(response({ id: own }), request(text));
    expect(isWritable(guard)).toBe(false);
  });

  test('also by a compressed response', () => {
    const guard = makeGuard('write');
    const body = new Uint8Array(gzipSync(JSON.stringify({ id: own })));
    guard.learn({ status: 201, headers: { 'content-encoding': 'gzip' }, body }, create);
    expect(isWritable(guard)).toBe(true);
  });

  test.each<[string, Uint8Array | undefined, string]>([
    ['no body', undefined, 'identity'],
    ['a body that is not JSON', bytes('no JSON'), 'identity'],
    ['a broken compressed body', new Uint8Array([0x1f, 0x8b, 1]), 'gzip'],
    ['a body over 1 MiB', bytes(JSON.stringify({ id: own, more: 'x'.repeat(1024 * 1024) })), 'identity'],
  ])('not by a response with %s', (_, body, encoding) => {
    const guard = makeGuard('write');
    guard.learn({ status: 200, headers: { 'content-encoding': encoding }, body }, create);
    expect(isWritable(guard)).toBe(false);
  });
});
