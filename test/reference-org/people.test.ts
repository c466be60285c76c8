import { expect, onTestFinished, test } from 'vitest';
import { startReferenceOrg } from '../../reference-org/index.js';

type Body = Record<string, unknown> & { id: string };

/** An org with a group and an active user of its own. */
async function start() {
  const org = await startReferenceOrg({ population: ['security mails'], limits: { perMinute: 10_000 } });
  onTestFinished(() => org.close());
  const ask = async (method: string, path: string, body: object = {}) => {
    const response = await fetch(org.url + path, {
      method,
      headers: { authorization: `SSWS ${org.token}`, 'content-type': 'application/json' },
      ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text ? JSON.parse(text) : {}) as Body & Body[] };
  };
  const login = 'new@example.invalid';
  const profile = { login, email: login, firstName: 'New', lastName: 'Person', department: 'Contract' };
  const credentials = { password: { value: 'Correct-horse-battery-9' } };
  const user = (await ask('POST', '/api/v1/users?activate=true', { profile, credentials })).body.id;
  const group = (await ask('POST', '/api/v1/groups', { profile: { name: 'Contract' } })).body.id;
  const lifecycle = (verb: string) => ask('POST', `/api/v1/users/${user}/lifecycle/${verb}`);
  return { org, ask, user, group, lifecycle };
}

const ruleFor = (group: string, name = 'Contract') => ({
  type: 'group_rule',
  name,
  conditions: { expression: { type: 'urn:okta:expression:1.0', value: 'user.department=="Contract"' } },
  actions: { assignUserToGroups: { groupIds: [group] } },
});

test('a group rule is created inactive, adds users when it is activated, and is changed and removed only while inactive', async () => {
  const { ask, user, group } = await start();
  const members = async () => (await ask('GET', `/api/v1/groups/${group}/users`)).body.map(({ id }) => id);
  const made = await ask('POST', '/api/v1/groups/rules', ruleFor(group));
  expect(made.body).toMatchObject({ status: 'INACTIVE', allGroupsValid: true });
  expect(await members()).toEqual([]);
  const rule = `/api/v1/groups/rules/${made.body.id}`;
  expect((await ask('POST', `${rule}/lifecycle/activate`)).status).toBe(204);
  expect(await members()).toEqual([user]);
  expect((await ask('PUT', rule, ruleFor(group, 'Other'))).status).toBe(400);
  expect((await ask('DELETE', rule)).status).toBe(400);
  await ask('POST', `${rule}/lifecycle/deactivate`);
  expect((await ask('PUT', rule, ruleFor(group, 'Other'))).body.name).toBe('Other');
  expect(await ask('DELETE', rule)).toEqual({ status: 202, body: {} });
  expect((await ask('GET', rule)).status).toBe(404);
});

test('a rule without an existing group is refused, and a rule whose group was deleted states it', async () => {
  const { ask, group } = await start();
  expect((await ask('POST', '/api/v1/groups/rules', ruleFor('00g00000000000000000'))).status).toBe(400);
  const { id } = (await ask('POST', '/api/v1/groups/rules', ruleFor(group))).body;
  await ask('DELETE', `/api/v1/groups/${group}`);
  expect((await ask('GET', `/api/v1/groups/rules/${id}`)).body.allGroupsValid).toBe(false);
});

test('an owner of a group is assigned once; the dates of the response and the list have different formats', async () => {
  const { ask, user, group } = await start();
  const owners = `/api/v1/groups/${group}/owners`;
  const made = await ask('POST', owners, { id: user, type: 'USER' });
  expect([made.status, made.body.displayName]).toEqual([201, 'New Person']);
  expect(made.body.lastUpdated).toMatch(/^\w{3} \w{3} \d\d \d\d:\d\d:\d\d UTC \d{4}$/);
  expect((await ask('GET', owners)).body[0]?.lastUpdated).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.0$/);
  expect((await ask('POST', owners, { id: user, type: 'USER' })).body.errorCode).toBe('E0000001');
  expect((await ask('POST', owners, { id: group, type: 'USER' })).status).toBe(404);
  expect((await ask('DELETE', `${owners}/${user}`)).status).toBe(204);
  expect((await ask('DELETE', `${owners}/${user}`)).status).toBe(404);
});

test('only the profile of an ordinary group is replaced', async () => {
  const { ask, group } = await start();
  const profile = { name: 'Contract', description: 'Changed' };
  expect((await ask('PUT', `/api/v1/groups/${group}`, { profile })).body.profile).toEqual(profile);
  const everyone = (await ask('GET', '/api/v1/groups')).body.find(({ type }) => type === 'BUILT_IN');
  expect((await ask('PUT', `/api/v1/groups/${everyone?.id}`, { profile })).status).toBe(403);
});

