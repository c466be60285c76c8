import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { historyEntryOf } from '../../src/assess/history.js';
import type { RunReport } from '../../src/assess/run-report.js';
import { loadCatalogue } from '../../src/contract/catalogue.js';
import { changesOf } from '../../src/contract/changes.js';
import type { OperationResult, Outcome } from '../../src/domain/outcome.js';
import { renderHtml } from '../../src/report/render/html.js';
import { hasBrowser, launchBrowser } from '../browser.js';
import { finding, one, oneOfEach, report, result, seen } from './sample-report.js';

/** A report with every operation of the contracts; their outcomes alternate between all kinds. */
function everything(): RunReport {
  const catalogue = loadCatalogue();
  const outcomes: Outcome[] = [
    { kind: 'verified', verdict: 'pass' },
    { kind: 'verified', verdict: 'violation' },
    { kind: 'verified', verdict: 'stale' },
    { kind: 'skipped', reason: 'needs-write-tier', detail: 'runs in the write tier only' },
  ];
  const results = [...catalogue.operations.values()].map((operation, i): OperationResult => {
    const outcome = outcomes[i % outcomes.length] as Outcome;
    const bad = outcome.kind === 'verified' && outcome.verdict !== 'pass';
    const changes = changesOf(catalogue, operation).map((change) => seen(change, bad ? 'not applied' : 'applied'));
    const findings = changes.map(({ change }) =>
      finding(operation.id, { pointer: change.pointer, change: change.id, level: 'stale', kind: 'removed' }),
    );
    const level = outcome.kind === 'verified' && outcome.verdict === 'stale' ? 'stale' : 'violation';
    const own = finding(operation.id, { pointer: '/own', level });
    return result(operation.id, {
      resource: operation.resource,
      outcome,
      changes,
      findings: bad ? [own, ...findings] : [],
    });
  });
  const past = historyEntryOf(report(oneOfEach));
  const history = Array.from({ length: 90 }, (_, i) => ({
    ...past,
    startedAt: new Date(Date.UTC(2026, 7, 1 + i)).toISOString(),
    drift: Array.from({ length: i % 30 }, (__, n) => n.toString(16).padStart(16, '0')),
  }));
  return report(results, { history });
}

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
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'page-'));
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens the page of a report. `close` expects that the page sent no request and wrote nothing to the console. */
  async function open(given: RunReport, options: Parameters<Browser['newPage']>[0] = {}) {
    const path = join(folder, `${Math.random()}.html`);
    writeFileSync(path, renderHtml(given));
    const page = await browser.newPage(options);
    const logged: string[] = [];
    const requested: string[] = [];
    page.on('console', (message) => logged.push(message.text()));
    page.on('pageerror', (error) => logged.push(String(error)));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:') && !request.url().startsWith('data:')) requested.push(request.url());
    });
    await page.goto(pathToFileURL(path).href);
    const close = async () => {
      await page.close();
      expect({ logged, requested }).toEqual({ logged: [], requested: [] });
    };
    return { page, path, close };
  }

  const shown = (page: Page) => page.locator('#list > details:visible').count();

  test('the page starts with the verdict and lists every operation once', async () => {
    const { page, close } = await open(report(oneOfEach));
    expect(await page.locator('h1').innerText()).toBe('✗ Contract check failed');
    expect(await page.locator('header').innerText()).toContain('Migrated 1 · old behavior 1');
    expect(await shown(page)).toBe(4);
    expect(await page.locator('.cell').count()).toBe(4);
    expect(await page.locator('#list summary .name').first().innerText()).toBe('GET /api/v1/users');
    await close();
  });

  test('what is not returned yet is apart from old behavior, and findings state their evidence', async () => {
    const name = 'GET /api/v1/iam/roles';
    const later = result(name, {
      outcome: { kind: 'verified', verdict: 'stale' },
      findings: [finding(name, { kind: 'not-yet', level: 'stale', pointer: '/added' })],
    });
    const { page, close } = await open(report([later, ...oneOfEach]));
    await page.getByRole('button', { name: '1 stale' }).click();
    expect(await shown(page)).toBe(1);
    await page.getByRole('button', { name: '1 stale' }).click();
    await page.getByRole('button', { name: '1 not returned yet' }).click();
    expect(await page.locator('#list > details:visible .name').innerText()).toBe(name);
    await page.locator('#list > details:visible summary').click();
    expect(await page.locator('#list > details:visible .finding').innerText()).toContain(
      'Evidence: documented, and in 560 of 560 recorded responses from 3 orgs',
    );
    await close();
  });

  test('operations with findings about requests of the client have a filter', async () => {
    const name = 'PUT /api/v1/inlineHooks/{inlineHookId}';
    const findings = ['', '/status'].map((pointer) => finding(name, { kind: 'request', level: 'warning', pointer }));
    const { page, close } = await open(report([result(name, { findings }), ...oneOfEach]));
    await page.getByRole('button', { name: '→ 1 client requests' }).click();
    expect(await page.locator('#list > details:visible .name').innerText()).toBe(name);
    await page.locator('#list > details:visible summary').click();
    const [first, second] = await page.locator('#list > details:visible .finding').allInnerTexts();
    expect(first).toContain('request the whole request');
    expect(second).toContain('request /status');
    expect(second).toContain('→ Check what the client sends');
    await close();
    const without = await open(report(oneOfEach));
    expect(await without.page.getByRole('button', { name: 'client requests' }).count()).toBe(0);
    await without.close();
  });

  test('filters and search show only the matching operations', async () => {
    const { page, close } = await open(report(oneOfEach));
    await page.getByRole('button', { name: 'stale' }).click();
    expect(await shown(page)).toBe(1);
    await page.getByRole('button', { name: 'violation' }).click();
    expect(await shown(page)).toBe(2);
    expect(await page.getByRole('status').innerText()).toBe('2 of 4 operations');
    await page.getByRole('button', { name: 'stale' }).click();
    await page.getByRole('button', { name: 'violation' }).click();
    for (const [words, n] of [
      ['inlinehooks', 2],
      ['/settings', 1],
      [one.broken.findings[0]?.fingerprint ?? '', 1],
      ['needs-write', 1],
      ['nothing at all', 0],
    ] as const) {
      await page.getByRole('searchbox').fill(words);
      expect([words, await shown(page)]).toEqual([words, n]);
    }
    await close();
  });

  test('an operation shows its findings, since when, and what to do', async () => {
    const { page, close } = await open(report(oneOfEach));
    await page.locator('#list summary', { hasText: 'okta-organization' }).click();
    const inside = await page.locator('.inside:visible').innerText();
    expect(inside).toContain('`settings` was removed in 2025.08.0 but is still returned');
    expect(inside).toContain('→ Stop reading it. Okta will remove it.');
    expect(inside).toContain('first found in this run');
    expect(inside).toContain('contracts/users/user.schema.json#/properties/id/type');
    await close();
  });

  test('everything works with the keyboard', async () => {
    const { page, close } = await open(report(oneOfEach));
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.id')).toBe('search');
    await page.keyboard.type('users');
    expect(await shown(page)).toBe(1);
    await page.keyboard.press('Escape');
    expect(await shown(page)).toBe(4);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await shown(page)).toBe(1);
    await page.keyboard.press('Space');
    for (let i = 0; i < 5; i += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    // Details are rendered in the toggle event, which the browser sends later.
    await page.locator('.inside:visible').first().waitFor();
    expect(await page.locator('.inside:visible').count()).toBe(1);
    await page.locator('.cell').nth(1).focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('details[open]').count()).toBe(2);
    await close();
  });

  test('a link to an operation opens it', async () => {
    const { page, path, close } = await open(report(oneOfEach));
    await page.goto(`${pathToFileURL(path).href}#op-3`);
    await page.reload();
    expect(await page.locator('details[open] .name').innerText()).toBe('GET /api/v1/inlineHooks');
    await close();
  });

  test('the page of all operations is smaller than 2 MB', async () => {
    const { page, path, close } = await open(everything());
    expect(await shown(page)).toBeGreaterThan(255);
    expect(statSync(path).size).toBeLessThan(2 * 1024 * 1024);
    await close();
  });

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const)('it is accessible and has no horizontal scrollbar: %s, %i wide', async (colorScheme, width) => {
    const { page, close } = await open(everything(), { colorScheme, viewport: { width, height: 900 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.locator('#list summary').first().click();
    const { source } = await import('axe-core').then(({ default: axe }) => axe);
    await page.evaluate(source);
    const results = (await page.evaluate('axe.run()')) as { violations: { id: string; nodes: { html: string }[] }[] };
    expect(results.violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    const shots = process.env.SCREENSHOTS;
    if (shots) {
      mkdirSync(shots, { recursive: true });
      await page.screenshot({ path: join(shots, `${colorScheme}-${width}.png`) });
      await page.screenshot({ path: join(shots, `${colorScheme}-${width}-full.png`), fullPage: true });
    }
    await close();
  });
});
