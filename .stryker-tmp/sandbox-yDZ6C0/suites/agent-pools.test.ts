// @ts-nocheck
import { suite } from '../src/vitest/suite.js';

suite('agent-pools', ({ call }) => {
  for (const poolType of ['AD', 'LDAP']) call('GET /api/v1/agentPools', { query: { poolType, limitPerPoolType: '5' } });
});
