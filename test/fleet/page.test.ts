import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { FleetPageData } from '../../src/report/fleet-page-data.js';
import { renderFleetHtml } from '../../src/report/render/html.js';
import { hasBrowser } from '../browser.js';
import { runMain } from '../cli/run-main.js';
import { expectAccessible, looks, pagesInBrowser, shot } from '../report/page-in-browser.js';

const keys: FleetPageData['matrix']['keys'] = {
  ...{ a: 'applied', p: 'partly applied', n: 'not applied', o: 'not observable', b: 'broken' },
  '-': 'unknown',
};

/** A fleet, of which each org has other states. */
function fleetOf(orgs: number, changes: number): FleetPageData {
  const names = Array.from({ length: orgs }, (_, i) => `org${i}`);
  const results = ['passed', 'violations', 'failed'];
  return {
    page: 'fleet',
    title: `${orgs} orgs`,
    day: '2026-11-25',
    matrix: {
      orgs: names,
      older: [{ org: 'org2', day: null }],
      keys,
      changes: Array.from({ length: changes }, (_, i) => ({
        id: `change${i}`,
        title: `\`property${i}\` removed from GET /api/v1/resources${i}/{resourceId}/children`,
        isBreaking: i % 3 === 0,
        states: names.map((_, o) => (i === 0 ? 'a' : 'apnob-'[(i + o) % 6])).join(''),
      })),
    },
    tables: [
      {
        ...{ id: 'orgs', title: 'The last result of each org', columns: ['org', 'result', 'failing'] },
        rows: names.map((org, i) => [org, results[i % 3] ?? '', i === 1 ? null : (i * 7) % 10]),
      },
      { id: 'last-night', title: 'What changed on the last day', columns: ['event'], rows: [] },
    ],
    reports: { org0: './org0/2026-11-25/index.html' },
  };
}

test('names of orgs and titles are escaped', () => {
  const nasty = fleetOf(1, 1);
  nasty.matrix.orgs[0] = '</script><script>alert(1)</script>';
  nasty.tables[0]?.rows.push(["<img src=x onerror=alert(1)> $& $'", null, 1]);
  const html = renderFleetHtml(nasty);
  expect(html.match(/<script/g)).toHaveLength(2);
  expect(html).not.toContain('<img');
});

test('fleet report --html writes the page, with links to the reports that exist', async () => {
  const out = mkdtempSync(join(tmpdir(), 'fleet-page-'));
  onTestFinished(() => rmSync(out, { recursive: true, force: true }));
  for (const org of ['acme', '<b>beta']) {
    const night = join(out, org, '2026-11-25');
    mkdirSync(night, { recursive: true });
    const place = { org, day: '2026-11-25' };
    const change = { ...place, id: 'c1', title: '`x` removed', breaking: true, state: 'applied', operations: [] };
    writeFileSync(join(night, 'changes.ndjson'), `${JSON.stringify(change)}\n`);
    for (const name of ['findings', 'operations']) writeFileSync(join(night, `${name}.ndjson`), '');
    writeFileSync(join(night, 'index.html'), '');
    writeFileSync(join(out, org, 'results.ndjson'), `${JSON.stringify({ ...place, result: 'passed', verified: 3 })}\n`);
    writeFileSync(join(out, org, 'history.ndjson'), '');
  }
  const file = join(out, 'index.html');
  expect(await runMain(['fleet', 'report', out, '--html', file])).toEqual({ code: 0, out: `Page: ${file}\n`, err: '' });
  const html = readFileSync(file, 'utf8');
  const data = JSON.parse(/id="data">(.*?)<\/script>/s.exec(html)?.[1] ?? '') as FleetPageData;
  expect(data.title).toBe('2 orgs: 2 passed, 0 failed, 0 with violations');
  expect(data.matrix.orgs).toEqual(['<b>beta', 'acme']);
  expect(data.matrix.changes).toEqual([{ id: 'c1', title: '`x` removed', isBreaking: true, states: 'aa' }]);
  expect(data.reports).toEqual({ acme: './acme/2026-11-25/index.html' });
  expect(html).not.toContain('<b>beta');
});

describe.runIf(hasBrowser('the page of a fleet'))('in Chromium', () => {
  const open = pagesInBrowser();
  const column = (page: Page, n: number) => page.locator(`#orgs tbody tr td:nth-child(${n})`).allInnerTexts();

  test('the keyboard sorts a table, in both directions', async () => {
    const { page, close } = await open(renderFleetHtml(fleetOf(12, 3)));
    expect((await column(page, 1)).slice(0, 3)).toEqual(['org0', 'org1', 'org2']);
    const head = page.locator('#orgs th', { hasText: 'failing' });
    await head.getByRole('button').focus();
    await page.keyboard.press('Enter');
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
    // Numbers in order, and empty values last.
    const values = await column(page, 3);
    expect(values.at(-1)).toBe('');
    expect(values.slice(0, -1).map(Number)).toEqual([...values.slice(0, -1).map(Number)].sort((a, b) => a - b));
    await page.keyboard.press('Enter');
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    expect(await column(page, 3)).toEqual(values.reverse());
    await page.locator('#orgs th').first().getByRole('button').focus();
    await page.keyboard.press('Space');
    // org2 is before org10.
    expect((await column(page, 1)).slice(0, 3)).toEqual(['org0', 'org1', 'org2']);
    expect(await page.locator('#orgs a').getAttribute('href')).toBe('./org0/2026-11-25/index.html');
    expect(await page.locator('#last-night').innerText()).toContain('None.');
    await close();
  });

  test('a search limits the matrix to orgs or changes, and equal changes can be hidden', async () => {
    const { page, close } = await open(renderFleetHtml(fleetOf(12, 8)));
    const status = page.locator('#matrix [role=status]');
    expect(await status.innerText()).toBe('8 changes, 12 orgs');
    await page.locator('#matrix input').focus();
    await page.keyboard.press('Space');
    expect(await status.innerText()).toBe('7 changes, 12 orgs');
    await page.getByRole('searchbox').fill('property3');
    expect(await status.innerText()).toBe('1 change, 12 orgs');
    await page.getByRole('searchbox').fill('org11');
    expect(await status.innerText()).toContain('1 org');
    expect(await column(page, 1)).toEqual(['org11']);
    await close();
  });

  test('200 orgs and 100 changes: the page shows all states, and is searched', async () => {
    const { page, close } = await open(renderFleetHtml(fleetOf(200, 100)), { viewport: { width: 1440, height: 900 } });
    expect(await page.locator('.matrix td').count()).toBe(20_000);
    await shot(page, 'fleet-200');
    await page.locator('#matrix .tall').focus();
    await page.keyboard.press('End');
    await page.getByRole('searchbox').fill('property42');
    expect(await page.locator('.matrix tbody tr').count()).toBe(1);
    await close();
  });

  test.each(looks)('it is accessible: %s, %i wide', async (colorScheme, width) => {
    const { page, close } = await open(renderFleetHtml(fleetOf(40, 20)), {
      colorScheme,
      viewport: { width, height: 900 },
    });
    await expectAccessible(page, `fleet-${colorScheme}-${width}`);
    await close();
  });
});
