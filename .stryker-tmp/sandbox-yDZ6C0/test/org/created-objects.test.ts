// @ts-nocheck
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.js';
import type { Http } from '../../src/org/http.js';
import { readCreatedKinds, runThatNamed } from '../../src/org/journal/created-kinds.js';
import { type CreatedObject, findCreated, listOf, sortByAge } from '../../src/org/journal/find-created.js';
import { lockNameOf } from '../../src/org/journal/names.js';
import { CreatedObjects } from '../../src/org/journal/remove-created.js';
import { type Answers, name, options, run, url } from './sweep-support.js';

const kinds = readCreatedKinds();
const kindOf = (kind: string, of = '') =>
  kinds.find((one) => one.kind === kind && JSON.stringify(one.find).includes(of)) as (typeof kinds)[number];
const groups = kindOf('groups');
const list = 'GET /api/v1/groups?q=okta-contracts-';
const id = (n: number) => `00g${String(n).padStart(17, '0')}`;
const group = (n: number, more: { [key: string]: Json } = {}) => ({
  id: id(n),
  created: '2026-01-01T00:00:00.000Z',
  profile: { name: name(n) },
  ...more,
});

/** An org that returns the given responses, 404 for other reads and 204 for other writes. */
function sweeper(answers: Answers) {
  const asked: string[] = [];
  const http: Http = async (to, { method }) => {
    const request = `${method} ${to.slice(url.length)}`;
    asked.push(request);
    const answer = answers[request] ?? [method === 'GET' ? 404 : 204];
    if (answer instanceof Error) throw answer;
    const [status, body, headers = {}] = answer;
    return { status, headers, body: body === undefined ? '' : JSON.stringify(body) };
  };
  const writes = () => asked.filter((request) => !request.startsWith('GET '));
  const { catalogue: _, ...client } = options(http);
  return { org: { asked, writes }, created: new CreatedObjects(client, [1, 1]) };
}

describe('the name of a run', () => {
  test.each([
    ['groups', name(1)],
    ['groups', lockNameOf(run, 1_790_000_000)],
    ['user types', `okta_contracts_${run}_17`],
    ['policies', `[cloned] ${name(2)}`],
    ['stream', `https://okta-contracts.invalid/${name(3)}`],
  ])('of %s is %s', (kind, value) => {
    expect(runThatNamed(kindOf(kind, kind === 'policies' ? 'ACCESS' : ''), value)).toBe(run);
  });

  test.each([
    'okta-contracts-mine',
    `My ${name(1)}`,
    `${name(1)} (copy)`,
    `${name(1)}\n`,
    `[cloned] ${name(1)}`,
    name(1).toUpperCase(),
    `okta-contracts-${run}0-1`,
    `okta-contracts-${run}-0`,
    `okta-contracts-${run}-`,
    `okta-contracts-lock-${run}-1`,
    `okta_contracts_${run}_1`,
    `okta-contracts-${run}_1`,
    17,
    null,
  ])('is not %j of a group', (value) => {
    expect(runThatNamed(groups, value)).toBeUndefined();
  });
});

describe('a list', () => {
  test('is read page by page, and only objects with a name of a run are returned', async () => {
    const next = { link: '<https://org.example.com/api/v1/groups?after=2>; rel="next"' };
    const { created, org } = sweeper({
      [list]: [200, [group(1), { ...group(2), profile: { name: 'okta-contracts-mine' } }], next],
      'GET /api/v1/groups?after=2': [200, [group(3), { id: '../users/x', profile: { name: name(4) } }]],
    });
    const { objects, isComplete } = await listOf(created.client, groups);
    expect(objects.map((object) => [object.id, object.run, object.created])).toEqual([
      [id(1), run, Date.UTC(2026, 0, 1)],
      [id(3), run, Date.UTC(2026, 0, 1)],
    ]);
    expect([isComplete, org.writes()]).toEqual([true, []]);
  });

  test('without an end is read up to 20 pages, and is not complete', async () => {
    const answers: Answers = {};
    for (let n = 0; n < 100; n += 1) {
      const link = { link: `<https://org.example.com/api/v1/groups?after=${n + 1}>; rel="next"` };
      answers[n === 0 ? list : `GET /api/v1/groups?after=${n}`] = [200, [group(n + 1)], link];
    }
    const { created, org } = sweeper(answers);
    expect(await listOf(created.client, groups)).toMatchObject({ isComplete: false });
    expect(org.asked).toHaveLength(20);
  });

  test.each<[string, [number, Json], string[]]>([
    ['of a feature that is not on the org', [401, { errorCode: 'E0000015' }], []],
    ['that the token cannot read', [403, { errorCode: 'E0000006' }], ['groups']],
    ['of a hostile org', [200, { items: { id: id(1) } }], []],
  ])('%s is named only if objects may be in it', async (_, answer, unread) => {
    const { created } = sweeper({ [list]: answer });
    expect(await findCreated(created.client, [groups])).toEqual({ objects: [], unread });
  });
});

