import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { ReferenceOrg } from '../../reference-org/index.js';
import { killAll, runCli, runSuites, until } from './run-suites.js';
import { withOrg } from './with-org.js';

const access = (org: ReferenceOrg) => ({ OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: org.token });

/** No app of the org has claims or pushes groups, only users have roles, and no role is limited. */
const withoutAnObject = [
  'GET /api/v1/apps/{appId}/credentials/csrs/{csrId}',
  'GET /api/v1/apps/{appId}/credentials/jwks/{keyId}',
  'GET /api/v1/apps/{appId}/cwo/connections/{connectionId}',
  'GET /api/v1/apps/{appId}/federated-claims/{claimId}',
  'GET /api/v1/apps/{appId}/group-push/mappings/{mappingId}',
  'GET /api/v1/authenticators/{authenticatorId}/aaguids/{aaguid}',
  'GET /api/v1/authorizationServers/{authServerId}/resourceservercredentials/keys/{keyId}',
  'GET /api/v1/captchas/{captchaId}',
  'GET /api/v1/eventHooks/{eventHookId}',
  'GET /api/v1/groups/{groupId}/roles/{roleAssignmentId}',
  'GET /api/v1/groups/{groupId}/roles/{roleAssignmentId}/targets/catalog/apps',
  'GET /api/v1/groups/{groupId}/roles/{roleAssignmentId}/targets/groups',
  'GET /api/v1/iam/governance/bundles/{bundleId}',
  'GET /api/v1/iam/governance/bundles/{bundleId}/entitlements',
  'GET /api/v1/iam/governance/bundles/{bundleId}/entitlements/{entitlementId}/values',
  'GET /api/v1/users/{userId}/roles/{roleAssignmentId}/targets/catalog/apps',
  'GET /api/v1/users/{userId}/roles/{roleAssignmentId}/targets/groups',
  'GET /api/v1/users/{userId}/roles/{roleIdOrEncodedRoleId}/targets',
  'GET /oauth2/v1/clients/{clientId}/roles/{roleAssignmentId}',
  'GET /oauth2/v1/clients/{clientId}/roles/{roleAssignmentId}/targets/catalog/apps',
  'GET /oauth2/v1/clients/{clientId}/roles/{roleAssignmentId}/targets/groups',
];

