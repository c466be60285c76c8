// @ts-nocheck
import { suite } from '../src/vitest/suite.js';

suite('yubikey-tokens', ({ call }) => {
  call('GET /api/v1/org/factors/yubikey_token/tokens', { query: { limit: '20' } });
});
