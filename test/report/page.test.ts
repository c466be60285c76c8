import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { RunReport } from '../../src/assess/run-report.js';
import { renderHtml } from '../../src/report/render/html.js';
import { hasBrowser } from '../browser.js';
import { everything, large } from './large-report.js';
import { expectAccessible, looks, pagesInBrowser, tabStops } from './page-in-browser.js';
import { finding, one, oneOfEach, report, result } from './sample-report.js';

test('the page escapes all data and loads nothing from the network', () => {
  const nasty = result('GET /api/v1/</script><script>alert(1)</script>', {
    outcome: { kind: 'verified', verdict: 'violation' },
    findings: [finding('GET /api/v1/x', { message: "</script><img src=x onerror=alert(1)> $& $' {}" })],
  });
  const html = renderHtml(report([nasty]));
  expect(html.match(/<script/g)).toHaveLength(2);
  expect(html).not.toMatch(/https?:\/\/(?!acme|www\.w3\.org)/);
});

test('the cached page is built again when a file changes that it contains', () => {
  const folder = fileURLToPath(new URL('../../src/report/page/', import.meta.url));
  const imports = readdirSync(folder)
    .filter((name) => /\.tsx?$/.test(name))
    .flatMap((name) => [
      ...readFileSync(join(folder, name), 'utf8').matchAll(/^import (?!type ).* from '(\.\.\/.*)';$/gm),
    ])
    .map((match) => match[1]);
  // `inputs` of src/report/page-template.ts has the same files.
  expect([...new Set(imports)]).toEqual(['../../io/counts.js']);
});

