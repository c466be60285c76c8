import { describe, expect, test } from 'vitest';
import type { Http, RawAnswer } from '../../src/org/http.js';
import type { FixtureSpec, Vocabulary } from '../../src/suite/plan.js';
import type { Json } from '../../src/words.js';
import { app, bookmark, group, provider, user, userType } from '../../suites/fixtures.js';
import { type Carried, carryOut } from './carry-out.js';
import { type Asked, changed, hostile, json, type Lie, notFound } from './hostile-org.js';

const writes = ({ method }: Asked) => method !== 'GET';
const creates = (path: string) => (asked: Asked) =>
  asked.method === 'POST' && (asked.path === path || asked.path.startsWith(`${path}?`));

/** Carries out a plan on an org that lies, and tells what reached it. */
async function onHostile(
  name: string,
  define: (words: Vocabulary) => void,
  lie: Lie,
  tiers = 'write',
): Promise<Carried & { asked: Asked[] }> {
  let asked: Asked[] = [];
  const by = (plain: Http): Http => {
    const there = hostile(plain, lie);
    asked = there.asked;
    return there.http;
  };
  return { ...(await carryOut(name, define, { by, tiers })), asked };
}

/** Answers a create request with an id. */
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

/** Nothing but the create request was written; the object stays in the journal, without the id. */
function expectUntouched({ asked, results, leftovers }: Carried & { asked: Asked[] }): void {
  expect(asked.filter(writes).map(({ method, path }) => `${method} ${path.split('?')[0]}`)).toEqual([
    'POST /api/v1/users',
  ]);
  expect(leftovers.map(({ recipe, id }) => [recipe.kind, id])).toEqual([['id', undefined]]);
  expect(results.get('DELETE /api/v1/users/{id}')?.outcome).toEqual({
    kind: 'inconclusive',
    reason: 'fixture-not-made',
    detail: "POST /api/v1/users: the created object could not be confirmed as this run's",
  });
}

