import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ReferenceOrg } from '../../reference-org/index.js';
import { runIn, runSuites } from './run-suites.js';
import { withOrg } from './with-org.js';

const client = (org: ReferenceOrg) => ({
  OKTA_CLIENT_ORGURL: org.url,
  OKTA_CLIENT_AUTHORIZATIONMODE: 'PrivateKey',
  OKTA_CLIENT_CLIENTID: org.client.id,
  OKTA_CLIENT_PRIVATEKEY: org.client.privateKey,
});

test('an OAuth 2.0 client with DPoP verifies the same operations as a token, and leaves no objects', () =>
  withOrg({ client: { dpop: true } }, async (org) => {
    const env = { OKTA_CONTRACTS_TIERS: 'write,org', OKTA_CONTRACTS_ALLOW: 'admin-roles' };
    const { code, output, report } = await runSuites({ ...client(org), ...env });
    expect(code).toBe(0);
    expect(report?.coverage.unverified).toMatchObject([{ kind: 'skipped', reason: 'needs-org-tier' }]);
    expect(org.leftovers()).toEqual([]);
    expect(output).toContain('Caller     an OAuth 2.0 client with DPoP: ');
    const { d } = JSON.parse(org.client.privateKey) as { d: string };
    expect(output).not.toContain(d);
  }));

test('a client without some scopes gets the blocked operations and the scopes to grant', () =>
  withOrg({ client: { scopes: ['okta.users.read', 'okta.groups.read', 'okta.roles.read'] } }, async (org) => {
    const { code, output, report } = await runSuites({ ...client(org), OKTA_CONTRACTS_TIERS: 'read' });
    expect(code).toBe(0);
    expect(output).toMatch(/Blocked {4}\d+ operations: grant okta\.agentPools\.read, okta\.apiTokens\.read/);
    expect(report?.coverage.verified).toBeGreaterThan(5);
    const missing = report?.coverage.unverified.find(({ reason }) => reason === 'missing-scope');
    expect(missing?.operations).toContain('GET /api/v1/behaviors');
    expect(report?.operations.flatMap(({ findings }) => findings).filter(({ level }) => level !== 'warning')).toEqual(
      [],
    );
  }));

test('the second run of a client that lacks scopes requests exactly one token', () =>
  withOrg({ client: { scopes: ['okta.users.read', 'okta.groups.read'] } }, async (org) => {
    const folder = mkdtempSync(join(tmpdir(), 'second-run-'));
    try {
      const statuses: number[][] = [];
      for (let i = 0; i < 2; i += 1) {
        const from = org.requests().length;
        const { code, output } = await runIn(folder, { ...client(org), OKTA_CONTRACTS_TIERS: 'read' }, []);
        expect(code, output).toBe(0);
        const served = org.requests().slice(from);
        statuses.push(served.filter(({ path }) => path === '/oauth2/v1/token').map(({ status }) => status));
      }
      expect(statuses[0]).toContain(400);
      expect(statuses[1]).toEqual([200]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }));

test('a selected suite requests only the scopes that it needs', () =>
  withOrg({}, async (org) => {
    const { code, output } = await runSuites(client(org), ['suites/behaviors.test.ts']);
    expect(code).toBe(0);
    expect(output).toContain('Org        Identity Engine; edition: its new operations are served');
    expect(org.tokens().at(-1)).toEqual(['okta.behaviors.read']);
  }));

test('an unknown client ends the run at its start with one sentence', () =>
  withOrg({}, async (org) => {
    const { code, output } = await runSuites({ ...client(org), OKTA_CLIENT_CLIENTID: '0oa-of-another-org' });
    expect(code).toBe(2);
    expect(output).toContain('issues no token to the client (invalid_client): check OKTA_CLIENT_CLIENTID');
    expect(output).not.toContain('    at ');
  }));
