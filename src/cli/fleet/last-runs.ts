import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readReport } from '../../assess/read.js';
import { ContractsError } from '../../domain/errors.js';
import { type Situation, situationOf } from '../../report/notify/canary.js';
import { orgsOfInventories } from './inventories.js';
import type { OrgResult } from './result.js';
import { rowsIn } from './rows-in.js';

/** The last run of an org of a fleet. */
export interface LastRun {
  org: string;
  situation: Situation;
}

/**
 * The last run of each org of all inventories. Without recorded inventories, of each org that has results. Throws `INPUT` for a
 * folder without results.
 */
export function lastRuns(folder: string, now: Date, maxAgeHours: number): LastRun[] {
  const named = orgsOfInventories(folder);
  const orgs = [...(named ?? namesIn(folder))].sort().map((org) => ({ org, last: lastResult(folder, org) }));
  if (orgs.every(({ last }) => last === undefined))
    throw new ContractsError(
      'INPUT',
      `${folder} has no results of a fleet: name the folder that \`fleet --out\` wrote to.`,
    );
  return orgs.flatMap(({ org, last }) => {
    if (last) return [{ org, situation: situationAfter(folder, last, now, maxAgeHours) }];
    return named ? [{ org, situation: { kind: 'no run', why: 'it has no result' } }] : [];
  });
}

function lastResult(folder: string, org: string): OrgResult | undefined {
  const last = rowsIn<OrgResult>(join(folder, org, 'results.ndjson'))
    // The day is part of a path.
    .filter(({ day }) => typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day))
    .sort((a, b) => (a.day < b.day ? -1 : 1))
    .at(-1);
  return last?.org === org ? last : undefined;
}

function situationAfter(folder: string, last: OrgResult, now: Date, maxAgeHours: number): Situation {
  const { org, day, result, reason = 'unknown reason', startedAt } = last;
  const hours = (now.getTime() - Date.parse(startedAt)) / 3_600_000;
  if (result === 'failed' && hours <= maxAgeHours) return { kind: 'no run', why: reason };
  const file = join(folder, org, day, 'report.json');
  try {
    const report = existsSync(file) ? readReport(file) : undefined;
    return situationOf({ report, exitCode: undefined, now, maxAgeHours });
  } catch (error) {
    if (!(error instanceof ContractsError)) throw error;
    // The message of the error can contain a part of the report, which channels must not get.
    return { kind: 'no run', why: `its report of ${day} is damaged` };
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