describe('a create response with an id that is not of a new object', () => {
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
  ])('%s: nothing is written, and the operation breaks its contract', async (_, id) => {
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

  test('another user, whom no response showed: nothing is written', async () => {
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

  test('a read that shows the created object in the place of another: nothing is written', async () => {
    let created: RawAnswer | undefined;
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

  test('another user, whom a list showed before, and whom the org now gives the name of the run: nothing is written', async () => {
    let known = '';
    let name = '';
    const lie: Lie = (asked, truth) => {
      if (asked.method === 'GET' && asked.path.startsWith('/api/v1/users?'))
        return truth().then((answer) => {
          known = String((JSON.parse(answer.text) as { id: string }[])[0]?.id);
          return answer;
        });
      if (creates('/api/v1/users')(asked))
        return truth().then((answer) => {
          name = (JSON.parse(answer.text) as { profile: { firstName: string } }).profile.firstName;
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
      // Created in what was found, so that the list comes first.
      const made = fixture({ ...user, in: [found] });
      call('POST /api/v1/users/{id}', { on: made, body: () => ({ profile: { nickName: 'contract' } }) });
    };
    const carried = await onHostile('users', define, lie);
    expectUntouched(carried);
  });
});

describe('parts of an object of the run', () => {
  test('a mapping of another provider is not one of the run', async () => {
    const lie: Lie = (asked, truth) =>
      asked.path.startsWith('/api/v1/mappings?')
        ? truth().then((answer) => {
            const [mapping] = JSON.parse(answer.text) as { [key: string]: Json }[];
            return { ...answer, text: JSON.stringify([{ ...mapping, source: { id: '0oav1ct1mv1ct1mv1c70' } }]) };
          })
        : undefined;
    const { asked, results } = await onHostile('profile-mappings', aMapping, lie);
    expect(asked.filter((each) => writes(each) && each.path.startsWith('/api/v1/mappings'))).toEqual([]);
    expect(results.get('POST /api/v1/mappings/{mappingId}')?.outcome.kind).toBe('inconclusive');
  });

  test('the mapping of its own provider is', async () => {
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
        with: { schemaId: ({ object }) => Object.values(userType.brings?.(object) ?? {})[0] ?? '' },
        body: () => ({ definitions: { custom: { id: '#custom', type: 'object', properties: {} } } }),
      });
    const { asked, results, leftovers } = await onHostile('meta-schemas', define, lie);
    expect(asked.filter(({ path }) => path.startsWith('/api/v1/meta/schemas'))).toEqual([]);
    expect(results.get('POST /api/v1/meta/schemas/user/{schemaId}')?.outcome.kind).toBe('inconclusive');
    expect(leftovers).toEqual([]);
  });

  test('a role assignment with a path for its id is not written to', async () => {
    const lie: Lie = (asked, truth) =>
      asked.method === 'POST' && asked.path.endsWith('/roles')
        ? truth().then((answer) => changed(answer, { id: `../../${victim}` }))
        : undefined;
    const define = ({ fixture }: Vocabulary): void =>
      void fixture({
        parameter: 'roleAssignmentId',
        make: { operation: 'POST /api/v1/groups/{groupId}/roles', body: () => ({ type: 'HELP_DESK_ADMIN' }) },
        remove: ['DELETE /api/v1/groups/{groupId}/roles/{roleAssignmentId}'],
        in: [fixture(group)],
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
      ? truth().then((answer) => ({ ...answer, text: JSON.stringify([{ id, status: 'ACTIVE' }]) }))
      : undefined;
  const define = ({ call, fixture }: Vocabulary): void => call('GET /api/v1/users/{id}', { on: fixture(user) });
  const { asked, results } = await onHostile('users', define, lie, 'read');
  expect(asked).toHaveLength(1);
  expect(results.get('GET /api/v1/users/{id}')?.outcome).toEqual({
    kind: 'inconclusive',
    reason: 'org-fault',
    detail: 'GET /api/v1/users lists an object without a usable id',
  });
});

describe('a removal', () => {
  const only =
    (spec: FixtureSpec) =>
    ({ fixture }: Vocabulary): void =>
      void fixture(spec);
  const isGroup = (method: string, asked: Asked) => asked.method === method && asked.path.startsWith('/api/v1/groups/');
  const message = 'The object still exists after the response that confirms its removal';

  test('that is answered with 404 while the object exists leaves the object over', async () => {
    const lie: Lie = (asked) => (isGroup('DELETE', asked) ? Promise.resolve(notFound) : undefined);
    const { org, leftovers } = await onHostile('users', only(group), lie);
    expect(org.leftovers()).toHaveLength(1);
    expect(leftovers.map(({ recipe }) => recipe.kind)).toEqual(['groupId']);
    expect(leftovers[0]?.id).toMatch(/^00g/);
  });

  test('that is answered with 204 while the object exists leaves it over, and breaks the contract', async () => {
    const lie: Lie = (asked) =>
      isGroup('DELETE', asked) ? Promise.resolve({ status: 204, headers: {}, text: '' }) : undefined;
    const { leftovers, results } = await onHostile('users', only(group), lie);
    expect(leftovers).toHaveLength(1);
    const { outcome, findings } = results.get('DELETE /api/v1/groups/{groupId}') ?? {};
    expect(outcome).toEqual({ kind: 'verified', verdict: 'violation' });
    expect(findings?.map((finding) => finding.message)).toContain(message);
  });

  test('that nothing can confirm leaves the object in the journal', async () => {
    let isRemoved = false;
    const lie: Lie = (asked, truth) => {
      if (isGroup('DELETE', asked)) isRemoved = true;
      return isRemoved && asked.method === 'GET' ? truth().then((answer) => ({ ...answer, status: 403 })) : undefined;
    };
    const { leftovers, results } = await onHostile('users', only(group), lie);
    expect(leftovers).toHaveLength(1);
    expect(results.get('DELETE /api/v1/groups/{groupId}')?.outcome).toEqual({ kind: 'verified', verdict: 'pass' });
  });

  test('that is answered with 404 when the object is gone has removed it', async () => {
    const lie: Lie = (asked, truth) => (isGroup('DELETE', asked) ? truth().then(() => notFound) : undefined);
    const { leftovers, org } = await onHostile('users', only(group), lie);
    expect(leftovers).toEqual([]);
    expect(org.leftovers()).toEqual([]);
  });

  test.each<[string, string, FixtureSpec]>([
    ['users', 'a user', user],
    ['apps', 'an app', app('BOOKMARK', bookmark)],
  ])('of %s: %s that is only deactivated by DELETE is left over', async (name, _, spec) => {
    let last = '';
    const lie: Lie = (asked, truth) => {
      if (asked.method === 'DELETE') return Promise.resolve({ status: 204, headers: {}, text: '' });
      return truth().then((answer) => {
        last = asked.path;
        return answer;
      });
    };
    const { leftovers } = await onHostile(name, only(spec), lie);
    expect(leftovers).toHaveLength(1);
    expect(last).toMatch(/\/[0-9A-Za-z]{20}$/);
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
    in: [fixture(provider)],
  });
  call('POST /api/v1/mappings/{mappingId}', { on: its, body: () => ({ properties: { nickName: null } }) });
}
