import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyEntryOf } from '../../src/assess/history.js';
import type { RunReport } from '../../src/assess/run-report.js';
import { OrgFolder } from '../../src/cli/fleet/org-folder.js';
import type { OrgResult } from '../../src/cli/fleet/result.js';
import { runMain } from '../cli/run-main.js';

/** Stores a night of an org as a fleet run does. @param made a report, or why the org failed */
export function storeNight(out: string, org: string, day: string, made: RunReport | string): void {
  const folder = new OrgFolder(out, org, day);
  const reports = folder.start();
  const startedAt = `${day}T03:00:00.000Z`;
  const stored = typeof made === 'string' ? undefined : { ...made, run: { ...made.run, startedAt } };
  if (stored) {
    writeFileSync(join(reports, 'history.ndjson'), `${JSON.stringify(historyEntryOf(stored))}\n`, { flag: 'a' });
    writeFileSync(join(reports, 'report.json'), JSON.stringify(stored));
  }
  const line: OrgResult = {
    ...{ version: 1, org, day, startedAt, seconds: 1, tags: [], selected: 2, verifiable: 1, verified: 1, failing: 0 },
    result: stored ? 'passed' : 'failed',
    ...(typeof made === 'string' ? { reason: made } : {}),
  };
  folder.finish(reports, line, stored);
}

/** The rows that `fleet report --json` prints. */
export async function rowsOf(out: string, ...options: string[]): Promise<Record<string, unknown>[]> {
  const { code, out: text, err } = await runMain(['fleet', 'report', out, '--json', ...options]);
  if (code !== 0 || err !== '') throw new Error(`exit code ${code}: ${err}`);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
