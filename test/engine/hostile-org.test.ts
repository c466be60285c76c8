import { describe, expect, test } from 'vitest';
import type { RawResponse } from '../../src/domain/exchange.js';
import type { Json } from '../../src/domain/json.js';
import type { Vocabulary } from '../../src/engine/plan.js';
import { kindOf } from '../../src/org/journal/removal.js';
import { group, provider, user, userType } from '../../suites/fixtures.js';
import type { Carried } from './carry-out.js';
import { type Asked, changed, json, type Lie, onHostile, writes } from './hostile-org.js';

const creates = (path: string) => (asked: Asked) =>
  asked.method === 'POST' && (asked.path === path || asked.path.startsWith(`${path}?`));

/** Responds to a create request with an id. */
const answersWith =
  (path: string, id: unknown): Lie =>
  (asked, truth) =>
    creates(path)(asked) ? truth().then((answer) => changed(answer, { id })) : undefined;

const victim = '00uv1ct1mv1ct1mv1c70';
const aUser = ({ call, fixture }: Vocabulary): void => {
  const made = fixture(user);
  call('GET /api/v1/users/{id}', { on: made });
  call('POST /api/v1/users/{id}', { on: made, body: () => ({ profile: { nickName: 'contract' } }) });
  call('POST /api/v1/users/{id}/lifecycle/activate', { on: made, query: { sendEmail: 'false' } });
};

/** Only the create request was sent as a write; the object stays in the journal, without the id. */
function expectUntouched({ asked, results, leftovers }: Carried & { asked: Asked[] }): void {
  expect(asked.filter(writes).map(({ method, path }) => `${method} ${path.split('?')[0]}`)).toEqual([
    'POST /api/v1/users',
  ]);
  expect(leftovers.map((leftover) => [kindOf(leftover), leftover.id])).toEqual([['users', undefined]]);
  expect(results.get('DELETE /api/v1/users/{id}')?.outcome).toEqual({
    kind: 'inconclusive',
    reason: 'fixture-not-made',
    detail: "POST /api/v1/users: the created object could not be confirmed as this run's",
  });
}

describe('a create response with an id that does not belong to a new object', () => {
  test.each<[string, unknown]>([
    ['a relative segment', '..'],
    ['an encoded relative segment', '%2e%2e'],
    ['nothing', ''],
    ['the first part of every path', 'api'],
    ['the second part of every path', 'v1'],
    ['a path', `../groups/${victim}`],
    ['an id of another type', '00gv1ct1mv1ct1mv1c70'],
    ['5 MB', '0'.repeat(5 * 1024 * 1024)],
    ['a number', 12345],
    ['null', null],
    ['an object', { length: 20 }],
  ])('%s: nothing is written, and the operation has a violation', async (_, id) => {
    const carried = await onHostile('users', aUser, answersWith('/api/v1/users', id));
    expectUntouched(carried);
    const { outcome, findings } = carried.results.get('POST /api/v1/users') ?? {};
    expect(outcome).toEqual({ kind: 'verified', verdict: 'violation' });
    expect(findings?.map(({ kind, level, pointer, message }) => [kind, level, pointer, message])).toContainEqual([
      'value',
      'violation',
      '/id',
      'The id does not have the format of an id of this type',
    ]);
  });

  test('a user that no response contained: nothing is written', async () => {
    const lie: Lie = (asked, truth) => {
      if (creates('/api/v1/users')(asked)) return truth().then((answer) => changed(answer, { id: victim }));
      if (asked.path !== `/api/v1/users/${victim}`) return undefined;
      return Promise.resolve(json(200, { id: victim, profile: { firstName: 'Isaac', login: 'isaac@example.com' } }));
    };
    const carried = await onHostile('users', aUser, lie);
    expectUntouched(carried);
    expect(carried.results.get('POST /api/v1/users')?.outcome).toEqual({ kind: 'verified', verdict: 'pass' });
  });

  test('an object that does not exist: nothing is written', async () => {
    expectUntouched(await onHostile('users', aUser, answersWith('/api/v1/users', victim)));
  });

  test('a read that returns the created object instead of another: nothing is written', async () => {
    let created: RawResponse<string> | undefined;
    const lie: Lie = (asked, truth) => {
      if (creates('/api/v1/users')(asked))
        return truth().then((answer) => {
          created = answer;
          return changed(answer, { id: victim });
        });
      return created && asked.path === `/api/v1/users/${victim}` ? Promise.resolve(created) : undefined;
    };
    expectUntouched(await onHostile('users', aUser, lie));
  });

  test('a user from an earlier list that now has the name of the run: nothing is written', async () => {
    let known = '';
    let name = '';
    const lie: Lie = (asked, truth) => {
      if (asked.method === 'GET' && asked.path.startsWith('/api/v1/users?'))
        return truth().then((answer) => {
          known = String((JSON.parse(answer.body) as { id: string }[])[0]?.id);
          return answer;
        });
      if (creates('/api/v1/users')(asked))
        return truth().then((answer) => {
          name = (JSON.parse(answer.body) as { profile: { firstName: string } }).profile.firstName;
          return changed(answer, { id: known });
        });
      if (asked.method !== 'GET' || asked.path !== `/api/v1/users/${known}`) return undefined;
      return Promise.resolve(json(200, { id: known, profile: { firstName: name } }));
    };
    const define = ({ call, fixture }: Vocabulary): void => {
      const found = fixture({
        parameter: 'userId',
        found: { operation: 'GET /api/v1/users', query: { limit: '2' } },
      });
      // Created inside a found object, so that the list comes first.
      const made = fixture({ ...user, parents: [found] });
      call('POST /api/v1/users/{id}', { on: made, body: () => ({ profile: { nickName: 'contract' } }) });
    };
    const carried = await onHostile('users', define, lie);
    expectUntouched(carried);
  });
});

