import { expect, test } from 'vitest';
import type { RawResponse } from '../../src/domain/exchange.js';
import type { OperationId } from '../../src/domain/operation.js';
import type { Vocabulary } from '../../src/engine/plan.js';
import { carryOut } from './carry-out.js';

const realms: OperationId = 'POST /api/v1/realms';
const realm: OperationId = 'PUT /api/v1/realms/{realmId}';

/** A suite that changes a realm, and sends the domains that the edition added. */
const define = ({ call, fixture }: Vocabulary) => {
  const made = fixture({
    parameter: 'realmId',
    make: { operation: realms, body: ({ name }) => ({ profile: { name } }) },
    found: { operation: 'GET /api/v1/realms' },
    remove: ['DELETE /api/v1/realms/{realmId}'],
    mark: '/profile/name',
  });
  call(realm, {
    on: made,
    body: ({ name }) => ({ profile: { name } }),
    alsoSend: [{ '/profile/domains': ['contract.example'] }],
  });
};

/** The bodies that a run sends to change realms, and what its result says about the added property. */
async function changed(profile: 'current' | 'previous', tiers: string, refuse = false) {
  const bodies: { profile: { domains?: string[] } }[] = [];
  const { results, org } = await carryOut('realms', define, {
    profile,
    tiers,
    by: (plain) => (url, options) => {
      if (options.method === 'PUT') bodies.push(JSON.parse(String(options.body)));
      const isTrial = String(options.body).includes('domains');
      // The reference org refuses a realm without a name.
      return refuse && isTrial ? plain(url, { ...options, body: '{}' }) : plain(url, options);
    },
  });
  expect(org.leftovers()).toEqual([]);
  const result = results.get(realm);
  const change = result?.changes.find(({ change: { part, pointer } }) => part && pointer === '/profile/domains');
  const domains = bodies.map((body) => body.profile.domains);
  return {
    domains,
    findings: result?.findings,
    kind: result?.outcome.kind,
    state: change?.state,
    detail: change?.detail,
  };
}

test('what the edition added is sent in a further request, and undone', async () => {
  expect(await changed('current', 'write')).toEqual({
    domains: [undefined, ['contract.example'], undefined],
    findings: [],
    kind: 'verified',
    state: 'applied',
    detail: 'accepted',
  });
});

test('an org of the previous edition ignores it', async () => {
  expect(await changed('previous', 'write')).toMatchObject({ state: 'not applied', detail: 'ignored' });
});

test('a refusal changes neither the verdict nor the object', async () => {
  expect(await changed('current', 'write', true)).toEqual({
    domains: [undefined, ['contract.example']],
    findings: [],
    kind: 'verified',
    state: 'not applied',
    detail: 'refused',
  });
});

test('nothing is sent for an object of the org', async () => {
  const { domains, state, detail } = await changed('current', 'read');
  expect([domains, state, detail]).toEqual([[], 'not observable', 'no request contained it']);
});

const servers: OperationId = 'POST /api/v1/authorizationServers';
const server: OperationId = 'PUT /api/v1/authorizationServers/{authServerId}';

/** Creates and changes a server with what the edition added. @param isRefused the parts that the org refuses */
async function serverWith(isRefused: (body: string) => boolean) {
  const bodies: string[] = [];
  const { results, org } = await carryOut(
    'authorization-servers',
    ({ call, fixture }: Vocabulary) => {
      const body = ({ name }: { name: string }) => ({ name, description: 'Contract', audiences: [`api://${name}`] });
      const added = { '/jwks_uri': 'https://a.example', '/accessTokenEncryptedResponseAlgorithm': 'RSA-OAEP-256' };
      const made = fixture({
        parameter: 'authServerId',
        make: { operation: servers, body, alsoSend: added },
        remove: [
          'POST /api/v1/authorizationServers/{authServerId}/lifecycle/deactivate',
          'DELETE /api/v1/authorizationServers/{authServerId}',
        ],
        find: { path: '/api/v1/authorizationServers?limit=200', name: '/name' },
      });
      call(server, { on: made, body, alsoSend: [added] });
    },
    {
      profile: 'current',
      tiers: 'write',
      by: (plain) => (url, options) => {
        const text = String(options.body);
        if (/audiences/.test(text)) bodies.push(`${options.method} ${partsIn(text)}`.trim());
        return /audiences/.test(text) && isRefused(text) ? plain(url, { ...options, body: '{}' }) : plain(url, options);
      },
    },
  );
  expect(org.leftovers()).toEqual([]);
  const detailsOf = (id: OperationId) =>
    (results.get(id)?.changes ?? [])
      .filter(({ change: { part, pointer } }) => part && pointer !== '/jwks')
      .map(({ change: { pointer }, detail }) => `${pointer.slice(1, 5)} ${detail}`)
      .sort();
  expect([results.get(servers)?.outcome.kind, results.get(server)?.outcome.kind]).toEqual(['verified', 'verified']);
  expect([results.get(servers)?.findings, results.get(server)?.findings]).toEqual([[], []]);
  return { bodies, created: detailsOf(servers), changed: detailsOf(server) };
}

