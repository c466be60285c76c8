import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startReferenceOrg } from '../../reference-org/index.js';
import { hasBrowser, launchBrowser } from '../browser.js';
import { runMain } from '../cli/run-main.js';

test.runIf(hasBrowser('recordings of a browser'))(
  'the HAR of a browser is checked like any other recording',
  async () => {
    const org = await startReferenceOrg({ profile: 'observed' });
    onTestFinished(() => org.close());
    const folder = mkdtempSync(join(tmpdir(), 'har-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'browser.har');
    const browser = await launchBrowser();
    const context = await browser.newContext({ recordHar: { path: file, content: 'embed' } });
    const page = await context.newPage();
    await page.goto(`${org.url}/.well-known/okta-organization`);
    const ask = (path: string) =>
      page.evaluate(`fetch('${path}', { headers: { authorization: 'SSWS ${org.token}' } }).then((r) => r.text())`);
    await ask('/api/v1/users?limit=2');
    await ask('/api/v1/nothing');
    await context.close();
    await browser.close();

    const { code, out, err } = await runMain(['traffic', '--json', file]);
    const told = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { operation: string | null; verdict: string });
    expect(told.filter(({ operation }) => operation).map(({ operation, verdict }) => [operation, verdict])).toEqual([
      ['GET /.well-known/okta-organization', 'stale'],
      ['GET /api/v1/users', 'pass'],
    ]);
    expect([code, err]).toEqual([1, '']);
    expect(out).not.toContain(org.token);
  },
);
