import { defineConfig } from 'vitest/config';
import { SuiteOrder } from './src/suite/suite-order.js';

// The contract suites: one worker reads all files, so that their requests overlap under one limiter.
export default defineConfig({
  test: {
    include: ['suites/**/*.test.ts'],
    globalSetup: ['src/suite/main-setup.ts'],
    setupFiles: ['src/suite/worker-setup.ts'],
    reporters: ['./src/report/vitest-reporter.ts'],
    pool: 'forks',
    maxWorkers: 1,
    isolate: false,
    sequence: { sequencer: SuiteOrder },
    // Every request has its own time-outs; how long a run waits for rate limits is the org's affair.
    testTimeout: 0,
    hookTimeout: 0,
    teardownTimeout: 60_000,
    experimental: { fsModuleCache: true },
  },
});