function partsIn(text: string): string {
  return ['jwks_uri', 'accessTokenEncrypted'].filter((name) => text.includes(name)).join(' ');
}

test('an object is created with what the edition added, without a further request', async () => {
  const { bodies, created, changed: after } = await serverWith(() => false);
  const all = 'jwks_uri accessTokenEncrypted';
  expect(bodies).toEqual([`POST ${all}`, 'PUT', `PUT ${all}`, 'PUT']);
  expect(created).toEqual(['acce accepted', 'jwks accepted']);
  expect(after).toEqual(created);
});

test('a refusal of several parts is resolved: each is sent separately', async () => {
  const { bodies, created, changed: after } = await serverWith((text) => text.includes('accessTokenEncrypted'));
  const all = 'jwks_uri accessTokenEncrypted';
  expect(bodies).toEqual([
    ...[`POST ${all}`, 'POST jwks_uri'],
    ...['PUT', `PUT ${all}`, 'PUT jwks_uri', 'PUT accessTokenEncrypted', 'PUT'],
  ]);
  expect(created).toEqual(['acce refused', 'jwks accepted']);
  expect(after).toEqual(created);
});

test('an object is created without the parts if the org refuses all of them', async () => {
  const { bodies, created } = await serverWith((text) => partsIn(text) !== '');
  expect(bodies.filter((body) => body.startsWith('POST'))).toEqual([
    'POST jwks_uri accessTokenEncrypted',
    'POST jwks_uri',
    'POST accessTokenEncrypted',
    'POST',
  ]);
  expect(created).toEqual(['acce refused', 'jwks refused']);
});

test('a query parameter is left out, of a list of the org as well', async () => {
  const list: OperationId = 'GET /api/v1/principal-rate-limits';
  const asked: string[] = [];
  const { results } = await carryOut(
    'principal-rate-limits',
    ({ call }: Vocabulary) =>
      call(list, { query: { filter: 'principalType eq "SSWS_TOKEN"' }, alsoSend: [{ '?filter': undefined }] }),
    {
      profile: 'current',
      tiers: 'read',
      by: (plain) => (url, options) => {
        asked.push(new URL(String(url)).search.split('=')[0] ?? '');
        return plain(url, options);
      },
    },
  );
  expect(asked.slice(-2)).toEqual(['?filter', '']);
  expect(results.get(list)).toMatchObject({ outcome: { kind: 'verified' }, findings: [] });
  expect(results.get(list)?.changes.map(({ state, detail }) => `${state}: ${detail}`)).toContain('applied: refused');
});

test('nothing is tried on a setting of the org, even if the run changed it', async () => {
  const integration = '/api/v1/device-integrations/{deviceIntegrationId}';
  const written: string[] = [];
  let first: RawResponse<string> | undefined;
  await carryOut(
    'device-integrations',
    ({ call, fixture }: Vocabulary) => {
      const off = fixture({
        parameter: 'deviceIntegrationId',
        found: { operation: 'GET /api/v1/device-integrations', where: ({ status }) => status !== 'ACTIVE' },
      });
      const on = fixture({
        parameter: 'deviceIntegrationId',
        make: { operation: `POST ${integration}/lifecycle/activate`, changes: true },
        remove: [`POST ${integration}/lifecycle/deactivate`],
        parents: [off],
      });
      call(`POST ${integration}/lifecycle/activate`, { on, tier: 'org', alsoSend: [{ '?trial': 'true' }] });
    },
    {
      tiers: 'write,org',
      // The org accepts an activation again.
      by: (plain) => async (url, options) => {
        if (options.method !== 'POST') return plain(url, options);
        const verb = String(url).replace(/.*\/lifecycle\//, '');
        written.push(verb);
        if (!verb.startsWith('activate')) return plain(url, options);
        first ??= await plain(url, options);
        return first;
      },
    },
  );
  expect(written).toEqual(['activate', 'activate', 'deactivate']);
});
