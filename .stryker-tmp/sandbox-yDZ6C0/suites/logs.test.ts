// @ts-nocheck
import { suite } from '../src/vitest/suite.js';

const hour = 3_600_000;

suite('logs', ({ call }) => {
  // By default Okta searches seven days.
  const until = Date.now();
  call('GET /api/v1/logs', {
    query: { since: new Date(until - hour).toISOString(), until: new Date(until).toISOString(), limit: '20' },
  });
});
