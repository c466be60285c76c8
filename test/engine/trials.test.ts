import { expect, test } from 'vitest';
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