test('linked users are listed from both ends, and links are removed with their definition', async () => {
  const { ask, user } = await start();
  const definition = (name: string) => ({ name, title: name, type: 'USER' });
  const path = '/api/v1/meta/schemas/user/linkedObjects';
  const body = { primary: definition('mentor'), associated: definition('trainee') };
  expect((await ask('POST', path, body)).status).toBe(201);
  expect((await ask('POST', path, body)).status).toBe(409);
  const mentor = (await ask('GET', '/api/v1/users/me')).body.id;
  expect((await ask('PUT', `/api/v1/users/${user}/linkedObjects/mentor/${mentor}`)).status).toBe(204);
  const linked = async (id: string, name: string) =>
    (await ask('GET', `/api/v1/users/${id}/linkedObjects/${name}`)).body.map(({ _links }) => JSON.stringify(_links));
  expect(await linked(user, 'mentor')).toEqual([expect.stringContaining(mentor)]);
  expect(await linked(mentor, 'trainee')).toEqual([expect.stringContaining(user)]);
  expect((await ask('DELETE', `${path}/trainee`)).status).toBe(204);
  expect((await ask('GET', `/api/v1/users/${user}/linkedObjects/mentor`)).status).toBe(404);
});

test.each<[string, string, string, string]>([
  ['APP_ADMIN', 'catalog/apps/facebook', 'catalog/apps/salesforce', 'catalog/apps'],
  ['HELP_DESK_ADMIN', 'groups/FIRST', 'groups/SECOND', 'groups'],
])('the last target of a role %s cannot be removed', async (type, first, second, list) => {
  const { ask, user, group } = await start();
  const other = (await ask('POST', '/api/v1/groups', { profile: { name: 'Other' } })).body.id;
  const role = (await ask('POST', `/api/v1/users/${user}/roles`, { type })).body.id;
  const targets = `/api/v1/users/${user}/roles/${role}/targets`;
  const [one, two] = [first, second].map((path) =>
    `${targets}/${path}`.replace('FIRST', group).replace('SECOND', other),
  );
  for (const target of [one, two]) expect((await ask('PUT', String(target))).status).toBe(204);
  expect((await ask('GET', `${targets}/${list}`)).body).toHaveLength(2);
  expect((await ask('DELETE', String(one))).status).toBe(204);
  expect((await ask('DELETE', String(one))).status).toBe(404);
  expect((await ask('DELETE', String(two))).status).toBe(400);
});

test('a deleted group is no longer the target of a role', async () => {
  const { ask, user, group } = await start();
  const role = (await ask('POST', `/api/v1/users/${user}/roles`, { type: 'HELP_DESK_ADMIN' })).body.id;
  const targets = `/api/v1/users/${user}/roles/${role}/targets/groups`;
  await ask('PUT', `${targets}/${group}`);
  await ask('DELETE', `/api/v1/groups/${group}`);
  expect(await ask('GET', targets)).toEqual({ status: 200, body: [] });
});

test('a password that is reset without a mail is set by a link; a status allows only some changes', async () => {
  const { org, ask, user, lifecycle } = await start();
  expect((await lifecycle('unlock')).body).toMatchObject({ errorCode: 'E0000032' });
  expect((await lifecycle('reactivate')).body).toMatchObject({ errorCode: 'E0000038' });
  expect(await lifecycle('suspend')).toEqual({ status: 200, body: {} });
  expect((await lifecycle('suspend')).status).toBe(403);
  expect(await lifecycle('unsuspend')).toEqual({ status: 200, body: {} });
  expect((await lifecycle('reset_password?sendEmail=false')).body.resetPasswordUrl).toMatch(/reset_password/);
  expect((await ask('GET', `/api/v1/users/${user}`)).body.status).toBe('RECOVERY');
  expect(org.effects()).toEqual([]);
  await lifecycle('reset_password?sendEmail=true');
  expect(org.effects()).toMatchObject([{ kind: 'mail', about: 'password reset' }]);
});

test('only the reset of enrolled factors causes a security mail', async () => {
  const { org, ask, user, lifecycle } = await start();
  await lifecycle('reset_factors');
  expect(org.effects()).toEqual([]);
  const profile = { question: 'disliked_food', answer: 'forty two' };
  await ask('POST', `/api/v1/users/${user}/factors`, { factorType: 'question', provider: 'OKTA', profile });
  await lifecycle('reset_factors');
  expect(org.effects().map((effect) => effect.kind === 'mail' && effect.about)).toEqual([
    'factor enrolled',
    'factor reset',
  ]);
  expect((await ask('GET', `/api/v1/users/${user}/factors`)).body).toEqual([]);
});

test('a token cannot create a session, and the session of the caller is not found', async () => {
  const { ask } = await start();
  expect(await ask('POST', '/api/v1/sessions', { sessionToken: 'invented' })).toMatchObject({
    status: 401,
    body: { errorCode: 'E0000004' },
  });
  expect((await ask('GET', '/api/v1/sessions/me')).status).toBe(404);
});
