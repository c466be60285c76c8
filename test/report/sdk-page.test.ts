import { describe, expect, test } from 'vitest';
import type { SdkReport } from '../../src/domain/sdk.js';
import { renderHtml } from '../../src/report/render/html.js';
import { hasBrowser } from '../browser.js';
import { expectAccessible, looks, pagesInBrowser, tabStops } from './page-in-browser.js';
import { oneOfEach, report } from './sample-report.js';
import { sdksOfOneOfEach, threeSdks } from './sample-sdks.js';

describe.runIf(hasBrowser('the SDKs of the report page'))('in Chromium', () => {
  const openPage = pagesInBrowser();
  const open = (sdks: SdkReport[], options?: Parameters<typeof openPage>[1]) =>
    openPage(renderHtml(report(oneOfEach, { facts: { sdks } })), options);

  test('each SDK has a section with its verdict, its causes and what to do', async () => {
    const { page, close } = await open(threeSdks());
    expect(await page.locator('h2', { hasText: 'SDK: ' }).allInnerTexts()).toEqual([
      'SDK: go 5.0.6',
      'SDK: node 7.0.0',
      'SDK: python 3.4.4',
    ]);
    expect(await page.locator('#sdk-0').innerText()).toContain('✓ It reads all 6,028 responses.');
    expect(await page.locator('#sdk-1 summary .title').allInnerTexts()).toEqual([
      'The response is returned as nothing, without an error',
      'realmId, type: is not a property of User and is dropped',
    ]);
    await page.locator('#sdk-1 summary', { hasText: 'realmId' }).click();
    const inside = await page.locator('#sdk-1 .inside').innerText();
    expect(inside).toContain('What to do: Read this property from the raw response.');
    expect(inside).toMatch(/GET \/api\/v1\/users 12 responses\s+\/\*\/realmId\s+\/\*\/type/);
    expect(await page.locator('#sdk-2').innerText()).toContain('Stopped: The adapter ended 3 times');
    await close();
  });

  test('results and the filters of the page limit the causes of an SDK', async () => {
    const { page, close } = await open(threeSdks());
    const causes = page.locator('#sdk-2 details');
    expect(await causes.count()).toBe(10);
    await page.locator('#sdk-2').getByRole('button', { name: 'Show 50 more' }).click();
    expect(await causes.count()).toBe(60);
    await page.locator('#sdk-2').getByRole('button', { name: 'loses data 20' }).click();
    expect(await causes.count()).toBe(20);
    await page.getByRole('searchbox').fill('extra7');
    expect(await causes.count()).toBe(1);
    await page.getByRole('searchbox').fill('nothing at all');
    expect(await page.locator('#sdk-2 .empty').innerText()).toBe('No cause matches the filters.');
    await close();
  });

  test('the address names the open cause, and the verdict leads to the sections', async () => {
    const { page, close } = await open(threeSdks());
    await page.locator('#sdk-2 summary').nth(3).click();
    await page.waitForURL(/change=sdk-/);
    await page.reload();
    expect(await page.locator('#sdk-2 details[open]').count()).toBe(1);
    await page.locator('#verdict').getByRole('button', { name: 'SDK node 7.0.0' }).click();
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('sdk-1');
    await close();
  });

  test('a change names the SDKs that cannot read it', async () => {
    const { page, close } = await open(sdksOfOneOfEach());
    await page.locator('#list summary', { hasText: 'settings' }).click();
    expect(await page.locator('#list .inside:visible').innerText()).toContain(
      'SDKs that cannot read it: python 3.4.4 fails and node 7.0.0 loses data.',
    );
    await close();
  });

  test('a page with SDKs has few tab stops', async () => {
    const { page, close } = await open(threeSdks());
    const stops = await tabStops(page);
    expect(stops).toContain('Results of python 3.4.4');
    // One for the causes of each SDK that has any.
    expect(stops.filter((stop) => stop.startsWith('change-sdk-'))).toHaveLength(2);
    await close();
  });

  test.each(looks)('is accessible in %s of %i pixels', async (colorScheme, width) => {
    const { page, close } = await open(threeSdks(), { colorScheme, viewport: { width, height: 900 } });
    await page.locator('#sdk-2 summary').first().click();
    await page.locator('#sdk-2 .inside').first().waitFor();
    await page.locator('#sdk-1 summary').last().click();
    await expectAccessible(page, `sdks-${colorScheme}-${width}`);
    await close();
  });
});
