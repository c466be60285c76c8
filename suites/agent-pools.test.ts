import { suite } from '../src/vitest/suite.js';

const pools = '/api/v1/agentPools';
const updates = `${pools}/{poolId}/updates`;

suite('agent-pools', ({ call, fixture, reads }) => {
  for (const poolType of ['AD', 'LDAP']) call(`GET ${pools}`, { query: { poolType, limitPerPoolType: '5' } });
  const pool = fixture({
    parameter: 'poolId',
    found: { operation: `GET ${pools}`, query: { poolType: 'AD', limitPerPoolType: '5' } },
  });
  call(`GET ${updates}/settings`, { on: pool });
  const update = fixture({ parameter: 'updateId', found: { operation: `GET ${updates}` }, parents: [pool] });
  call(`GET ${updates}/{updateId}`, { on: update });
  reads();
});
