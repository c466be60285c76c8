import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunReport } from '../../src/assess/run-report.js';
import { compareReports } from '../../src/report/compare.js';
import { renderComparisonHtml } from '../../src/report/render/html.js';
import { hasBrowser } from '../browser.js';
import { runMain } from '../cli/run-main.js';
import { expectAccessible, looks, pagesInBrowser, tabStops } from './page-in-browser.js';
import { change, finding, one, report, result, seen } from './sample-report.js';
import { place, sdkReport } from './sample-sdks.js';

const users = 'GET /api/v1/users';
const hooks = 'GET /api/v1/inlineHooks';

/** The left org has applied nothing, and the right org has a fault. */
const left = report([
  one.stale,
  result(hooks, { resource: 'inline-hooks', changes: [seen(change(hooks, '/*/added', 'added'), 'not applied')] }),
  result(users),
]);
const right = report([
  result(one.stale.operation, {
    ...one.stale,
    findings: [],
    changes: one.stale.changes.map(({ change: own }) => seen(own, 'applied')),
  }),
  result(hooks, { resource: 'inline-hooks', changes: [seen(change(hooks, '/*/added', 'added'), 'applied')] }),
  one.broken,
  one.skipped,
]);

const html = (a: RunReport, b: RunReport, limit?: string) => renderComparisonHtml(compareReports(a, b), limit);

test('compare writes the page to the file that --html names', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'compare-'));
  try {
    const file = (name: string) => join(folder, name);
    writeFileSync(file('left.json'), JSON.stringify(left));
    writeFileSync(file('right.json'), JSON.stringify(right));
    const { code } = await runMain([
      'compare',
      '--left',
      file('left.json'),
      '--right',
      file('right.json'),
      '--html',
      file('a.html'),
    ]);
    expect(code).toBe(1);
    expect(readFileSync(file('a.html'), 'utf8')).toContain('"page":"compare"');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe.runIf(hasBrowser('the page of a comparison'))('in Chromium', () => {
  const open = pagesInBrowser();

  test('the page states what breaks, what is new, and what was verified on one org only', async () => {
    const { page, close } = await open(html(left, right));
    expect(await page.locator('h1').innerText()).toMatch(/^≠ 4 operations different, 0 same/);
    const answers = await page.locator('.answer').allInnerTexts();
    expect(answers.map((text) => text.replaceAll(/\s+/g, ' '))).toEqual([
      expect.stringMatching(/^What breaks when I move to the right org\? ✗ 2 breaks/),
      expect.stringMatching(/^What do I gain\? \+ 1 new .*added/),
      expect.stringMatching(/^What else differs\? · 0 other Nothing else differs/),
    ]);
    await page.locator('#list summary', { hasText: 'settings' }).click();
    const text = await page.locator('.inside:visible').innerText();
    expect(text).toContain('What to do: The right org has applied it: change your code before you move.');
    expect(text).toMatch(/okta-organization\s+△ not applied\s+▲ applied/);
    expect(await page.locator('#outcomes').innerText()).toContain(
      'left not exercised, right skipped: needs-write-tier',
    );
    await close();
  });

  test('filters limit the differences and are in the address', async () => {
    const { page, close } = await open(html(left, right));
    await page.getByRole('button', { name: 'new 1', exact: false }).last().click();
    expect(await page.locator('#list .title').allInnerTexts()).toEqual([expect.stringContaining('added')]);
    await page.waitForURL(/section=gains/);
    await page.reload();
    expect(await page.locator('#list details').count()).toBe(1);
    await page.getByRole('searchbox').fill('nothing at all');
    expect(await page.locator('.empty').first().innerText()).toContain('No difference matches the filters');
    await close();
  });

  test('two equal orgs have a page without differences', async () => {
    const { page, close } = await open(html(left, left, 'Limited to 2 operations.'));
    expect(await page.locator('h1').innerText()).toBe('✓ No operation differs');
    expect(await page.locator('header').innerText()).toContain('Limited to 2 operations.');
    expect(await page.locator('#outcomes').innerText()).toContain('Both runs verified the same operations');
    await close();
  });

  test('the page shows what an SDK cannot read on one of the orgs only', async () => {
    const sdks = [sdkReport({}, [[users, 'failed', [place('/0/status')]]])];
    const { page, close } = await open(html({ ...left, sdks: [sdkReport({}, [[users, 'read']])] }, { ...right, sdks }));
    const text = await page.locator('#sdk-0').innerText();
    expect(text).toContain('SDK: python 3.4.4');
    expect(text).toContain('Left: reads all 1 response.');
    expect(text).toMatch(/Only on the right org: 1 cause\s+fails: status is not a member of UserStatus/);
    await expectAccessible(page, 'compare-sdks');
    await close();
  });

  test.each(looks)('it is accessible: %s, %i wide', async (colorScheme, width) => {
    const more = result(users, { findings: [finding(users, { pointer: '/other', level: 'violation' })] });
    const { page, close } = await open(html(report([one.stale, more]), right), {
      colorScheme,
      viewport: { width, height: 900 },
    });
    expect((await tabStops(page)).length).toBeLessThan(15);
    await page.locator('#list summary').first().click();
    await expectAccessible(page, `compare-${colorScheme}-${width}`);
    await close();
  });
});
