import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';

const fileAt = (path: string) => fileURLToPath(new URL(path, import.meta.url));

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends traffic without a folder of an adapter', async (signal) => {
  const folder = mkdtempSync(join(tmpdir(), 'okta-interrupt-'));
  const args = ['traffic', '--sdk', `exec:${fileAt('./fake-adapter.mjs')}`, '-'];
  const child = spawn(process.execPath, [fileAt('../../bin/okta-contracts.cjs'), ...args], {
    env: { PATH: process.env.PATH, TMPDIR: folder },
    stdio: 'pipe',
  });
  const homes = () => readdirSync(folder).filter((name) => name.startsWith('okta-contracts-sdk-'));
  await vi.waitUntil(() => homes().length === 1, { timeout: 60_000 });
  child.kill(signal);
  expect(await once(child, 'exit')).toEqual([null, signal]);
  expect(homes()).toEqual([]);
});
