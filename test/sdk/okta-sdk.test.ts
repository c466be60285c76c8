import { Client } from '@okta/okta-sdk-nodejs';
import { expect, onTestFinished, test } from 'vitest';
import { type ReferenceOrg, type ReferenceOrgOptions, startReferenceOrg } from '../../reference-org/index.js';

// Uses Okta's own client: its authors know Okta orgs, but not the reference org.

/** Requested operations that the reference org does not implement: tests with them prove nothing. */
const notServed = (org: ReferenceOrg) =>
  org.requests().flatMap(({ method, path, status }) => (status === 501 ? [`${method} ${path}`] : []));

async function start(options: ReferenceOrgOptions = {}): Promise<{ org: ReferenceOrg; client: Client }> {
  const org = await startReferenceOrg({ limits: { perMinute: 10_000 }, ...options });
  onTestFinished(() => org.close());
  onTestFinished(() => expect(notServed(org).filter((operation) => !isExpected(operation))).toEqual([]));
  const client = new Client({ orgUrl: org.url, token: org.token, testing: { disableHttpsCheck: true } } as never);
  return { org, client };
}

const isExpected = (operation: string) => operation === 'POST /api/v1/domains/a/verify';

const person = (login: string) => ({
  profile: { login, email: login, firstName: 'Some', lastName: 'Body' },
  credentials: { password: { value: 'Invented-1!' } },
});

async function all<T>(collection: { each(visit: (item: T) => void): Promise<unknown> }): Promise<T[]> {
  const items: T[] = [];
  await collection.each((item) => void items.push(item));
  return items;
}

test('users: create, find, change, remove, list in pages', async () => {
  const { org, client } = await start();
  const made = await client.userApi.createUser({ body: person('a@example.com') as never, activate: false });
  expect(made.status).toBe('STAGED');
  const id = made.id as string;
  expect((await client.userApi.getUser({ userId: id } as never)).profile?.login).toBe('a@example.com');
  const changed = await client.userApi.updateUser({
    userId: id,
    user: { profile: { nickName: 'B' } } as never,
  } as never);
  expect(changed.profile?.nickName).toBe('B');
  const listed = await all(await client.userApi.listUsers({ limit: 2 }));
  expect(listed).toHaveLength(4);
  expect(org.requests().filter(({ method, path }) => method === 'GET' && path === '/api/v1/users')).toHaveLength(2);
  await client.userApi.deleteUser({ userId: id } as never);
  await client.userApi.deleteUser({ userId: id } as never).catch(() => undefined);
  await expect(client.userApi.getUser({ userId: id } as never)).rejects.toMatchObject({
    status: 404,
    errorCode: 'E0000007',
  });
});

test('groups and their members', async () => {
  const { client } = await start();
  const group = await client.groupApi.createGroup({ group: { profile: { name: 'Somebody' } } as never });
  const groupId = group.id as string;
  const [user] = await all(await client.userApi.listUsers({}));
  await client.groupApi.assignUserToGroup({ groupId, userId: user?.id as string });
  expect((await all(await client.groupApi.listGroupUsers({ groupId }))).map(({ id }) => id)).toEqual([user?.id]);
  await client.groupApi.unassignUserFromGroup({ groupId, userId: user?.id as string });
  await client.groupApi.deleteGroup({ groupId });
  expect((await all(await client.groupApi.listGroups({}))).map(({ id }) => id)).not.toContain(groupId);
});

test('apps are deactivated before they are removed', async () => {
  const { client } = await start();
  const app = await client.applicationApi.createApplication({
    application: {
      name: 'bookmark',
      label: 'A page',
      signOnMode: 'BOOKMARK',
      settings: { app: { requestIntegration: false, url: 'https://www.example.com' } },
    } as never,
  });
  const appId = app.id as string;
  expect((await client.applicationApi.getApplication({ appId })).label).toBe('A page');
  await expect(client.applicationApi.deleteApplication({ appId })).rejects.toMatchObject({
    status: 403,
    errorCode: 'E0000056',
  });
  await client.applicationApi.deactivateApplication({ appId });
  await client.applicationApi.deleteApplication({ appId });
  await expect(client.applicationApi.getApplication({ appId })).rejects.toMatchObject({ status: 404 });
});

