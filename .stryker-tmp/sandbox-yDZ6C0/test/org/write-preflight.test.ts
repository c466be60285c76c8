// @ts-nocheck
import { expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.js';
import { type Ask, mayReachOtherSystems, readWriteEffects } from '../../src/org/write-preflight.js';

const everyone = '00gabcdefabcdefabcde';

/** An org that returns a list or object for a path, and 403 for other paths. */
const org =
  (answers: Record<string, Json>): Ask =>
  async (path) => {
    const body = answers[path.split('?')[0] ?? ''];
    return body === undefined ? { status: 403, body: { errorCode: 'E0000006' } } : { status: 200, body };
  };

const quiet: Record<string, Json> = {
  '/api/v1/groups': [{ id: everyone, profile: { name: 'Everyone' } }],
  [`/api/v1/groups/${everyone}/apps`]: [{ status: 'ACTIVE', features: ['IMPORT_NEW_USERS'] }],
  '/api/v1/groups/rules': [{ status: 'INACTIVE' }],
  '/api/v1/eventHooks': [],
  '/api/v1/inlineHooks': [],
  '/api/v1/meta/schemas/user/default': { definitions: { custom: { properties: {}, required: [] }, base: {} } },
  '/api/v1/org/settings/clientPrivilegesSetting': { clientPrivilegesSetting: false },
  '/api/v1/meta/types/user': [{ default: true }],
};

test('an org without provisioning, rules and hooks', async () => {
  const effects = await readWriteEffects(org(quiet));
  expect(effects).toEqual({
    provisioningApps: 0,
    groupRules: 0,
    eventHooks: 0,
    registrationHooks: 0,
    required: {},
    clientsBecomeAdmins: false,
    userTypes: 1,
  });
  expect(mayReachOtherSystems(effects)).toBe(false);
});

test.each<[string, Record<string, Json>]>([
  [
    'an app on Everyone that creates accounts',
    { [`/api/v1/groups/${everyone}/apps`]: [{ status: 'ACTIVE', features: ['PUSH_NEW_USERS'] }] },
  ],
  ['an active group rule', { '/api/v1/groups/rules': [{ status: 'ACTIVE' }] }],
  ['an active event hook', { '/api/v1/eventHooks': [{ status: 'ACTIVE' }] }],
])('%s may reach other systems', async (_, answers) => {
  expect(mayReachOtherSystems(await readWriteEffects(org({ ...quiet, ...answers })))).toBe(true);
});

test('an inactive app is not a side effect', async () => {
  const apps = { [`/api/v1/groups/${everyone}/apps`]: [{ status: 'INACTIVE', features: ['PUSH_NEW_USERS'] }] };
  expect((await readWriteEffects(org({ ...quiet, ...apps }))).provisioningApps).toBe(0);
});

test('an unreadable value counts as a possible side effect', async () => {
  const effects = await readWriteEffects(org({}));
  expect(Object.values(effects).every((value) => value === undefined)).toBe(true);
  expect(mayReachOtherSystems(effects)).toBe(true);
});

test.each<[string, Json]>([
  ['a path', '../users'],
  ['a number', 7],
])('the id of Everyone is %s: it does not become part of a path', async (_, id) => {
  const asked: string[] = [];
  const ask: Ask = (path) => {
    asked.push(path);
    return org({ ...quiet, '/api/v1/groups': [{ id, profile: { name: 'Everyone' } }] })(path);
  };
  expect((await readWriteEffects(ask)).provisioningApps).toBeUndefined();
  expect(asked.filter((path) => path.includes('/apps'))).toEqual([]);
});

test('attributes that the org requires, and its login pattern', async () => {
  const schema = {
    definitions: {
      custom: {
        properties: { costCenter: { type: 'string' }, floor: { type: 'integer' } },
        required: ['costCenter', 'gone'],
      },
      base: { properties: { login: { pattern: '^[a-z]+$' } } },
    },
  };
  const { required, loginPattern } = await readWriteEffects(
    org({ ...quiet, '/api/v1/meta/schemas/user/default': schema }),
  );
  expect([required, loginPattern]).toEqual([{ costCenter: { type: 'string' } }, '^[a-z]+$']);
});

test.each<[string, Json]>([
  ['a list', []],
  ['a text', 'x'],
  ['definitions that are a number', { definitions: 7 }],
  ['required that is no list', { definitions: { custom: { required: 'x' } } }],
])('a schema that is %s requires nothing that a run could fill in', async (_, schema) => {
  const { required } = await readWriteEffects(org({ ...quiet, '/api/v1/meta/schemas/user/default': schema }));
  expect(required).toEqual({});
});

test('required base attributes, and attributes with a `required` property', async () => {
  const schema = {
    definitions: {
      base: {
        properties: {
          login: {},
          email: {},
          mobilePhone: { type: 'string' },
          title: { type: 'string', required: true },
        },
        required: ['login', 'email', 'mobilePhone'],
      },
      custom: { properties: { office: { type: 'string', required: true }, floor: { type: 'integer' } } },
    },
  };
  const { required } = await readWriteEffects(org({ ...quiet, '/api/v1/meta/schemas/user/default': schema }));
  expect(Object.keys(required ?? {})).toEqual(['mobilePhone', 'title', 'office']);
});

test('a full page without a match is unknown', async () => {
  const rules = (status: string) => Array.from({ length: 200 }, () => ({ status }));
  const read = async (status: string) =>
    (await readWriteEffects(org({ ...quiet, '/api/v1/groups/rules': rules(status) }))).groupRules;
  expect([await read('INACTIVE'), await read('ACTIVE')]).toEqual([undefined, 200]);
});

test('a request without a response counts as unreadable', async () => {
  const effects = await readWriteEffects((path) =>
    path.startsWith('/api/v1/eventHooks') ? Promise.reject(new Error('socket')) : org(quiet)(path),
  );
  expect([effects.eventHooks, effects.groupRules]).toEqual([undefined, 0]);
});
