import { suite } from '../src/suite/index.js';

suite('yubikey-tokens', ({ call }) => {
  call('GET /api/v1/org/factors/yubikey_token/tokens', { query: { limit: '20' } });
});
