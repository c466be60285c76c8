import { existsSync, lstatSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ContractsError } from '../../domain/errors.js';
import { reasonOf } from '../../io/files.js';

/** The files that a fleet writes to the folder of a night. */
const written = new Set(
  'report.json report.md report.sarif junit.xml ctrf.json metrics.prom index.html changes.ndjson findings.ndjson operations.ndjson'.split(
    ' ',
  ),
);
const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/** What pruning removes, or would remove. */
export interface Pruned {
  nights: number;
  bytes: number;
  /** Folders of nights with other files, which are kept. */
  kept: string[];
}

/**
 * Removes the files of nights before a day that a fleet wrote below a folder. It keeps the two last verified nights of each org, the
 * results and histories, all other files, and what a symbolic link points to. Throws `INPUT`.
 * @param before a day: `2026-11-25` @param isDry removes nothing
 */
export function prune(out: string, before: string, isDry: boolean): Pruned {
  const orgs = namesIn(out).filter((name) => isFolder(join(out, name)) && isOfFleet(out, name));
  if (orgs.length === 0)
    throw new ContractsError(
      'INPUT',
      `${out} has no reports of a fleet: name the folder that \`fleet --out\` wrote to.`,
    );
  const pruned: Pruned = { nights: 0, bytes: 0, kept: [] };
  for (const org of orgs) {
    const days = namesIn(join(out, org)).filter((name) => dayPattern.test(name) && isFolder(join(out, org, name)));
    // Queries compare two nights.
    const last = days
      .filter((day) => existsSync(join(out, org, day, 'operations.ndjson')))
      .sort()
      .slice(-2);
    for (const day of days.filter((one) => one < before && !last.includes(one)))
      removeNight(join(out, org, day), isDry, pruned);
  }
  return pruned;
}

function removeNight(night: string, isDry: boolean, pruned: Pruned): void {
  const names = namesIn(night);
  const own = names.filter((name) => written.has(name) && lstatSync(join(night, name)).isFile());
  if (own.length > 0) pruned.nights += 1;
  if (own.length < names.length) pruned.kept.push(night);
  for (const name of own) pruned.bytes += lstatSync(join(night, name)).size;
  if (isDry) return;
  try {
    for (const name of own) rmSync(join(night, name));
    if (own.length === names.length) rmdirSync(night);
  } catch (cause) {
    throw new ContractsError('INPUT', `${night} cannot be removed (${reasonOf(cause)}): check its permissions.`, {
      cause,
    });
  }
}

/** Whether the results in a folder are those of an org with its name. */
function isOfFleet(out: string, name: string): boolean {
  try {
    const [line = ''] = readFileSync(join(out, name, 'results.ndjson'), 'utf8').split('\n');
    return (JSON.parse(line) as { org?: unknown } | null)?.org === name;
  } catch {
    return false;
  }
}

/** Whether a path is a folder, and no symbolic link to one. */
function isFolder(path: string): boolean {
  return lstatSync(path).isDirectory();
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    throw new ContractsError('INPUT', `${folder} cannot be read (${reasonOf(cause)}): name a folder that exists.`, {
      cause,
    });
  }
}