describe('the age of a run', () => {
  const hour = 3_600_000;
  const now = Date.UTC(2026, 5, 1);
  const object = (of: string, hours?: number): CreatedObject => ({
    kind: groups,
    id: `${of}${hours}`,
    name: '',
    run: of,
    created: hours === undefined ? undefined : now - hours * hour,
  });
  const sorted = (objects: CreatedObject[], limit: number, running?: Set<string>) =>
    Object.fromEntries(
      Object.entries(sortByAge(objects, limit, running, now)).map(([key, its]) => [
        key,
        (its as CreatedObject[]).map((one) => one.id),
      ]),
    );

  test('is that of its youngest object: all objects of a run that may be running are kept', () => {
    const objects = [object('a', 30), object('a', 1), object('b', 25), object('b'), object('c'), object('d', -1)];
    expect(sorted(objects, 24 * hour)).toEqual({
      old: ['b25', 'bundefined'],
      young: ['a30', 'a1', 'd-1'],
      undated: ['cundefined'],
    });
  });

  test('is ignored with 0, except for a running run', () => {
    const objects = [object('a', 1), object('b'), object('c', 30)];
    expect(sorted(objects, 0, new Set(['c']))).toEqual({ old: ['a1', 'bundefined'], young: ['c30'], undated: [] });
  });
});

describe('a removal', () => {
  const removal = async (answers: Answers, kind = groups) => {
    const { created, org } = sweeper(answers);
    const { objects } = await listOf(created.client, kind);
    const { removed, left } = await created.remove(objects);
    return { org, removed: removed.length, left: left.length };
  };
  const reader = `GET /api/v1/groups/${id(1)}`;

  test.each([
    ['E0000007', 1],
    // A proxy that does not reach the org.
    [undefined, 0],
  ])('is proven by a 404 of the org: %s', async (code, expected) => {
    let isThere = true;
    const answers: Answers = { [list]: [200, [group(1)]] };
    Object.defineProperty(answers, reader, {
      get: () => (isThere ? [200, group(1)] : code === undefined ? [404] : [404, { errorCode: code }]),
    });
    Object.defineProperty(answers, `DELETE /api/v1/groups/${id(1)}`, {
      get: () => {
        isThere = false;
        return [204];
      },
    });
    const { org, removed, left } = await removal(answers);
    expect([removed, left]).toEqual([expected, 1 - expected]);
    if (expected === 1) expect(org.asked).toEqual([list, reader, `DELETE /api/v1/groups/${id(1)}`, reader]);
  });

  test('that is accepted although the object still exists does not count', async () => {
    const { org, removed, left } = await removal({ [list]: [200, [group(1)]], [reader]: [200, group(1)] });
    expect([removed, left]).toEqual([0, 1]);
    expect(org.writes()).toHaveLength(3);
  });

  test('is not sent if the id in the list belongs to another object', async () => {
    const { org, removed, left } = await removal({
      [list]: [200, [group(1)]],
      [reader]: [200, { ...group(1), profile: { name: 'Everyone' } }],
    });
    expect([removed, left, org.writes()]).toEqual([0, 1, []]);
  });

  test('that is refused is not repeated', async () => {
    const { org, left } = await removal({
      [list]: [200, [group(1)]],
      [reader]: [200, group(1)],
      [`DELETE /api/v1/groups/${id(1)}`]: [403],
    });
    expect([left, org.writes().length]).toEqual([1, 1]);
  });
});
