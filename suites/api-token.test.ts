import { suite } from '../src/vitest/suite.js';

const tokens = '/api/v1/api-tokens';

suite('api-token', ({ call, fixture }) => {
  const token = fixture({ parameter: 'apiTokenId', found: { operation: `GET ${tokens}` } });
  call(`GET ${tokens}/{apiTokenId}`, { on: token });
});
