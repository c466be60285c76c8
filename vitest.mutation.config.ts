import { defineConfig } from 'vitest/config';

// The unit tests that mutation testing uses: no network, no processes, each file under 2 seconds.
export default defineConfig({
  test: {
    include: [
      'test/assess/policy.test.ts',
      'test/assess/unverifiable.test.ts',
      'test/contract/check.test.ts',
      'test/contract/refusal.test.ts',
      'test/gateway/tier-guard.test.ts',
      'test/org/address.test.ts',
      'test/org/ownership.test.ts',
    ],
  },
});
