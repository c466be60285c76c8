// @ts-nocheck
import { appendFileSync, existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.js';
import type { Http } from '../../src/org/http.js';
import type { Recipe } from '../../src/org/journal/journal.js';
import { uuidOf } from '../../src/org/journal/names.js';
import { readJournal } from '../../src/org/journal/read.js';
import { sweep } from '../../src/org/journal/sweep.js';
import {
  group,
  hook,
  leave,
  left,
  listOfGroups,
  name,
  nothing,
  options,
  orgThat,
  roleOfGroup,
  run,
  theGroup,
  theHook,
} from './sweep-support.js';

describe('an object of a killed run', () => {
  test('is removed in reverse order of creation, and the journal is deleted', async () => {
    const { folder, file } = leave([
      [group, '00g1'],
      [hook, 'cal1'],
    ]);
    const org = orgThat({ ...theGroup, ...theHook });
    expect(await sweep(folder, options(org.http))).toEqual({ ...nothing, removed: ['inline hooks', 'groups'] });
    expect(org.asked).toEqual([
      'GET /api/v1/inlineHooks/cal1',
      'POST /api/v1/inlineHooks/cal1/lifecycle/deactivate',
      'DELETE /api/v1/inlineHooks/cal1',
      'GET /api/v1/inlineHooks/cal1',
      'GET /api/v1/groups/00g1',
      'DELETE /api/v1/groups/00g1',
      'GET /api/v1/groups/00g1',
    ]);
    expect(existsSync(file)).toBe(false);
  });

  test('is found by its name if its id is unknown', async () => {
    const { folder, file } = leave([[group]]);
    const items = [
      { id: '00g0', profile: { name: name(10) } },
      { id: '00g1', profile: { name: name(1) } },
    ];
    const org = orgThat({ [listOfGroups]: [200, items] });
    expect(await sweep(folder, options(org.http))).toEqual({ ...nothing, removed: ['groups'] });
    expect(org.writes()).toEqual(['DELETE /api/v1/groups/00g1']);
    expect(existsSync(file)).toBe(false);
  });

  test('is found in the list of its parent', async () => {
    const { folder } = leave([
      [
        {
          ...group,
          remove: [{ operation: 'DELETE /api/v1/iam/roles/{roleIdOrLabel}' }],
          find: { operation: 'GET /api/v1/iam/roles', list: 'roles', name: '/label', id: 'id' },
        },
      ],
    ]);
    const org = orgThat({ 'GET /api/v1/iam/roles': [200, { roles: [{ id: 'cr01', label: name(1) }], _links: {} }] });
    await sweep(folder, options(org.http));
    expect(org.writes()).toEqual(['DELETE /api/v1/iam/roles/cr01']);
  });

  test('is identified by a UUID if its kind has no name', async () => {
    const mark = uuidOf(name(4));
    const aaguids = '/api/v1/authenticators/{authenticatorId}/aaguids';
    const recipe: Recipe = {
      name: name(4),
      mark,
      values: { authenticatorId: 'aut1' },
      remove: [{ operation: `DELETE ${aaguids}/{aaguid}` }],
      find: { operation: `GET ${aaguids}`, name: '/aaguid', id: 'aaguid' },
    };
    const path = '/api/v1/authenticators/aut1/aaguids';
    for (const [aaguid, removed] of [
      [mark, 1],
      [uuidOf('another name'), 0],
    ] as const) {
      const { folder } = leave([[{ ...recipe, mark: aaguid }, aaguid]]);
      const org = orgThat({ [`GET ${path}/${aaguid}`]: [200, { aaguid }] });
      await sweep(folder, options(org.http));
      expect(org.writes()).toHaveLength(removed);
    }
  });

  test('that never existed needs no removal', async () => {
    const { folder, file } = leave([[group]]);
    const org = orgThat({ [listOfGroups]: [200, [{ id: '00g9', profile: { name: 'somebody else' } }]] });
    expect((await sweep(folder, options(org.http))).left).toEqual([]);
    expect(org.writes()).toEqual([]);
    expect(existsSync(file)).toBe(false);
  });

  test('that does not exist gets no DELETE', async () => {
    const { folder, file } = leave([[group, '00g1']]);
    const org = orgThat({ [listOfGroups]: [200, []] });
    await sweep(folder, options(org.http));
    expect(org.writes()).toEqual([]);
    expect(existsSync(file)).toBe(false);
  });

  test('with a parent of the run is removed before its parent, without a name', async () => {
    const { folder } = leave([
      [group, '00g1'],
      [roleOfGroup, 'ra1'],
    ]);
    const org = orgThat(theGroup);
    expect((await sweep(folder, options(org.http))).removed).toEqual(['roles', 'groups']);
    expect(org.writes()).toEqual(['DELETE /api/v1/groups/00g1/roles/ra1', 'DELETE /api/v1/groups/00g1']);
  });

  test('with a removed parent is removed', async () => {
    const { folder, file } = leave([
      [group, '00g1'],
      [roleOfGroup, 'ra1'],
    ]);
    appendFileSync(file, `${JSON.stringify({ event: 'removed', intent: `${run}-0` })}\n`);
    const org = orgThat();
    expect((await sweep(folder, options(org.http))).left).toEqual([]);
    expect(org.asked).toEqual([]);
    expect(existsSync(file)).toBe(false);
  });

  test('with a parent of the org that the run changed and restored is removed', async () => {
    const authenticator = '/api/v1/authenticators/{authenticatorId}';
    const changed: Recipe = {
      name: name(1),
      values: {},
      remove: [{ operation: `POST ${authenticator}/lifecycle/deactivate` }],
      changes: true,
    };
    const aaguid = uuidOf(name(2));
    const inIt: Recipe = {
      name: name(2),
      mark: aaguid,
      values: { authenticatorId: 'aut1' },
      remove: [{ operation: `DELETE ${authenticator}/aaguids/{aaguid}` }],
      find: { operation: `GET ${authenticator}/aaguids`, name: '/aaguid', id: 'aaguid' },
    };
    const { folder, file } = leave([
      [changed, 'aut1'],
      [inIt, aaguid],
    ]);
    appendFileSync(file, `${JSON.stringify({ event: 'removed', intent: `${run}-0` })}\n`);
    const org = orgThat({ [`GET /api/v1/authenticators/aut1/aaguids/${aaguid}`]: [200, { aaguid }] });
    expect((await sweep(folder, options(org.http))).removed).toEqual(['aaguids']);
  });

  test('without a removal needs no request', async () => {
    const { folder, file } = leave([[{ name: name(1), values: {}, remove: [] }, 'prl1']]);
    const org = orgThat();
    expect(await sweep(folder, options(org.http))).toEqual(nothing);
    expect(org.asked).toEqual([]);
    expect(existsSync(file)).toBe(false);
  });
});

describe('an object that cannot be removed', () => {
  test.each([403, 409, 500])(
    'because the org responds with %i keeps the journal for the next sweep',
    async (status) => {
      const { folder, file } = leave([[group, '00g1']]);
      const refusing = orgThat({ ...theGroup, 'DELETE /api/v1/groups/00g1': [status] });
      expect(await sweep(folder, options(refusing.http))).toEqual({
        ...nothing,
        left: [left('groups', 'refused')],
      });
      expect(existsSync(file)).toBe(true);
      expect((await sweep(folder, options(orgThat(theGroup).http))).removed).toEqual(['groups']);
      expect(existsSync(file)).toBe(false);
    },
  );

  test('because the responses are unclear keeps the journal', async () => {
    for (const answer of [[503] as [number], [200, { not: 'a list' }] as [number, Json], new Error('ECONNRESET')]) {
      const { folder, file } = leave([[group]]);
      const swept = await sweep(folder, options(orgThat({ [listOfGroups]: answer }).http));
      expect(swept.left).toEqual([left('groups', 'unclear')]);
      expect(existsSync(file)).toBe(true);
    }
  });

  test('does not prevent other removals', async () => {
    const { folder, file } = leave([
      [group, '00g1'],
      [hook, 'cal1'],
    ]);
    const org = orgThat({ ...theGroup, ...theHook, 'DELETE /api/v1/inlineHooks/cal1': [403] });
    const swept = await sweep(folder, options(org.http));
    expect(swept).toMatchObject({ removed: ['groups'], left: [left('inline hooks', 'refused')] });
    expect(readJournal(file).leftovers).toHaveLength(1);
  });

  test('because the org responds with 404 but still lists it', async () => {
    const { folder } = leave([[group, '00g1']]);
    const list = [{ id: '00g1', profile: { name: name(1) } }];
    const org = orgThat({ [listOfGroups]: [200, list], 'DELETE /api/v1/groups/00g1': [404] });
    expect((await sweep(folder, options(org.http))).left).toEqual([left('groups', 'refused')]);
  });

  test('because its kind has no name', async () => {
    const service = '/integrations/api/v1/api-services';
    const recipe: Recipe = { name: name(1), values: {}, remove: [{ operation: `DELETE ${service}/{apiServiceId}` }] };
    const { folder } = leave([[recipe, '0oa1']]);
    const org = orgThat({ [`GET ${service}/0oa1`]: [200, { id: '0oa1' }] });
    expect((await sweep(folder, options(org.http))).left).toEqual([left('api services', 'no-name')]);
    expect(org.writes()).toEqual([]);
  });
});

test('a sweep honors Retry-After', async () => {
  const { folder } = leave([[group, '00g1']]);
  const soon = Math.floor(Date.now() / 1000) + 1;
  const limited = { 'x-rate-limit-limit': '600', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(soon) };
  const began = Date.now();
  let n = 0;
  const http: Http = async (_, { method }) => {
    n += 1;
    if (n === 1) return { status: 429, headers: limited, body: '{}' };
    if (n === 4) return { status: 404, headers: {}, body: '{}' };
    const text = method === 'GET' ? JSON.stringify({ id: '00g1', profile: { name: name(1) } }) : '';
    return { status: 200, headers: {}, body: text };
  };
  expect((await sweep(folder, options(http))).removed).toEqual(['groups']);
  expect(Date.now()).toBeGreaterThanOrEqual(Math.min(soon * 1000, began + 1000) - 50);
  expect(n).toBe(4);
});
