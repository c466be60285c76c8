// @ts-nocheck
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Recipe } from '../../src/org/journal/journal.js';
import { sweep } from '../../src/org/journal/sweep.js';
import {
  type Answers,
  ended,
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
  setting,
  theGroup,
  url,
} from './sweep-support.js';

describe('a forged journal', () => {
  test.each<[string, Recipe, string]>([
    ['a user of the org', { ...group, remove: [{ operation: 'DELETE /api/v1/users/{id}' }] }, '00u9'],
    ['a group of another run', group, '00g8'],
    ['a group of a person whose name begins alike', group, '00g7'],
  ])('does not remove %s', async (_, recipe, id) => {
    const { folder, file } = leave([[recipe, id]]);
    const org = orgThat({
      'GET /api/v1/users/00u9': [200, { id: '00u9', profile: { name: 'a person' } }],
      'GET /api/v1/groups/00g8': [200, { id: '00g8', profile: { name: 'okta-contracts-ffffffff-1' } }],
      'GET /api/v1/groups/00g7': [200, { id: '00g7', profile: { name: `okta-contracts-${run}-team` } }],
    });
    const { left, removed } = await sweep(folder, options(org.http));
    expect([left.map(({ why }) => why), removed]).toEqual([['not-ours'], []]);
    expect(org.writes()).toEqual([]);
    expect(existsSync(file)).toBe(true);
  });

  test('does not remove a child of a group of the org', async () => {
    const { folder } = leave([
      [group, '00g1'],
      [roleOfGroup, 'ra1'],
    ]);
    const org = orgThat({ 'GET /api/v1/groups/00g1': [200, { id: '00g1', profile: { name: 'Everyone' } }] });
    expect((await sweep(folder, options(org.http))).left.map(({ why }) => why)).toEqual(['not-ours', 'not-ours']);
    expect(org.writes()).toEqual([]);
  });

  test('does not remove a child of an object that the journal does not contain', async () => {
    const { folder } = leave([[roleOfGroup, 'ra1']]);
    const org = orgThat({ 'GET /api/v1/groups/00g1/roles/ra1': [200, { id: 'ra1' }] });
    expect((await sweep(folder, options(org.http))).left).toEqual([left('roles', 'no-name')]);
    expect(org.writes()).toEqual([]);
  });

  test('with circular parents does not loop', async () => {
    const one = { ...roleOfGroup, values: { groupId: 'b' } };
    const other = { ...roleOfGroup, values: { groupId: 'a' } };
    const { folder } = leave([
      [one, 'a'],
      [other, 'b'],
    ]);
    const org = orgThat();
    await sweep(folder, options(org.http));
    expect(org.writes()).toEqual([]);
  });

  const other = '@127.0.0.1:9599/steal';
  test.each<[string, object]>([
    ['another host', { ...group, remove: [{ operation: `DELETE ${other}` }] }],
    ['a list of another host', { ...group, find: { ...group.find, operation: `GET ${other}` } }],
    ['paths', { kind: 'group', name: name(1), remove: [{ request: `DELETE ${other}` }] }],
    ['an operation without a contract', { ...group, remove: [{ operation: 'DELETE /api/v1/policies' }] }],
    ['a call that creates something', { ...group, remove: [{ operation: 'POST /api/v1/users' }] }],
    ['another lifecycle', { ...group, remove: [{ operation: 'POST /api/v1/users/{id}/lifecycle/suspend' }] }],
    [
      'a step on another object',
      { ...hook, remove: [{ operation: 'POST /api/v1/apps/{appId}/lifecycle/deactivate' }, hook.remove[1]] },
    ],
    ['a body that breaks its contract', { ...setting({ autoAssignAdminAppSetting: 'yes' }) }],
    ['a change that creates something', { ...setting({}), remove: [{ operation: 'POST /api/v1/groups', body: {} }] }],
    ['a change that deletes something', { ...group, changes: true }],
    ...['users/{id}', 'apps/{appId}', 'policies/{policyId}'].map((object): [string, object] => [
      `a change that deactivates ${object}`,
      { ...group, changes: true, remove: [{ operation: `POST /api/v1/${object}/lifecycle/deactivate` }] },
    ]),
  ])('is not used where it names %s, and the rest is', async (_, recipe) => {
    const { folder, file } = leave([
      [group, '00g1'],
      [recipe as Recipe, '00g2'],
    ]);
    const org = orgThat(theGroup);
    const swept = await sweep(folder, options(org.http, { tiers: ['read', 'write', 'org'] }));
    expect(swept).toEqual({ ...nothing, removed: ['groups'], invalid: 1 });
    expect(org.asked).toEqual(['GET /api/v1/groups/00g1', 'DELETE /api/v1/groups/00g1', 'GET /api/v1/groups/00g1']);
    expect(org.urls.every((to) => new URL(to).origin === url)).toBe(true);
    expect(existsSync(file)).toBe(true);
  });

  test('with an unreadable line is reported, and the rest is removed', async () => {
    const { folder, file } = leave([[group, '00g1']]);
    writeFileSync(file, `${readFileSync(file, 'utf8')}{"event":"intended",\n`);
    const swept = await sweep(folder, options(orgThat(theGroup).http));
    expect(swept).toEqual({ ...nothing, removed: ['groups'], corrupt: 1 });
    expect(existsSync(file)).toBe(true);
  });

  test('of an older version is reported and not used', async () => {
    const { folder, file } = leave([]);
    const lines = [
      { event: 'run', org: url, pid: ended, ppid: 1 },
      {
        event: 'intended',
        intent: 'x-1',
        kind: 'group',
        name: 'x',
        remove: [{ request: 'DELETE /api/v1/groups/{id}' }],
      },
      { event: 'made', intent: 'x-1', id: '00g1' },
    ];
    writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const org = orgThat();
    expect(await sweep(folder, options(org.http))).toEqual({ ...nothing, outdated: 1 });
    expect(org.asked).toEqual([]);
    expect(existsSync(file)).toBe(true);
  });
});

