import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { runMain } from '../cli/run-main.js';
import { writeAdapter } from './compare-support.js';

const folder = mkdtempSync(join(tmpdir(), 'okta-contracts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An adapter whose SDK fails on each list of users, and has no method for the list of brands. */
function writeUpgrade(): string {
  const spec = writeAdapter(folder, '2.0', {});
  const file = spec.slice('exec:'.length);
  const place = { pointer: '/0/status', cause: 'enum', message: 'is not a member of UserStatus' };
  const text = readFileSync(file, 'utf8')
    .replace('const { id, body }', 'const { id, operation, body }')
    .replace(
      'write({ id, findings: []',
      `if (operation === 'GET /api/v1/users') write({ id, result: 'failed', findings: [${JSON.stringify(place)}] });
  else if (operation === 'GET /api/v1/brands') write({ id, result: 'unknown operation', findings: [] });
  else write({ id, findings: []`,
    );
  writeFileSync(file, text);
  chmodSync(file, 0o755);
  return spec;
}

test('--live compares what both SDKs make of the responses of an org', { timeout: 120_000 }, async () => {
  vi.stubEnv('OKTA_CONTRACTS_REPORTS', join(folder, 'reports'));
  const from = writeAdapter(folder, '1.0', {});
  const { code, out, err } = await runMain(['sdk', '--from', from, '--to', writeUpgrade(), '--live', '--json']);
  vi.unstubAllEnvs();
  const comparison = JSON.parse(out) as { newlyFailing: { findings: unknown[] }; removed: { operation: string }[] };

  expect([code, err]).toEqual([1, 'Verifying the org …\n']);
  expect(comparison).toMatchObject({
    from: { version: '1.0', spec: from },
    newlyFailing: { findings: [{ operation: 'GET /api/v1/users', pointer: '/*/status', cause: 'enum' }] },
  });
  expect(comparison.removed.map(({ operation }) => operation)).toEqual(['GET /api/v1/brands']);
});
