import { suite } from '../src/suite/index.js';
import type { Json } from '../src/words.js';

const servers = '/api/v1/authorizationServers';
const server = `${servers}/{authServerId}`;
const policies = `${server}/policies`;
const policy = `${policies}/{policyId}`;

const body = ({ name }: { name: string }): Json => ({
  name,
  description: 'Contract',
  audiences: [`api://${name}`],
});
// For no client of the org: the policy of a server that nobody knows.
const policyBody = ({ name }: { name: string }): Json => ({
  name,
  type: 'OAUTH_AUTHORIZATION_POLICY',
  description: 'Contract',
  priority: 1,
  conditions: { clients: { include: ['ALL_CLIENTS'] } },
});

suite('authorization-servers', ({ call, fixture }) => {
  const found = fixture({ parameter: 'authServerId', found: { operation: `GET ${servers}` } });
  call(`GET ${server}`, { on: found });
  const foundPolicy = fixture({ parameter: 'policyId', found: { operation: `GET ${policies}` }, in: [found] });
  call(`GET ${policy}`, { on: foundPolicy });

  const made = fixture({
    parameter: 'authServerId',
    make: { operation: `POST ${servers}`, body },
    remove: [`POST ${server}/lifecycle/deactivate`, `DELETE ${server}`],
    find: { path: `${servers}?limit=200`, name: '/name' },
  });
  call(`PUT ${server}`, { on: made, body });
  const madePolicy = fixture({
    parameter: 'policyId',
    make: { operation: `POST ${policies}`, body: policyBody },
    remove: [`DELETE ${policy}`],
    // With its server a policy goes too.
    in: [made],
  });
  call(`PUT ${policy}`, { on: madePolicy, body: policyBody });
});
