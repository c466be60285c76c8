import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));

/**
 * Whether tests can start a browser. If not, prints one line. With `OKTA_CONTRACTS_REQUIRE_BROWSER=1`, as in .ci/run, throws
 * instead. @param tests what is skipped: `the report page`
 */
export function hasBrowser(tests: string): boolean {
  if (executablePath) return true;
  const advice = 'install chromium, or set CHROMIUM_PATH';
  if (process.env.OKTA_CONTRACTS_REQUIRE_BROWSER === '1') throw new Error(`Chromium was not found: ${advice}.`);
  console.log(`Skipped: tests of ${tests} in Chromium, which was not found (${advice}).`);
  return false;
}

/** Starts Chromium. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
}
