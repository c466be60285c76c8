import { suite } from '../src/vitest/suite.js';

const tokens = '/api/v1/org/factors/yubikey_token/tokens';

suite('yubikey-tokens', ({ call, fixture }) => {
  call(`GET ${tokens}`, { query: { limit: '20' } });
  const found = fixture({ parameter: 'tokenId', found: { operation: `GET ${tokens}`, query: { limit: '20' } } });
  call(`GET ${tokens}/{tokenId}`, { on: found });
});
