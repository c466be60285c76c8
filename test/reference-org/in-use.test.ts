import { describe, expect, onTestFinished, test } from 'vitest';
import { type ReferenceOrg, type ReferenceOrgOptions, startReferenceOrg } from '../../reference-org/index.js';

type Body = Record<string, unknown> & { id: string };

async function start(options: ReferenceOrgOptions = {}) {
  const org = await startReferenceOrg({ population: 'in-use', limits: { perMinute: 10_000 }, ...options });
  onTestFinished(() => org.close());
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(org.url + path, {
      method,
      headers: { authorization: `SSWS ${org.token}`, 'content-type': 'application/json' },
      ...(method === 'GET' ? {} : { body: body === undefined ? '' : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : {}) as Body };
  };
  return { org, ask };
}

type Ask = Awaited<ReturnType<typeof start>>['ask'];

const person = (profile: object = {}, password = 'Correct-horse-battery-9') => ({
  profile: {
    login: 'new@example.invalid',
    email: 'new@example.invalid',
    firstName: 'New',
    lastName: 'Person',
    badgeNumber: 'B7',
    office: 'Here',
    ...profile,
  },
  credentials: { password: { value: password } },
});

const staged = (ask: Ask, profile: object = {}) => ask('POST', '/api/v1/users?activate=false', person(profile));
/** The kinds of effects, each with its action. */
const kinds = (org: ReferenceOrg) =>
  org.effects().map((effect) => {
    const { kind } = effect;
    if (kind === 'provisioning') return `${kind} ${effect.action}`;
    if (kind === 'event-hook') return `${kind} ${effect.event}`;
    return kind === 'mail' ? `${kind} ${effect.to} ${effect.about}` : kind;
  });

describe('an administrator can read', () => {
  test('apps with provisioning that are assigned to everybody', async () => {
    const { ask } = await start();
    const groups = (await ask('GET', '/api/v1/groups')).body as unknown as Body[];
    const everyone = groups.find(({ type }) => type === 'BUILT_IN') as Body;
    const apps = (await ask('GET', `/api/v1/groups/${everyone.id}/apps`)).body as unknown as Body[];
    const provisioned = apps.filter(({ features }) => (features as string[]).includes('PUSH_NEW_USERS'));
    expect(provisioned.map(({ label, status }) => [label, status])).toEqual([['Directory of people', 'ACTIVE']]);
    const assigned = (await ask('GET', `/api/v1/apps/${provisioned[0]?.id}/groups`)).body as unknown as Body[];
    expect(assigned.map(({ id }) => id)).toEqual([everyone.id]);
  });

  test('group rules, event hooks, a registration hook, and that new clients become administrators', async () => {
    const { ask } = await start();
    const list = async (path: string) => (await ask('GET', path)).body as unknown as Body[];
    const rules = await list('/api/v1/groups/rules');
    expect(rules.map(({ status }) => status).sort()).toEqual(['ACTIVE', 'ACTIVE', 'INACTIVE', 'INACTIVE']);
    expect((await ask('GET', `/api/v1/groups/rules/${rules[0]?.id}`)).body).toEqual(rules[0]);
    const hooks = await list('/api/v1/eventHooks');
    expect(hooks).toMatchObject([
      {
        status: 'ACTIVE',
        verificationStatus: 'VERIFIED',
        events: { items: expect.arrayContaining(['user.lifecycle.activate']) },
      },
      { status: 'ACTIVE', verificationStatus: 'UNVERIFIED' },
    ]);
    expect((await ask('GET', `/api/v1/eventHooks/${hooks[0]?.id}`)).body).toEqual(hooks[0]);
    expect(await list('/api/v1/inlineHooks?type=com.okta.user.pre-registration')).toMatchObject([{ status: 'ACTIVE' }]);
    const setting = '/api/v1/org/settings/clientPrivilegesSetting';
    expect((await ask('GET', setting)).body).toEqual({ clientPrivilegesSetting: true });
  });

  test('the required attributes and the pattern of logins, in the schema; the password policy', async () => {
    const { ask } = await start();
    const { definitions } = (await ask('GET', '/api/v1/meta/schemas/user/default')).body as unknown as {
      definitions: Record<'custom' | 'base', { required: string[]; properties: Record<string, Body> }>;
    };
    expect(definitions.custom.required).toEqual(['badgeNumber', 'office']);
    expect(definitions.base.properties.login?.pattern).toBe('[a-z0-9._+-]+@[a-z0-9.-]+');
    const policies = (await ask('GET', '/api/v1/policies?type=PASSWORD')).body as unknown as Body[];
    expect(policies[0]).toMatchObject({ settings: { password: { complexity: { minLength: 20, minSymbol: 1 } } } });
  });

  test('a small org has none of these parts', async () => {
    const { org, ask } = await start({ population: 'small' });
    const rules = (await ask('GET', '/api/v1/groups/rules')).body as unknown as Body[];
    expect(rules.filter(({ status }) => status === 'ACTIVE')).toEqual([]);
    expect((await ask('GET', '/api/v1/eventHooks')).body).toEqual([]);
    expect(
      (await ask('POST', '/api/v1/users?activate=true', { ...person({ badgeNumber: undefined, office: undefined }) }))
        .status,
    ).toBe(200);
    expect(org.effects()).toEqual([]);
  });

  test('one part can be used alone', async () => {
    const { org, ask } = await start({ population: ['provisioning'] });
    const made = await ask(
      'POST',
      '/api/v1/users',
      person({ badgeNumber: undefined, office: undefined }, 'Invented-1!'),
    );
    expect([made.status, kinds(org)]).toEqual([200, ['provisioning create']]);
  });

  test('its users are complete, and its objects are not leftovers', async () => {
    const { org, ask } = await start();
    const [user] = (await ask('GET', '/api/v1/users')).body as unknown as Body[];
    expect(user?.profile).toMatchObject({ badgeNumber: 'A1', office: 'A1' });
    expect([org.leftovers(), org.effects(), org.requests().length]).toEqual([[], [], 1]);
  });
});

describe('an org in use refuses', () => {
  test.each<[string, object, string, string]>([
    [
      'no badge number',
      { badgeNumber: undefined },
      'Correct-horse-battery-9',
      'badgeNumber: The field cannot be left blank',
    ],
    ['an empty office', { office: '' }, 'Correct-horse-battery-9', 'office: The field cannot be left blank'],
    [
      'a login in capitals',
      { login: 'New@example.invalid' },
      'Correct-horse-battery-9',
      'login: The field does not match the pattern that the org requires',
    ],
    [
      'a short password',
      {},
      'Invented-1!',
      'password: Password requirements were not met. Password requirements: at least 20 characters.',
    ],
  ])('a user with %s', async (_, profile, password, cause) => {
    const { org, ask } = await start();
    const { status, body } = await ask('POST', '/api/v1/users?activate=false', person(profile, password));
    expect([status, body.errorCode, body.errorCauses]).toEqual([400, 'E0000001', [{ errorSummary: cause }]]);
    expect([org.leftovers(), org.effects()]).toEqual([[], []]);
  });

  test('a user of another type needs only what that type requires', async () => {
    const { ask } = await start();
    const type = await ask('POST', '/api/v1/meta/types/user', { name: 'guest', displayName: 'Guest' });
    const guest = { ...person({ badgeNumber: undefined, office: undefined }), type: { id: type.body.id } };
    expect((await ask('POST', '/api/v1/users?activate=false', guest)).status).toBe(200);
  });

  test('restores, after refuseRestores', async () => {
    const { org, ask } = await start();
    org.refuseRestores();
    const all = (await ask('GET', '/api/v1/authenticators')).body as unknown as Body[];
    const off = all.find(({ status }) => status === 'INACTIVE') as Body;
    const step = (verb: string) => ask('POST', `/api/v1/authenticators/${off.id}/lifecycle/${verb}`);
    expect((await step('activate')).status).toBe(200);
    expect(await step('deactivate')).toMatchObject({ status: 403, body: { errorCode: 'E0000148' } });
    expect((await ask('GET', `/api/v1/authenticators/${off.id}`)).body.status).toBe('ACTIVE');
    const setting = '/api/v1/org/settings/autoAssignAdminAppSetting';
    expect((await ask('POST', setting, { autoAssignAdminAppSetting: true })).status).toBe(200);
    expect((await ask('POST', setting, { autoAssignAdminAppSetting: false })).status).toBe(403);
    expect((await ask('GET', setting)).body).toEqual({ autoAssignAdminAppSetting: true });
    org.recover();
    expect((await step('deactivate')).status).toBe(200);
  });

  test('more requests than an Integrator org allows', async () => {
    const { ask } = await start({ limits: {} });
    const seen = await Promise.all(
      ['/api/v1/apps', '/api/v1/users', '/api/v1/logs', '/api/v1/brands'].map((path) => ask('GET', path)),
    );
    expect(seen.map(({ headers }) => headers.get('x-rate-limit-limit'))).toEqual(['10', '50', '10', '50']);
    const small = await start({ limits: {}, population: 'small' });
    expect((await small.ask('GET', '/api/v1/apps')).headers.get('x-rate-limit-limit')).toBe('250');
  });
});

describe('effects outside the org', () => {
  test('a staged user causes no account and no mail, only a call of the hook for creations', async () => {
    const { org, ask } = await start();
    const { body } = await staged(ask);
    expect(org.effects()).toEqual([
      { kind: 'event-hook', hook: expect.stringMatching(/^who/), event: 'user.lifecycle.create', target: body.id },
    ]);
    await ask('DELETE', `/api/v1/users/${body.id}`);
    await ask('DELETE', `/api/v1/users/${body.id}`);
    expect(kinds(org).filter((effect) => !effect.startsWith('event-hook'))).toEqual([]);
  });

  test('an activated user gets accounts: by the built-in group, and by the group that a rule adds', async () => {
    const { org, ask } = await start();
    const { id } = (await staged(ask)).body;
    await ask('POST', `/api/v1/users/${id}/lifecycle/activate?sendEmail=false`);
    expect(kinds(org)).toEqual([
      'event-hook user.lifecycle.create',
      'event-hook user.lifecycle.activate',
      'provisioning create',
      'provisioning create',
    ]);
    const apps = new Set(org.effects().flatMap((effect) => (effect.kind === 'provisioning' ? [effect.app] : [])));
    expect(apps.size).toBe(2);
    await ask('POST', `/api/v1/users/${id}`, { profile: { nickName: 'N' } });
    await ask('POST', `/api/v1/users/${id}/lifecycle/deactivate`);
    expect(kinds(org).slice(4)).toEqual([
      'provisioning update',
      'provisioning update',
      'event-hook user.lifecycle.deactivate',
      'provisioning deactivate',
      'provisioning deactivate',
      // One app of the built-in group has no provisioning: a mail asks administrators to remove its account.
      'mail administrators deactivation',
    ]);
  });

  test.each<[string, (ask: Ask) => Promise<unknown>, string[]]>([
    [
      'activated, with a mail',
      async (ask) => ask('POST', `/api/v1/users/${(await staged(ask)).body.id}/lifecycle/activate`),
      ['mail user activation'],
    ],
    [
      'made and activated without a password',
      (ask) => ask('POST', '/api/v1/users', { profile: person().profile }),
      ['mail user activation'],
    ],
    ['made and activated with a password', (ask) => ask('POST', '/api/v1/users', person()), []],
    [
      'deactivated while staged, with a mail',
      async (ask) => ask('DELETE', `/api/v1/users/${(await staged(ask)).body.id}?sendEmail=true`),
      ['mail administrators deactivation'],
    ],
  ])('mails: a user who is %s', async (_, act, expected) => {
    const { org, ask } = await start();
    await act(ask);
    expect(kinds(org).filter((effect) => effect.startsWith('mail'))).toEqual(expected);
  });

  test('a rule that compares an attribute matches only its value', async () => {
    const { org, ask } = await start();
    const { id } = (await staged(ask, { department: 'Sales' })).body;
    await ask('POST', `/api/v1/users/${id}/lifecycle/activate?sendEmail=false`);
    const groups = (await ask('GET', '/api/v1/groups?q=Sales')).body as unknown as Body[];
    const members = (await ask('GET', `/api/v1/groups/${groups[0]?.id}/users`)).body as unknown as Body[];
    expect(members.map((member) => member.id)).toEqual([id]);
    expect(kinds(org).filter((effect) => effect === 'provisioning create')).toHaveLength(2);
  });

  test('a membership and an assignment provision active users', async () => {
    const { org, ask } = await start();
    const [user] = (await ask('GET', '/api/v1/users')).body as unknown as Body[];
    const [sales] = (await ask('GET', '/api/v1/groups?q=Sales')).body as unknown as Body[];
    await ask('PUT', `/api/v1/groups/${sales?.id}/users/${user?.id}`);
    expect(kinds(org)).toEqual(['provisioning create']);
    const apps = (await ask('GET', '/api/v1/apps?q=Directory')).body as unknown as Body[];
    await ask('PUT', `/api/v1/apps/${apps[0]?.id}/groups/${sales?.id}`);
    expect(kinds(org)).toEqual(['provisioning create', 'provisioning create']);
  });

  test('a new service app becomes an administrator', async () => {
    const { org, ask } = await start();
    const app = { name: 'oidc_client', label: 'A service', signOnMode: 'OPENID_CONNECT' };
    const { id } = (await ask('POST', '/api/v1/apps', app)).body;
    expect(org.effects()).toEqual([{ kind: 'admin-role', client: id }]);
  });
});

test('an administrator changes a setting in the middle of a run', async () => {
  const { org, ask } = await start();
  const setting = '/api/v1/org/settings/autoAssignAdminAppSetting';
  const value = async () => (await ask('GET', setting)).body.autoAssignAdminAppSetting;
  org.after(
    2,
    () => void org.administrator('POST', setting, { autoAssignAdminAppSetting: true }),
    (method, path) => method === 'GET' && path === setting,
  );
  await ask('GET', '/api/v1/users');
  expect([await value(), await value(), await value()]).toEqual([false, false, true]);
  org.administrator('POST', setting, { autoAssignAdminAppSetting: false });
  expect([await value(), org.requests().filter(({ method }) => method !== 'GET')]).toEqual([false, []]);
});
