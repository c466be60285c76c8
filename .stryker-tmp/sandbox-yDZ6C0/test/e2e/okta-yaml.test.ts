// @ts-nocheck
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCli, runIn } from './run-suites.js';
import { withOrg } from './with-org.js';

test('a run and a sweep use the org of ~/.okta/okta.yaml and name the file, but not the home', () =>
  withOrg({}, async (org) => {
    const at = mkdtempSync(join(tmpdir(), 'okta-contracts-'));
    onTestFinished(() => rmSync(at, { recursive: true, force: true }));
    mkdirSync(join(at, '.okta'));
    writeFileSync(
      join(at, '.okta/okta.yaml'),
      `okta:\n  client:\n    orgUrl: ${org.url}\n    token: SSWS ${org.token}\n    cache:\n      enabled: false\n`,
    );
    const run = await runIn(at, {}, ['suites/org-metadata.test.ts']);
    expect(run.output).toContain('Settings of the org come from ~/.okta/okta.yaml.');
    expect(run.output).toContain(`${org.url} (read tier)`);
    expect(run.code).toBe(0);
    const sweep = await runCli(['sweep'], {}, at);
    expect(sweep.output).toContain('Settings of the org come from ~/.okta/okta.yaml.');
    expect(sweep.code).toBe(0);
    for (const output of [run.output, sweep.output]) {
      expect(output).not.toContain(org.token);
      expect(output).not.toContain(join(at, '.okta'));
    }
  }));
