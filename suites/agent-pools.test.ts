import { suite } from '../src/suite/index.js';

suite('agent-pools', ({ call }) => {
  for (const poolType of ['AD', 'LDAP']) call('GET /api/v1/agentPools', { query: { poolType, limitPerPoolType: '5' } });
});
