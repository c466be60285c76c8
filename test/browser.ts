import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));

/**
 * Whether tests can start a browser. If not, says so in one line with the name of what is skipped; with
 * `OKTA_CONTRACTS_REQUIRE_BROWSER=1`, as in CI, throws instead.
 */
export function hasBrowser(tests: string): boolean {
  if (executablePath) return true;
  const message = `Chromium was not found: ${tests} skipped. Install chromium, or set CHROMIUM_PATH.`;
  if (process.env.OKTA_CONTRACTS_REQUIRE_BROWSER === '1') throw new Error(message);
  console.log(message);
  return false;
}

/** Starts Chromium. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
}