test('the read tier only reads, and reports unverified operations with reasons', () =>
  withOrg({}, async (org) => {
    const { code, report } = await runSuites(access(org));
    expect(code).toBe(0);
    expect(org.requests().filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(report?.coverage.verified).toBeGreaterThan(20);
    const others = report?.coverage.unverified.filter(
      ({ reason }) => reason !== 'needs-write-tier' && reason !== 'needs-org-tier',
    );
    // Operations that need an object of which this org has none.
    expect(others?.map((group) => ({ ...group, operations: group.operations.sort() }))).toEqual([
      { kind: 'skipped', reason: 'no-such-object-on-this-org', operations: withoutAnObject },
    ]);
  }));

test('the write tier leaves no objects on the org', () =>
  withOrg({}, async (org) => {
    const { code, output, report } = await runSuites({ ...access(org), OKTA_CONTRACTS_TIERS: 'write' });
    expect(code).toBe(0);
    expect(org.requests().filter(({ method }) => method === 'POST').length).toBeGreaterThan(20);
    expect(org.leftovers()).toEqual([]);
    expect(report?.org.tiers).toEqual(['read', 'write']);
    expect(output).not.toContain(org.token);
  }));

test('the org tier restores settings', () =>
  withOrg({}, async (org) => {
    const watched = [
      '/api/v1/authenticators',
      '/api/v1/device-integrations',
      '/api/v1/org/settings/autoAssignAdminAppSetting',
      '/device-access/api/v1/desktop-mfa/enforce-number-matching-challenge-settings',
      '/okta-personal-settings/api/v1/export-blocklists',
    ];
    const look = () =>
      Promise.all(
        watched.map(async (path) => {
          const answer = await fetch(org.url + path, { headers: { authorization: `SSWS ${org.token}` } });
          return (await answer.text()).replace(/"lastUpdated":"[^"]*"/g, '');
        }),
      );
    const before = await look();
    const activations = [
      'POST /api/v1/authenticators/{authenticatorId}/lifecycle/activate',
      'POST /api/v1/authenticators/{authenticatorId}/methods/{methodType}/lifecycle/activate',
      'POST /api/v1/device-integrations/{deviceIntegrationId}/lifecycle/activate',
    ];
    const named = { OKTA_CONTRACTS_TIERS: 'write,org', OKTA_CONTRACTS_NAMED: activations.join(',') };
    const { report } = await runSuites({ ...access(org), ...named }, [
      'suites/authenticators.test.ts',
      'suites/device-integrations.test.ts',
      'suites/org-settings.test.ts',
    ]);
    expect(await look()).toEqual(before);
    const changes = org.requests().filter(({ method, status }) => method !== 'GET' && status < 300);
    const writesTo = (path: string) => changes.filter((request) => request.path.startsWith(path)).length;
    // Two activations, two deactivations and two writes of the same value; one of each; and each setting once.
    expect(watched.map(writesTo)).toEqual([6, 2, 1, 1, 1]);
    // What cannot be restored was not named.
    const needsOrgTier = report?.coverage.unverified.find(({ reason }) => reason === 'needs-org-tier');
    expect(needsOrgTier?.operations).toEqual([
      'POST /api/v1/authenticators',
      'PUT /api/v1/org/settings/clientPrivilegesSetting',
      'PUT /okta-personal-settings/api/v1/edit-feature',
    ]);
  }));

test('at most six users exist at a time', () =>
  withOrg({}, async (org) => {
    await runSuites({ ...access(org), OKTA_CONTRACTS_TIERS: 'write' });
    let users = 0;
    let most = 0;
    for (const { method, path, status } of org.requests()) {
      if (method === 'POST' && path === '/api/v1/users' && status === 200) users += 1;
      if (method === 'DELETE' && /^\/api\/v1\/users\/[^/]+$/.test(path)) users -= 1;
      most = Math.max(most, users);
    }
    expect(users).toBe(0);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(6);
  }));

test('one suite, or the tests of one name, send only the requests that they need', () =>
  withOrg({}, async (org) => {
    const one = await runSuites(access(org), ['suites/org-metadata.test.ts']);
    expect(one.code).toBe(0);
    expect(one.report?.operations.map(({ operation }) => operation)).toEqual(['GET /.well-known/okta-organization']);
    const before = org.requests().length;
    const named = await runSuites(access(org), ['-t', 'GET /api/v1/behaviors ']);
    expect(named.code).toBe(0);
    expect(named.report?.coverage.verified).toBe(1);
    const asked = new Set(
      org
        .requests()
        .slice(before)
        .map(({ path }) => path),
    );
    // The pre-flight sends four requests.
    const preflight = /okta-organization$|apple-app-site-association$|users\/me$|users\/00u\w+\/roles$/;
    expect([...asked].filter((path) => !/behaviors/.test(path) && !preflight.test(path))).toEqual([]);
  }));

test('an interrupted run removes its objects', () =>
  withOrg({ latencyMs: 30 }, async (org) => {
    const { code } = await runSuites({ ...access(org), OKTA_CONTRACTS_TIERS: 'write' }, [], async (child) => {
      await until(() => org.leftovers().length >= 3);
      child.kill('SIGINT');
    });
    expect(code).toBe(130);
    expect(org.leftovers()).toEqual([]);
  }));

test('a sweep removes exactly the objects of a killed run', () =>
  withOrg({ latencyMs: 30 }, async (org) => {
    const env = { ...access(org), OKTA_CONTRACTS_TIERS: 'write' };
    const seeded = org.objects();
    await runSuites(env, [], async (child, folder) => {
      await until(() => org.leftovers().length >= 3);
      killAll(child);
      // Requests that were already sent arrive.
      await until(() => org.idle());
      expect(org.leftovers().length).toBeGreaterThan(0);
      const swept = await runCli(['sweep'], env, folder);
      expect(swept.output).toMatch(/^Removed \d+ objects of earlier runs: .*\d groups/);
      expect(swept.output).not.toContain('Not removed');
      expect(swept.code).toBe(0);
    });
    expect(org.leftovers()).toEqual([]);
    expect(org.objects()).toEqual(seeded);
  }));

test('a run that verifies nothing fails', async () => {
  // An org that accepts the token, and returns an error for everything else.
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    const known = request.url === '/.well-known/okta-organization' || request.url === '/api/v1/users?limit=1';
    const isPreflight = known && answered < 2;
    answered += 1;
    response.writeHead(isPreflight ? 200 : 500).end(isPreflight ? '{"id":"00o"}' : '{}');
  });
  let answered = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const { code, output } = await runSuites({ OKTA_CLIENT_ORGURL: url, OKTA_CLIENT_TOKEN: 'invented' });
    expect(code).toBe(1);
    expect(output).toContain('no operation could be verified');
    expect(output).toContain('FAILED');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('on an org with side effects, a run lists them before its first write and keeps its users STAGED', () =>
  withOrg({ population: 'in-use' }, async (org) => {
    const { output } = await runSuites({ ...access(org), OKTA_CONTRACTS_TIERS: 'write' }, ['suites/users.test.ts']);
    expect(output.replace(/\s+/g, ' ')).toContain(
      'Effects activating users may create accounts in other systems: 1 app on Everyone with provisioning, 2 group rules, 2 event hooks. Users stay STAGED; OKTA_CONTRACTS_ALLOW=user-activation activates them.',
    );
    const asked = org.requests().map(({ method, path }) => `${method} ${path}`);
    expect(asked.indexOf('GET /api/v1/eventHooks')).toBeLessThan(asked.findIndex((one) => one.startsWith('POST ')));
    expect(org.effects().filter(({ kind }) => kind !== 'event-hook')).toEqual([]);
  }));