describe('parts of an object of the run', () => {
  test('a mapping of another provider is not an object of the run', async () => {
    const lie: Lie = (asked, truth) =>
      asked.path.startsWith('/api/v1/mappings?')
        ? truth().then((answer) => {
            const [mapping] = JSON.parse(answer.body) as { [key: string]: Json }[];
            return { ...answer, body: JSON.stringify([{ ...mapping, source: { id: '0oav1ct1mv1ct1mv1c70' } }]) };
          })
        : undefined;
    const { asked, results } = await onHostile('profile-mappings', aMapping, lie);
    expect(asked.filter((each) => writes(each) && each.path.startsWith('/api/v1/mappings'))).toEqual([]);
    expect(results.get('POST /api/v1/mappings/{mappingId}')?.outcome.kind).toBe('inconclusive');
  });

  test('the mapping of a provider of the run is', async () => {
    const { results } = await onHostile('profile-mappings', aMapping, () => undefined);
    expect(results.get('POST /api/v1/mappings/{mappingId}')?.outcome).toEqual({ kind: 'verified', verdict: 'pass' });
  });

  test.each<[string, Json]>([
    ['no links', {}],
    ['the schema of all users', { schema: { href: 'https://org.example.com/api/v1/meta/schemas/user/default' } }],
    ['a path for its schema', { schema: { href: 'https://org.example.com/api/v1/meta/schemas/user/..' } }],
  ])('a user type with %s: no schema is written to', async (_, links) => {
    const isType = ({ path }: Asked) => path.startsWith('/api/v1/meta/types/user');
    const lie: Lie = (asked, truth) =>
      isType(asked) && asked.method !== 'DELETE'
        ? truth().then((answer) => (answer.status === 200 ? changed(answer, { _links: links }) : answer))
        : undefined;
    const define = ({ call, fixture }: Vocabulary): void =>
      call('POST /api/v1/meta/schemas/user/{schemaId}', {
        on: fixture(userType),
        with: { schemaId: ({ object }) => Object.values(userType.owns?.(object) ?? {})[0] ?? '' },
        body: () => ({ definitions: { custom: { id: '#custom', type: 'object', properties: {} } } }),
      });
    const { asked, results, leftovers } = await onHostile('meta-schemas', define, lie);
    expect(asked.filter(({ path }) => path.startsWith('/api/v1/meta/schemas'))).toEqual([]);
    expect(results.get('POST /api/v1/meta/schemas/user/{schemaId}')?.outcome.kind).toBe('inconclusive');
    expect(leftovers).toEqual([]);
  });

  test('a role assignment with a path as its id is not written to', async () => {
    const lie: Lie = (asked, truth) =>
      asked.method === 'POST' && asked.path.endsWith('/roles')
        ? truth().then((answer) => changed(answer, { id: `../../${victim}` }))
        : undefined;
    const define = ({ fixture }: Vocabulary): void =>
      void fixture({
        parameter: 'roleAssignmentId',
        make: { operation: 'POST /api/v1/groups/{groupId}/roles', body: () => ({ type: 'HELP_DESK_ADMIN' }) },
        remove: ['DELETE /api/v1/groups/{groupId}/roles/{roleAssignmentId}'],
        parents: [fixture(group)],
      });
    const { asked } = await onHostile('role-assignments', define, lie);
    expect(asked.filter(({ path }) => path.includes(victim))).toEqual([]);
  });
});

