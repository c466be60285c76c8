/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutation.config.ts' },
  // The modules that decide verdicts and safety.
  mutate: [
    'src/assess/policy.ts',
    'src/assess/unverifiable.ts',
    'src/contract/check.ts',
    'src/contract/refusal.ts',
    'src/gateway/tier-guard.ts',
    'src/org/address.ts',
    'src/org/ownership.ts',
  ],
  // Stryker cannot read the configuration of TypeScript 7, and fails if it finds one. This file does not exist.
  tsconfigFile: 'none.json',
  ignorePatterns: ['/.okta-contracts', '/dist', '/reports'],
  concurrency: 1,
  reporters: ['html', 'json'],
  htmlReporter: { fileName: 'reports/mutation/index.html' },
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  cleanTempDir: 'always',
};
