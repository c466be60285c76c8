import { suite } from '../src/suite/index.js';

suite('logs', ({ call }) => {
  call('GET /api/v1/logs', { query: { limit: '20' } });
});