describe('a list', () => {
  const page = (n: number) => ({ link: `<${url}/api/v1/groups?after=${n}>; rel="next"` });

  test('without an end is read up to 20 pages', async () => {
    const { folder } = leave([[group]]);
    const endless: Answers = { [listOfGroups]: [200, [], page(0)] };
    for (let n = 0; n < 100; n += 1) endless[`GET /api/v1/groups?after=${n}`] = [200, [], page(n + 1)];
    const org = orgThat(endless);
    expect((await sweep(folder, options(org.http))).left).toEqual([left('groups', 'unclear')]);
    expect(org.asked).toHaveLength(20);
  });

  test('with a repeated next page is not read again', async () => {
    const { folder } = leave([[group]]);
    const org = orgThat({ [listOfGroups]: [200, [], page(1)], 'GET /api/v1/groups?after=1': [200, [], page(1)] });
    expect((await sweep(folder, options(org.http))).left).toEqual([left('groups', 'unclear')]);
    expect(org.asked).toHaveLength(2);
  });

  test('with an unsafe id removes nothing', async () => {
    const { folder } = leave([[group]]);
    const org = orgThat({ [listOfGroups]: [200, [{ id: '../users/00u1', profile: { name: name(1) } }]] });
    expect((await sweep(folder, options(org.http))).left).toEqual([left('groups', 'unclear')]);
    expect(org.writes()).toEqual([]);
  });
});

