// @ts-nocheck
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { contractPlugin } from './src/vitest/plugin.js';
import { SuiteOrder } from './src/vitest/sequencer.js';

// The same file serves the sources and, compiled, the installed package.
const isCompiled = import.meta.url.endsWith('.js');
const own = (path: string) => `${path}.${isCompiled ? 'js' : 'ts'}`;
const reporter = fileURLToPath(new URL(own('./src/vitest/reporter'), import.meta.url));

/**
 * Where compiled modules are kept between runs. vitest empties the folder when what is installed has changed, which breaks other
 * runs of that moment (two shards, say); so what is installed names the folder.
 */
function moduleCache(): { fsModuleCache: boolean; fsModuleCachePath?: string } {
  const installed = fileURLToPath(new URL('node_modules/.package-lock.json', import.meta.url));
  if (isCompiled || !existsSync(installed)) return { fsModuleCache: false };
  const version = createHash('sha256').update(readFileSync(installed)).digest('hex').slice(0, 16);
  return { fsModuleCache: true, fsModuleCachePath: `node_modules/.okta-contracts/${version}` };
}

// The contract suites: one worker reads all files, so that their requests overlap under one limiter.
export default defineConfig({
  // The reporter stays active beside those of the command line.
  plugins: [contractPlugin(reporter)],
  test: {
    include: [own('suites/**/*.test')],
    globalSetup: [own('src/vitest/main-setup')],
    setupFiles: [own('src/vitest/worker-setup')],
    reporters: [reporter],
    pool: 'forks',
    maxWorkers: 1,
    isolate: false,
    sequence: { sequencer: SuiteOrder },
    // Every request has its own time-outs; the time that a run waits for rate limits is not limited here.
    testTimeout: 0,
    hookTimeout: 0,
    teardownTimeout: 60_000,
    // An installed package may be nobody's to write.
    ...(isCompiled ? { cache: false as const } : {}),
    experimental: moduleCache(),
  },
});
