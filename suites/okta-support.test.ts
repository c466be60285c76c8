import type { Json } from '../src/domain/json.js';
import { asObject } from '../src/domain/json.js';
import { suite } from '../src/vitest/suite.js';

const support = '/api/v1/org/privacy/oktaSupport';

suite('okta-support', ({ call, fixture, reads }) => {
  call('GET /api/v1/org/privacy/aerial', {
    refusal: {
      error: '404 E0000007',
      reason: 'no-such-object-on-this-org',
      detail: 'no Aerial account may manage this org',
    },
  });
  const open = fixture({
    parameter: 'caseNumber',
    id: 'caseNumber',
    found: { operation: `GET ${support}/cases`, list: 'supportCases' },
  });
  // These let Okta's support staff sign in, so they are sent only if they are named.
  call(`PATCH ${support}/cases/{caseNumber}`, {
    on: open,
    tier: 'org',
    onlyNamed: true,
    body: ({ object }) => ({ impersonation: { status: statusOf(object.impersonation) } }),
  });
  // Access that an administrator granted is neither extended nor revoked.
  const closed = fixture({
    parameter: 'oktaSupport',
    found: { operation: `GET ${support}`, one: true, where: (setting) => setting.support === 'DISABLED' },
  });
  const granted = fixture({
    parameter: 'oktaSupport',
    make: { operation: `POST ${support}/grant`, changes: true, onlyNamed: true, sets: [{ support: 'ENABLED' }] },
    remove: [`POST ${support}/revoke`],
    parents: [closed],
  });
  call(`POST ${support}/extend`, { on: granted, tier: 'org', onlyNamed: true });
  reads();
});

/** The status that the case already has. */
function statusOf(impersonation: Json | undefined): string {
  const { status } = asObject(impersonation);
  return status === 'ENABLED' ? 'ENABLED' : 'DISABLED';
}