describe('a setting of the org that a killed run changed', () => {
  const path = '/api/v1/org/settings/autoAssignAdminAppSetting';
  const before = { autoAssignAdminAppSetting: false };
  const inOrgTier = { tiers: ['read', 'write', 'org'] as const };

  test('is restored in the org tier', async () => {
    const { folder, file } = leave([[setting(before), '']]);
    const org = orgThat({
      [`GET ${path}`]: [200, { autoAssignAdminAppSetting: true }],
      [`POST ${path}`]: [200, before],
    });
    expect(await sweep(folder, options(org.http, inOrgTier))).toEqual({
      ...nothing,
      restored: ['auto assign admin app setting'],
    });
    expect(org.writes()).toEqual([`POST ${path}`]);
    expect(org.bodies).toEqual([before]);
    expect(existsSync(file)).toBe(false);
  });

  test('is not written in the write tier', async () => {
    const { folder, file } = leave([[setting(before), '']]);
    const org = orgThat({ [`GET ${path}`]: [200, { autoAssignAdminAppSetting: true }] });
    expect((await sweep(folder, options(org.http))).left.map(({ why }) => why)).toEqual(['needs-org-tier']);
    expect(org.asked).toEqual([]);
    expect(existsSync(file)).toBe(true);
  });

  test('is not written if it has its old value', async () => {
    const { folder } = leave([[setting(before), '']]);
    const org = orgThat({ [`GET ${path}`]: [200, before] });
    expect((await sweep(folder, options(org.http, inOrgTier))).left).toEqual([]);
    expect(org.writes()).toEqual([]);
  });

  test('is not restored if somebody else has changed it since, and its entry is closed', async () => {
    const blocklist = '/okta-personal-settings/api/v1/export-blocklists';
    const recipe: Recipe = {
      name: name(1),
      values: {},
      remove: [{ operation: `PUT ${blocklist}`, body: { domains: ['a.example'] } }],
      changes: true,
      restore: { read: `GET ${blocklist}`, was: { domains: ['a.example'] }, set: [{ domains: ['b.example'] }] },
    };
    const { folder, file } = leave([[recipe, '']]);
    const org = orgThat({ [`GET ${blocklist}`]: [200, { domains: ['b.example', 'c.example'] }] });
    expect(await sweep(folder, options(org.http, inOrgTier))).toEqual({
      ...nothing,
      changedSince: [{ kind: 'export blocklists', read: `GET ${blocklist}` }],
    });
    expect(org.writes()).toEqual([]);
    expect(existsSync(file)).toBe(false);
  });

  const integration = '/api/v1/device-integrations/{deviceIntegrationId}';
  const activated: Recipe = {
    name: name(1),
    values: {},
    remove: [{ operation: `POST ${integration}/lifecycle/deactivate` }],
    changes: true,
    restore: { read: `GET ${integration}`, was: { status: 'INACTIVE' }, set: [{ status: 'ACTIVE' }] },
  };

  test.each([400, 403, 500])('is left where the org answers %i and still has it', async (status) => {
    const { folder, file } = leave([[activated, 'din1']]);
    const org = orgThat({
      'GET /api/v1/device-integrations/din1': [200, { status: 'ACTIVE' }],
      'POST /api/v1/device-integrations/din1/lifecycle/deactivate': [status, {}],
    });
    expect((await sweep(folder, options(org.http, inOrgTier))).left).toEqual([left('device integrations', 'refused')]);
    expect(org.writes()).toHaveLength(1);
    expect(existsSync(file)).toBe(true);
  });

  test('is not restored if the run ended before it sent the change', async () => {
    const { folder, file } = leave([[activated, 'din1']], { isSent: false });
    const org = orgThat({ 'GET /api/v1/device-integrations/din1': [200, { status: 'ACTIVE' }] });
    expect(await sweep(folder, options(org.http, inOrgTier))).toEqual(nothing);
    expect(org.writes()).toEqual([]);
    expect(existsSync(file)).toBe(false);
  });

  test('is restored if a restart of the machine may have lost the record that it was sent', async () => {
    const { folder, file } = leave([[activated, 'din1']], { isSent: false, process: { boot: 'before' } });
    utimesSync(file, 0, 0);
    const org = orgThat({ 'GET /api/v1/device-integrations/din1': [200, { status: 'ACTIVE' }] });
    await sweep(folder, options(org.http, inOrgTier));
    expect(org.writes()).toEqual(['POST /api/v1/device-integrations/din1/lifecycle/deactivate']);
  });

  test('is left if the journal does not contain the value that the run set', async () => {
    const { restore: _, ...unknown } = activated;
    const { folder } = leave([[unknown, 'din1']]);
    const org = orgThat({ 'GET /api/v1/device-integrations/din1': [200, { status: 'ACTIVE' }] });
    expect((await sweep(folder, options(org.http, inOrgTier))).left).toEqual([left('device integrations', 'unclear')]);
    expect(org.writes()).toEqual([]);
  });
});