describe.runIf(hasBrowser('the report page'))('in Chromium', () => {
  const openPage = pagesInBrowser();
  const open = (given: RunReport, options?: Parameters<typeof openPage>[1]) => openPage(renderHtml(given), options);

  const shown = (page: Page) => page.locator('#list details').count();
  const cells = (page: Page) => page.locator('.cell').count();
  const labels = (page: Page) => page.locator('.cell').evaluateAll((all) => all.map((one) => one.ariaLabel));

  test('the page starts with the verdict, answers five questions, and shows every operation once', async () => {
    const { page, close } = await open(report(oneOfEach));
    expect(await page.locator('h1').innerText()).toBe('✗ Contract check failed');
    expect(await page.locator('header').innerText()).toContain('Migrated 1 · old behavior 1');
    const answers = await page.locator('.answer').allInnerTexts();
    expect(answers.map((text) => text.replaceAll(/\s+/g, ' '))).toEqual([
      expect.stringMatching(/^Is something broken\? ✗ 1 broken .*id.* in GET \/api\/v1\/users/),
      expect.stringMatching(/^What breaks in my code today\? ▲ 0 breaking, applied Nothing/),
      expect.stringMatching(/^What will break\? △ 1 breaking, not applied settings removed from/),
      expect.stringMatching(/^What can I use now\? \+ 1 usable now .*execute added to/),
      expect.stringMatching(
        /^What was not checked\? – 1 not verified 1 skipped: needs-write-tier. Set OKTA_CONTRACTS_TIERS/,
      ),
    ]);
    expect(await shown(page)).toBe(3);
    expect(await cells(page)).toBe(4);
    await close();
  });

  test('an operation with a warning is not shown as matching, and one with a finding about its request is', async () => {
    const warned = result('GET /api/v1/apps', { findings: [finding('GET /api/v1/apps', { level: 'warning' })] });
    const name = 'PUT /api/v1/inlineHooks/{inlineHookId}';
    const sent = result(name, { findings: [finding(name, { kind: 'request', level: 'warning', pointer: '' })] });
    const { page, close } = await open(report([warned, sent]));
    expect(await labels(page)).toEqual(['GET /api/v1/apps: warning', `${name}: matches`]);
    await page.getByRole('button', { name: `${name}: matches` }).click();
    const [panel] = await page.locator('.panel .finding').allInnerTexts();
    expect(panel).toContain('request the whole request');
    expect(panel).toContain('→ Check what the client sends');
    await close();
  });

  test('filters and search limit changes and operations, and are in the address', async () => {
    const { page, path, close } = await open(report(oneOfEach));
    await page.getByRole('button', { name: 'breaking, not applied 1' }).last().click();
    expect(await shown(page)).toBe(1);
    await page.getByRole('button', { name: 'not applied 1', exact: false }).last().click();
    expect(await labels(page)).toEqual(['GET /.well-known/okta-organization: not applied']);
    expect(await page.getByRole('status').first().innerText()).toBe('1 of 3 changes, 1 of 4 operations');
    await page.waitForURL(/section=breaking\+not\+applied&state=not\+applied/);
    await page.getByRole('button', { name: 'Reset' }).click();
    for (const [words, changes, operations] of [
      ['inlinehooks', 1, 2],
      ['settings', 1, 1],
      [one.broken.findings[0]?.fingerprint ?? '', 1, 1],
      ['needs-write', 0, 1],
      ['nothing at all', 0, 0],
    ] as const) {
      await page.getByRole('searchbox').fill(words);
      expect([words, await shown(page), await cells(page)]).toEqual([words, changes, operations]);
    }
    expect(await page.locator('.empty').first().innerText()).toContain('reset the filters');
    await page.goto(`${pathToFileURL(path).href}#resource=inline-hooks&method=POST`);
    await page.reload();
    expect(await labels(page)).toEqual(['POST /api/v1/inlineHooks: skipped: needs-write-tier']);
    expect(await page.getByRole('combobox', { name: 'Resource' }).inputValue()).toBe('inline-hooks');
    await close();
  });

  test('a change shows what to do, its operations, evidence and fingerprints; a link opens it', async () => {
    const { page, close } = await open(report(oneOfEach));
    await page.locator('#list summary', { hasText: 'settings' }).click();
    const inside = page.locator('.inside:visible');
    await inside.waitFor();
    const text = await inside.innerText();
    expect(text).toContain('What to do: ');
    expect(text).toContain('settings was removed in 2025.08.0 but is still returned');
    expect(text).toMatch(/GET \/\.well-known\/okta-organization △ not applied/);
    expect(text).toMatch(/Since\s+this run/);
    expect(text).toContain(one.stale.findings[0]?.fingerprint);
    await page.waitForURL(/change=/);
    await page.reload();
    expect(await page.locator('details[open] .title').innerText()).toContain('settings');
    await close();
  });

  test('the guide of a change is shown, without links that are not https', async () => {
    const given = report(oneOfEach);
    const guide = {
      before: { id: 'a', settings: {} },
      after: { id: 'a' },
      advice: 'Read `id` instead.',
      sdk: [{ operation: 'GET /.well-known/okta-organization', node: 'orgApi.get()', python: 'get_org' }],
      links: [
        { title: 'Reference', url: 'https://example.com/x' },
        { title: 'Script', url: 'javascript:alert(1)' },
      ],
    };
    const groups = given.groups.map((group) => (group.kind === 'removed' ? { ...group, guide } : group));
    const { page, close } = await open({ ...given, groups } as RunReport);
    await page.locator('#list summary', { hasText: 'settings' }).click();
    await page.locator('.inside:visible').waitFor();
    expect(await page.locator('.advice').first().innerText()).toBe('What to do: Read id instead.');
    expect(await page.locator('.example .line.broken').allInnerTexts()).toEqual(['−   "settings": {}']);
    expect(await page.locator('.sdk').innerText()).toMatch(/Node orgApi\.get\(\)\s*Python get_org/);
    expect(await page.locator('.inside a').allInnerTexts()).toEqual(['Reference']);
    await close();
  });

  test('fingerprints, waivers and the command are copied, or selected if the browser refuses', async () => {
    const { page, close } = await open(report(oneOfEach), { permissions: ['clipboard-read', 'clipboard-write'] });
    const fingerprint = one.stale.findings[0]?.fingerprint;
    await page.locator('#list summary', { hasText: 'settings' }).click();
    await page.getByRole('button', { name: 'Copy fingerprint' }).click();
    await page.getByText('Copied.').first().waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(fingerprint);
    await page.getByRole('button', { name: 'Copy waiver' }).click();
    await page.getByText('Copied.').nth(1).waitFor();
    expect(JSON.parse(String(await page.evaluate('navigator.clipboard.readText()')))).toMatchObject({
      waivers: [{ fingerprint }],
    });
    await page.evaluate('navigator.clipboard.writeText = () => Promise.reject(); document.execCommand = () => false;');
    await page.getByRole('button', { name: 'Copy command' }).click();
    const field = page.getByRole('textbox', { name: 'Copy command' });
    expect(await field.inputValue()).toMatch(new RegExp(`waive(?: --)? ${fingerprint} --reason`));
    expect(await field.evaluate((element) => element.ownerDocument.activeElement === element)).toBe(true);
    await close();
  });

  test('everything works with the keyboard in fewer than 15 stops', async () => {
    const { page, close } = await open(everything());
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.id')).toBe('search');
    await page.keyboard.type('nothing at all');
    expect(await cells(page)).toBe(0);
    await page.keyboard.press('Escape');
    expect(await cells(page)).toBeGreaterThan(255);
    const stops = await tabStops(page);
    expect(stops.length).toBeLessThan(15);
    expect(stops).toEqual(
      expect.arrayContaining(['Summary', 'search', 'Changes', 'States of operations', 'Operations']),
    );
    await close();
  });

  test('arrow keys move between changes and between operations', async () => {
    const { page, close } = await open(report(oneOfEach));
    const focused = () => page.evaluate('document.activeElement.innerText');
    await page.locator('#list summary').first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toContain('settings removed');
    await page.keyboard.press('Enter');
    await page.locator('.inside:visible').waitFor();
    await page.keyboard.press('Tab');
    expect(await focused()).toContain('reference');
    await page.keyboard.press('End');
    expect(await focused()).toContain('execute');
    await page.locator('.cell').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    expect(await page.locator('.panel h3').innerText()).toBe('GET /api/v1/inlineHooks');
    await page.locator('.panel').getByRole('button', { name: 'execute' }).click();
    await page.locator('details[open]', { hasText: 'execute' }).waitFor();
    await close();
  });

  test('rate limits with little use are folded, and the others share one scale', async () => {
    const bucket = (name: string, limit: number, sent: number[], waitedMs = [0, 0]) => ({
      name,
      limit,
      sent,
      waitedMs,
    });
    const few = Array.from({ length: 4 }, (_, i) => bucket(`/api/v1/few${i}`, 600, [1, 0]));
    const buckets = [...few, bucket('/api/v1/users', 10, [4, 6]), bucket('/api/v1/apps', 100, [1, 1], [0, 900])];
    const { page, close } = await open(report(oneOfEach, { facts: { buckets } }));
    const names = () => page.locator('.limit code').allInnerTexts();
    expect(await names()).toEqual(['/api/v1/apps', '/api/v1/users', '/api/v1/few0']);
    expect(await page.locator('.limit figcaption').nth(1).innerText()).toContain('at most 100 % used');
    await page.getByRole('button', { name: 'Show 3 more' }).click();
    expect(await names()).toHaveLength(6);
    await close();
  });

  test('sections without content state the next step', async () => {
    const { page, close } = await open(report([result('GET /api/v1/users')], { facts: { buckets: [] } }));
    const texts = (await page.locator('.empty').allInnerTexts()).join('\n');
    expect(texts).toContain('Keep the file history.ndjson between runs');
    expect(texts).toContain('add a tier to OKTA_CONTRACTS_TIERS');
    expect(texts).toContain('The org stated no rate limit');
    await close();
  });

  test('the page of 800 operations with 300 findings is smaller than 2 MB', async () => {
    const given = large(800, 300);
    const { page, path, close } = await open(given);
    expect(await cells(page)).toBe(800);
    expect(statSync(path).size).toBeLessThan(2 * 1024 * 1024);
    await close();
  });

  test.each(looks)(
    'it is accessible and has no horizontal scrollbar in every state: %s, %i wide',
    async (colorScheme, width) => {
      const { page, close } = await open(everything(80), { colorScheme, viewport: { width, height: 900 } });
      const check = (state: string) => expectAccessible(page, `${colorScheme}-${width}-${state}`);
      await check('start');
      for (const index of [0, 20]) await page.locator('#list summary').nth(index).click();
      await page.locator('#coverage summary').first().click();
      await page.locator('.cell').nth(3).click();
      await page.locator('.panel').waitFor();
      await check('open');
      for (const name of ['broken', 'other']) await page.locator('.bar .chip', { hasText: name }).click();
      await page.locator('#operations .chip').first().click();
      await check('filtered');
      await page.getByRole('searchbox').fill('nothing at all');
      await check('empty');
      await close();
    },
    60_000,
  );

  test('no name of the contracts is wider than a phone', async () => {
    const { page, close } = await open(everything(), { viewport: { width: 390, height: 844 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await close();
  });

  test('the page of traffic shows what the client does', async () => {
    const called = { operation: one.kept.operation, count: 4, changes: [], requests: [], removed: [] };
    const withoutContract = Array.from({ length: 12 }, (_, i) => ({ call: `GET /api/v1/other${i}`, count: 1 }));
    const client = { calls: 16, operations: [called], withoutContract };
    const { page, close } = await open(report([one.kept], { client }), { viewport: { width: 390, height: 844 } });
    expect(await page.locator('#client').innerText()).toContain(
      '16 requests: 4 to 1 operation with a contract, 12 without',
    );
    expect(await page.locator('#client details[open] code').allInnerTexts()).toEqual([one.kept.operation]);
    await page.locator('#client summary', { hasText: 'Without a contract' }).click();
    expect(await page.locator('#client code:visible').count()).toBe(13);
    await expectAccessible(page, 'client');
    await close();
  });

  test('it is printed without controls', async () => {
    const { page, close } = await open(report(oneOfEach));
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.bar').isVisible()).toBe(false);
    expect(await page.locator('#list summary').first().isVisible()).toBe(true);
    await close();
  });
});
