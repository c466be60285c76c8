import { describe, expect, onTestFinished, test } from 'vitest';
import { type ReferenceOrgOptions, startReferenceOrg } from '../../reference-org/index.js';

type Body = Record<string, unknown> & { id: string };

async function start(options: ReferenceOrgOptions = {}) {
  const org = await startReferenceOrg({ limits: { perMinute: 10_000 }, ...options });
  onTestFinished(() => org.close());
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(org.url + path, {
      method,
      headers: { authorization: `SSWS ${org.token}`, 'content-type': 'application/json' },
      ...(method === 'GET' ? {} : { body: body === undefined ? '' : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    const { status, headers } = response;
    return { status, headers, text, body: (isJson ? JSON.parse(text) : {}) as Body };
  };
  const listed = async (path: string) => (await ask('GET', path)).body as unknown as Body[];
  const made = async (signOnMode: string, more: object = {}) =>
    `/api/v1/apps/${(await ask('POST', '/api/v1/apps', { label: `App ${signOnMode}`, signOnMode, ...more })).body.id}`;
  return { org, ask, listed, made };
}

const withSecret = {
  name: 'oidc_client',
  credentials: { oauthClient: { token_endpoint_auth_method: 'client_secret_basic' } },
};

describe('the secrets of a client', () => {
  test('are two at most, one stays active, and only an inactive one can be deleted', async () => {
    const { ask, listed, made } = await start();
    const secrets = `${await made('OPENID_CONNECT', withSecret)}/credentials/secrets`;
    const [first] = await listed(secrets);
    expect((await ask('POST', `${secrets}/${first?.id}/lifecycle/deactivate`)).status).toBe(400);
    const second = await ask('POST', secrets, {});
    expect([second.status, second.body.status]).toEqual([201, 'ACTIVE']);
    expect((await ask('POST', secrets, {})).status).toBe(400);
    const one = `${secrets}/${second.body.id}`;
    expect((await ask('DELETE', one)).status).toBe(400);
    expect((await ask('POST', `${one}/lifecycle/deactivate`)).body).toMatchObject({
      status: 'INACTIVE',
      _links: { activate: { hints: { allow: ['POST'] } }, delete: { hints: { allow: ['DELETE'] } } },
    });
    expect((await ask('DELETE', one)).status).toBe(204);
    expect(await listed(secrets)).toHaveLength(1);
  });

  test('are none if the client authenticates with a key, and 404 for an app without a client', async () => {
    const { ask, listed, made } = await start();
    const credentials = { oauthClient: { token_endpoint_auth_method: 'private_key_jwt' } };
    const client = await made('OPENID_CONNECT', { name: 'oidc_client', credentials });
    expect(await listed(`${client}/credentials/secrets`)).toEqual([]);
    expect((await ask('GET', `${await made('BOOKMARK')}/credentials/secrets`)).status).toBe(404);
  });

  test('of an API service are complete in the response to their creation only', async () => {
    const { ask, listed } = await start();
    const [service] = await listed('/integrations/api/v1/api-services');
    const secrets = `/integrations/api/v1/api-services/${service?.id}/credentials/secrets`;
    const { body } = await ask('POST', secrets);
    expect(body.client_secret).not.toContain('*');
    expect((await listed(secrets)).map(({ client_secret }) => String(client_secret).slice(0, 3))).toEqual([
      '***',
      '***',
    ]);
  });
});

test('certificates are generated and cloned, with a link in `Location`', async () => {
  const { ask, listed, made } = await start();
  const [one, other] = [await made('SAML_2_0'), await made('SAML_2_0')];
  expect((await ask('POST', `${one}/credentials/keys/generate`)).status).toBe(400);
  const { status, headers, body } = await ask('POST', `${one}/credentials/keys/generate?validityYears=2`);
  expect([status, headers.get('location')]).toEqual([
    201,
    expect.stringContaining(`${one}/credentials/keys/${body.kid}`),
  ]);
  const target = other.split('/').at(-1);
  expect((await ask('POST', `${one}/credentials/keys/${body.kid}/clone?targetAid=${target}`)).status).toBe(201);
  expect((await listed(`${other}/credentials/keys`)).map(({ kid }) => kid)).toContain(body.kid);
});

test('requests for certificates belong to one app', async () => {
  const { ask, listed, made } = await start();
  const [one, other] = [await made('SAML_2_0'), await made('BOOKMARK')];
  const { status, body } = await ask('POST', `${one}/credentials/csrs`, { subject: { commonName: 'SP' } });
  expect([status, await listed(`${one}/credentials/csrs`)]).toEqual([201, [body]]);
  expect((await ask('GET', `${other}/credentials/csrs/${body.id}`)).status).toBe(404);
  expect((await ask('DELETE', `${one}/credentials/csrs/${body.id}`)).status).toBe(204);
});

test.each([
  ['current', 201],
  ['observed', 200],
] as const)(
  'a grant on an org of the profile %s responds with %i, and names a scope of the API',
  async (profile, created) => {
    const { org, ask, listed, made } = await start({ profile });
    const grants = `${await made('OPENID_CONNECT', withSecret)}/grants`;
    const grant = { scopeId: 'okta.logs.read', issuer: org.url };
    const { status, body } = await ask('POST', grants, grant);
    expect([status, body]).toMatchObject([created, { ...grant, status: 'ACTIVE', source: 'ADMIN' }]);
    expect((await ask('POST', grants, { ...grant, scopeId: 'openid' })).status).toBe(400);
    expect((await ask('DELETE', `${grants}/${body.id}`)).status).toBe(204);
    expect(await listed(grants)).toEqual([]);
  },
);

test('refresh tokens of the client of an org can be read and revoked', async () => {
  const { ask, listed } = await start();
  const client = (await listed('/api/v1/apps')).find(({ signOnMode }) => signOnMode === 'OPENID_CONNECT');
  const tokens = `/api/v1/apps/${client?.id}/tokens`;
  const [token] = await listed(`${tokens}?expand=scope`);
  expect(token).toMatchObject({
    clientId: client?.id,
    _embedded: { scopes: expect.arrayContaining([expect.objectContaining({ name: 'openid' })]) },
  });
  expect((await ask('GET', `${tokens}/none`)).body.errorSummary).toMatch(/none \(OAuth2RefreshTokenTx\)$/);
  expect((await ask('DELETE', tokens)).status).toBe(204);
  expect(await listed(tokens)).toEqual([]);
});

describe('the users of an app', () => {
  test('have their own assignment, or the one of a group, which stays', async () => {
    const { ask, listed, made } = await start();
    const app = await made('OPENID_CONNECT', withSecret);
    const [user, other] = await listed('/api/v1/users');
    const [group] = await listed('/api/v1/groups');
    await ask('PUT', `${app}/groups/${group?.id}`);
    const assigned = await ask('POST', `${app}/users`, { id: user?.id, scope: 'USER' });
    expect(assigned.body).toMatchObject({ id: user?.id, scope: 'USER', profile: { family_name: 'Example' } });
    const scopes = new Map((await listed(`${app}/users`)).map(({ id, scope }) => [id, scope]));
    expect([scopes.get(user?.id as string), scopes.get(other?.id as string)]).toEqual(['USER', 'GROUP']);
    expect((await ask('DELETE', `${app}/users/${other?.id}`)).status).toBe(400);
    const changed = await ask('POST', `${app}/users/${user?.id}`, { profile: { nickname: 'N' } });
    expect(changed.body).toMatchObject({ profile: { nickname: 'N', family_name: 'Example' } });
    expect((await ask('DELETE', `${app}/users/${user?.id}`)).status).toBe(204);
  });

  test('get and lose accounts in the system of an app with provisioning', async () => {
    const { org, ask, listed } = await start({ population: ['provisioning'] });
    const apps = await listed('/api/v1/apps');
    const app = apps.find(({ features }) => (features as string[]).includes('PUSH_NEW_USERS'));
    const user = await listed('/api/v1/users');
    const users = `/api/v1/apps/${app?.id}/users`;
    await ask('POST', users, { id: user[0]?.id });
    await ask('DELETE', `${users}/${user[0]?.id}?sendEmail=true`);
    expect(org.effects()).toMatchObject([
      { kind: 'provisioning', action: 'create' },
      { kind: 'provisioning', action: 'deactivate' },
      { kind: 'mail', to: 'administrators' },
    ]);
  });
});

test('an assignment of a group changes by a JSON patch', async () => {
  const { ask, listed, made } = await start();
  const [group] = await listed('/api/v1/groups');
  const assigned = `${await made('SAML_2_0')}/groups/${group?.id}`;
  expect((await ask('GET', assigned)).status).toBe(404);
  await ask('PUT', assigned, { priority: 3 });
  const replace = [{ op: 'replace', path: '/profile/manager', value: 'A' }];
  expect((await ask('PATCH', assigned, replace)).body).toMatchObject({ priority: 3, profile: { manager: 'A' } });
  expect((await ask('PATCH', assigned, [{ op: 'replace', path: '/id', value: 'A' }])).status).toBe(400);
  expect((await ask('GET', assigned)).body).toMatchObject({ priority: 3, profile: { manager: 'A' } });
});

test('an app has one authentication policy', async () => {
  const { ask, listed, made } = await start();
  const app = await made('BOOKMARK');
  const policy = (await ask('POST', '/api/v1/policies', { type: 'ACCESS_POLICY', name: 'One', description: 'One' }))
    .body;
  expect((await ask('PUT', `${app}/policies/none`)).status).toBe(404);
  expect((await ask('PUT', `${app}/policies/${policy.id}`)).status).toBe(204);
  expect((await listed(`/api/v1/policies/${policy.id}/app`)).map(({ id }) => `/api/v1/apps/${id}`)).toEqual([app]);
  expect(JSON.stringify((await ask('GET', app)).body._links)).toContain(policy.id);
});

test('SAML metadata is XML, and is refused to a client that accepts JSON only', async () => {
  const { org, ask, made } = await start();
  const path = `${await made('SAML_2_0')}/sso/saml/metadata`;
  const { headers, text } = await ask('GET', path);
  const asked = { accept: 'application/json', authorization: `SSWS ${org.token}` };
  const refused = await fetch(org.url + path, { headers: asked });
  expect([refused.status, await refused.json()]).toMatchObject([400, { errorCode: 'E0000019' }]);
  expect([headers.get('content-type'), text]).toEqual([
    'application/xml;charset=ISO-8859-1',
    expect.stringMatching(/^<\?xml.*EntityDescriptor>$/),
  ]);
});

test('a connection is activated and deactivated after it was created', async () => {
  const { ask, made } = await start();
  const connection = `${await made('SAML_2_0', { name: 'okta_org2org' })}/connections/default`;
  expect((await ask('POST', `${connection}/lifecycle/deactivate`)).status).toBe(404);
  await ask('POST', connection, { profile: { authScheme: 'TOKEN' } });
  expect((await ask('POST', `${connection}/lifecycle/activate`)).status).toBe(204);
  expect((await ask('GET', connection)).body.status).toBe('ENABLED');
});

test('subscriptions change for a role, and for the owner of the token only', async () => {
  const { ask, listed } = await start();
  const kind = 'subscriptions/OKTA_UPDATE';
  const role = '/api/v1/roles/APP_ADMIN';
  const { status, text } = await ask('POST', `${role}/${kind}/unsubscribe`);
  expect([status, text]).toEqual([200, '']);
  expect((await ask('GET', `${role}/${kind}`)).body.status).toBe('unsubscribed');
  expect((await ask('POST', `${role}/${kind}/subscribe`)).status).toBe(200);
  expect((await ask('GET', `${role}/${kind}`)).body.status).toBe('subscribed');
  const [, other] = await listed('/api/v1/users');
  const owner = (await ask('GET', '/api/v1/users/me')).body;
  expect((await ask('POST', `/api/v1/users/${owner.id}/${kind}/subscribe`)).status).toBe(200);
  expect((await ask('POST', `/api/v1/users/${other?.id}/${kind}/subscribe`)).status).toBe(403);
});

test('the Admin Console has two settings with limits', async () => {
  const { ask } = await start();
  const path = '/api/v1/first-party-app-settings/admin-console';
  const settings = { sessionIdleTimeoutMinutes: 15, sessionMaxLifetimeMinutes: 720 };
  expect((await ask('GET', path)).body).toEqual(settings);
  expect((await ask('PUT', path, { ...settings, sessionIdleTimeoutMinutes: 20 })).body).toMatchObject({
    sessionIdleTimeoutMinutes: 20,
  });
  expect((await ask('PUT', path, { sessionIdleTimeoutMinutes: 4 })).status).toBe(400);
});