test('inline hooks, behaviors, user types, authorization servers and device policies', async () => {
  const { client } = await start();
  const hook = await client.inlineHookApi.createInlineHook({
    inlineHook: {
      name: 'A hook',
      type: 'com.okta.import.transform',
      version: '1.0.1',
      channel: { type: 'HTTP', version: '1.0.0', config: { uri: 'https://hooks.example.com/', method: 'POST' } },
    } as never,
  });
  const inlineHookId = hook.id as string;
  expect((await client.inlineHookApi.getInlineHook({ inlineHookId })).name).toBe('A hook');
  await client.inlineHookApi.deactivateInlineHook({ inlineHookId });
  await client.inlineHookApi.deleteInlineHook({ inlineHookId });

  expect((await all(await client.behaviorApi.listBehaviorDetectionRules())).length).toBeGreaterThan(0);

  const type = await client.userTypeApi.createUserType({
    userType: { name: 'contractor', displayName: 'Contractor', description: 'x' } as never,
  });
  expect((await client.userTypeApi.getUserType({ typeId: type.id as string })).name).toBe('contractor');
  await client.userTypeApi.deleteUserType({ typeId: type.id as string });

  const server = await client.authorizationServerApi.createAuthorizationServer({
    authorizationServer: { name: 'A server', description: 'x', audiences: ['api://x'] } as never,
  });
  const authServerId = server.id as string;
  expect((await client.authorizationServerApi.getAuthorizationServer({ authServerId })).name).toBe('A server');
  await client.authorizationServerApi.deactivateAuthorizationServer({ authServerId });
  await client.authorizationServerApi.deleteAuthorizationServer({ authServerId });

  expect((await all(await client.deviceAssuranceApi.listDeviceAssurancePolicies())).length).toBeGreaterThan(0);
});

test('policies and their rules', async () => {
  const { client } = await start();
  const policy = await client.policyApi.createPolicy({
    policy: { name: 'A policy', type: 'ACCESS_POLICY', description: 'x' } as never,
  });
  const policyId = policy.id as string;
  const rules = await all(await client.policyApi.listPolicyRules({ policyId }));
  expect(rules.map(({ name }) => name)).toEqual(['Catch-all Rule']);
  await client.policyApi.deletePolicy({ policyId });
  await expect(client.policyApi.getPolicy({ policyId })).rejects.toMatchObject({ status: 404 });
});

test('a wrong token is refused like by Okta', async () => {
  const { org } = await start();
  const client = new Client({ orgUrl: org.url, token: '00wrong', testing: { disableHttpsCheck: true } } as never);
  await expect(client.userApi.getUser({ userId: 'me' } as never)).rejects.toMatchObject({
    status: 401,
    errorCode: 'E0000011',
  });
});

test.each([false, true])('a client app with a private key gets its token by itself (DPoP: %s)', async (dpop) => {
  const { org } = await start({ client: { dpop, rsa: true } });
  const client = new Client({
    orgUrl: org.url,
    authorizationMode: 'PrivateKey',
    clientId: org.client.id,
    scopes: ['okta.users.read'],
    privateKey: org.client.privateKey,
    keyId: 'the-key',
    testing: { disableHttpsCheck: true },
  } as never);
  expect(await all(await client.userApi.listUsers({}))).toHaveLength(3);
  expect(org.requests().some(({ path, status }) => path === '/oauth2/v1/token' && status === 200)).toBe(true);
  await expect(client.groupApi.getGroup({ groupId: 'x' })).rejects.toMatchObject({ status: 403 });
});

test('an operation that the reference org does not implement has a separate error', async () => {
  const { org, client } = await start();
  await expect(client.customDomainApi.verifyDomain({ domainId: 'a' })).rejects.toMatchObject({
    status: 501,
    errorSummary: 'The reference org does not serve this operation',
  });
  expect(notServed(org)).toEqual(['POST /api/v1/domains/a/verify']);
});