test.each<[string, unknown]>([
  ['a relative segment', '..'],
  ['a path', 'x/../../groups'],
  ['a number', 7],
])('an id in a list that is %s is never part of a path', async (_, id) => {
  const lie: Lie = (asked, truth) =>
    asked.path.startsWith('/api/v1/users?')
      ? truth().then((answer) => ({ ...answer, body: JSON.stringify([{ id, status: 'ACTIVE' }]) }))
      : undefined;
  const define = ({ call, fixture }: Vocabulary): void => call('GET /api/v1/users/{id}', { on: fixture(user) });
  const { asked, results } = await onHostile('users', define, lie, 'read');
  // The other requests are for pages of the list.
  expect(asked.filter((each) => writes(each) || !each.path.startsWith('/api/v1/users?'))).toEqual([]);
  expect(results.get('GET /api/v1/users/{id}')?.outcome).toEqual({
    kind: 'inconclusive',
    reason: 'org-fault',
    detail: 'GET /api/v1/users lists an object without a usable id',
  });
});

function aMapping({ call, fixture }: Vocabulary): void {
  const its = fixture({
    parameter: 'mappingId',
    partOf: { parameter: 'idpId', pointer: '/source/id' },
    found: {
      operation: 'GET /api/v1/mappings',
      queryOf: ({ idpId = '' }) => ({ sourceId: idpId, limit: '1' }),
    },
    parents: [fixture(provider)],
  });
  call('POST /api/v1/mappings/{mappingId}', { on: its, body: () => ({ properties: { nickName: null } }) });
}

test('an object without a name is not accepted if the list contained it before', async () => {
  const services = '/integrations/api/v1/api-services';
  const body = () => ({ type: 'anzennaapiservice', grantedScopes: ['okta.users.read'], properties: {} });
  const define = ({ fixture }: Vocabulary): void =>
    void fixture({
      parameter: 'apiServiceId',
      make: { operation: `POST ${services}`, body },
      found: { operation: `GET ${services}` },
      unnamed: 'the catalogue gives it its name',
      remove: [`DELETE ${services}/{apiServiceId}`],
    });
  let known = '';
  const lie: Lie = (asked, truth) => {
    if (asked.path === services)
      return truth().then((answer) => {
        if (asked.method === 'POST') return changed(answer, { id: known });
        known = (JSON.parse(answer.body) as { id: string }[])[0]?.id ?? '';
        return answer;
      });
    return undefined;
  };
  const { asked, results } = await onHostile('api-services', define, lie);
  expect(known).toMatch(/^\w{20}$/);
  // Objects of the list are only read.
  expect(asked.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET']);
  expect(results.get(`POST ${services}`)?.outcome).toEqual({ kind: 'verified', verdict: 'pass' });
});
