// @ts-nocheck
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Whether git ignores a file of this name. */
function isIgnored(file: string): boolean {
  const { status } = spawnSync('git', ['check-ignore', '--quiet', '--no-index', file], { cwd: root });
  // 128: git failed.
  expect(status).not.toBe(128);
  return status === 0;
}

// Without git, or outside a clone, there is nothing to check.
const isClone = spawnSync('git', ['rev-parse', '--is-inside-work-tree'], { cwd: root }).status === 0;

test
  .runIf(isClone)
  .each(['.env', '.env.local', '.env.preview', 'preview.env', 'production.env', 'settings/preview.env', 'okta.yaml'])(
  'git ignores %s, which may hold credentials',
  (file) => {
    expect(isIgnored(file)).toBe(true);
  },
);

test.runIf(isClone).each(['.env.example', 'README.md', 'src/config/load.ts'])('git does not ignore %s', (file) => {
  expect(isIgnored(file)).toBe(false);
});
