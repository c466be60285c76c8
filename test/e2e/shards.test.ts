import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readShapes, shapesFile } from '../../src/assess/shapes/file.js';
import { runIn } from './run-suites.js';
import { withOrg } from './with-org.js';

const suites = [
  'suites/behaviors.test.ts',
  'suites/org-settings.test.ts',
  'suites/zones.test.ts',
  'suites/apps.test.ts',
];

test('the shards of a run learn the same shapes as one run', { timeout: 120_000 }, () =>
  withOrg({}, async (org) => {
    const access = { OKTA_CLIENT_ORGURL: org.url, OKTA_CLIENT_TOKEN: org.token };
    const [one, sharded] = [newFolder(), newFolder()];
    try {
      await runIn(one, access, suites);
      for (const n of [1, 2]) {
        const { output } = await runIn(sharded, access, [
          ...suites,
          `--shard=${n}/2`,
          '--reporter=blob',
          `--outputFile=${sharded}/blobs/${n}.json`,
        ]);
        expect(output).toContain('one part of a run');
      }
      expect(existsSync(shapesFile(join(sharded, 'reports')))).toBe(false);
      await runIn(sharded, access, [`--merge-reports=${sharded}/blobs`]);
      const whole = readShapes(shapesFile(join(one, 'reports')));
      expect(whole.length).toBeGreaterThan(5);
      expect(readShapes(shapesFile(join(sharded, 'reports')))).toEqual(whole);
    } finally {
      for (const folder of [one, sharded]) rmSync(folder, { recursive: true, force: true });
    }
  }),
);

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'okta-contracts-'));
}
