import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { launchBrowser } from '../browser.js';

/** Opens pages in Chromium for the tests of a file. Call it in a `describe` block. */
export function pagesInBrowser() {
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

  /** Opens a page. `close` expects that it sent no request and wrote nothing to the console. */
  async function open(html: string, options: BrowserContextOptions = {}) {
    const path = join(folder, `${Math.random()}.html`);
    writeFileSync(path, html);
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
  return open;
}

/** Expects that a page is accessible, and not wider than its window. @param state for the message and the name of a screenshot */
export async function expectAccessible(page: Page, state: string): Promise<void> {
  const { source } = await import('axe-core').then(({ default: axe }) => axe);
  await page.evaluate(source);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
    page.viewportSize()?.width ?? 0,
  );
  const results = (await page.evaluate('axe.run()')) as { violations: { id: string; nodes: { html: string }[] }[] };
  expect([state, ...results.violations.map(({ id, nodes }) => [id, nodes[0]?.html])]).toEqual([state]);
  await shot(page, state);
}

/** Writes screenshots where `SCREENSHOTS` names a folder. */
export async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** Colors and widths in which pages are tested. */
export const looks = [
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
  ['dark', 390],
] as const;

/** The tab stops of a page after its first link, by the nearest named part. */
export async function tabStops(page: Page): Promise<string[]> {
  await page.evaluate('document.activeElement.blur(); scrollTo(0, 0); document.querySelector(".skip").focus()');
  const stops: string[] = [];
  const where = `(() => {
    const focused = document.activeElement;
    return focused.closest('.toolbar, #list, #map, .answers, section[id]')?.ariaLabel ?? focused.closest('[id]')?.id ?? focused.tagName;
  })()`;
  for (let stop = 'skip'; stop !== 'BODY' && stops.length < 20; stops.push(stop)) {
    await page.keyboard.press('Tab');
    stop = String(await page.evaluate(where));
  }
  return stops;
}
