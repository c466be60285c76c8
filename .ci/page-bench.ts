// Measures the page of a report with 800 operations and 300 findings in Chromium: its size, and the times to open and to filter it.
// Usage: npm run page-bench
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CDPSession, Page } from 'playwright-core';
import { renderHtml } from '../src/report/render/html.js';
import { launchBrowser } from '../test/browser.js';
import { large } from '../test/report/large-report.js';

const repetitions = 9;
/** Milliseconds of CPU time, and on a clock. */
interface Time {
  cpu: number;
  wall: number;
}

const searches = ['users', 'removed', 'policies', 'nothing at all', ''];

const folder = mkdtempSync(join(tmpdir(), 'page-bench-'));
const file = join(folder, 'index.html');
writeFileSync(file, renderHtml(large(800, 300)));
const browser = await launchBrowser();
try {
  const opened: Time[] = [];
  const filtered: Time[] = [];
  for (let i = 0; i < repetitions; i += 1) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const wall = await openTime(page);
    opened.push({ wall, cpu: await cpuTime(session) });
    for (const text of searches) {
      const before = await cpuTime(session);
      filtered.push({ wall: await filterTime(page, text), cpu: (await cpuTime(session)) - before });
    }
    await page.close();
  }
  const megabytes = (statSync(file).size / 1024 / 1024).toFixed(2);
  console.log(`Page   800 operations, 300 findings: ${megabytes} MB`);
  console.log(`  open    ${textOf(opened)}`);
  console.log(`  filter  ${textOf(filtered)}`);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Milliseconds that the main thread of the page has worked. Other processes do not change it, unlike the time on a clock. */
async function cpuTime(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
}

/** Milliseconds from the start of the navigation until the page is complete and painted. */
async function openTime(page: Page): Promise<number> {
  await page.goto(pathToFileURL(file).href);
  const expression = `new Promise((resolve) => {
    const { domComplete } = performance.getEntriesByType('navigation')[0];
    new PerformanceObserver((list) => resolve(Math.max(domComplete, list.getEntries()[0].startTime)))
      .observe({ type: 'paint', buffered: true });
  })`;
  return (await page.evaluate(expression)) as number;
}

/** Milliseconds from a change of the search field until the page is laid out again. */
async function filterTime(page: Page, text: string): Promise<number> {
  const expression = `new Promise((resolve) => {
    const input = document.getElementById('search');
    const began = performance.now();
    input.value = ${JSON.stringify(text)};
    input.dispatchEvent(new Event('input', { bubbles: true }));
    setTimeout(() => { document.body.offsetHeight; resolve(performance.now() - began); });
  })`;
  return (await page.evaluate(expression)) as number;
}

function textOf(times: Time[]): string {
  const median = (values: number[]) => Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0);
  return `${median(times.map(({ cpu }) => cpu))} ms of CPU time, ${median(times.map(({ wall }) => wall))} ms on the clock (medians)`;
}
