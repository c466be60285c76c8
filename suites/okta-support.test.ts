import { asObject } from '../src/suite/fill.js';
import { suite } from '../src/suite/index.js';
import type { Json } from '../src/words.js';

const support = '/api/v1/org/privacy/oktaSupport';

suite('okta-support', ({ call, fixture }) => {
  call(`GET ${support}`);
  const open = fixture({
    parameter: 'caseNumber',
    id: 'caseNumber',
    found: { operation: `GET ${support}/cases`, list: 'supportCases' },
  });
  // These let people of Okta in: never without being named.
  call(`PATCH ${support}/cases/{caseNumber}`, {
    on: open,
    tier: 'org',
    onlyNamed: true,
    body: ({ object }) => ({ impersonation: { status: statusOf(object.impersonation) } }),
  });
  for (const verb of ['grant', 'extend', 'revoke']) call(`POST ${support}/${verb}`, { tier: 'org', onlyNamed: true });
});

/** What it is already: in is in, and everything else is out. */
function statusOf(impersonation: Json | undefined): string {
  const { status } = asObject(impersonation);
  return status === 'ENABLED' ? 'ENABLED' : 'DISABLED';
}
