import { suite } from '../src/suite/index.js';

suite('principal-rate-limits', ({ call, fixture }) => {
  const limit = fixture({
    parameter: 'principalRateLimitId',
    found: { operation: 'GET /api/v1/principal-rate-limits', query: { filter: 'principalType eq "SSWS_TOKEN"' } },
  });
  call('GET /api/v1/principal-rate-limits/{principalRateLimitId}', { on: limit });
});
