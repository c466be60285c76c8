import { suite } from '../src/vitest/suite.js';

suite('org-setting-communication', ({ call }) => {
  call('GET /api/v1/org/privacy/oktaCommunication');
});
