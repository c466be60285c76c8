// @ts-nocheck
import { defineConfig } from 'vitest/config';

// The project's own tests.
export default defineConfig({ test: { include: ['test/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000 } });
