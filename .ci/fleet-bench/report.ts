import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyEntryOf } from '../../src/assess/history.js';
import { readReport } from '../../src/assess/read.js';
import type { RunReport } from '../../src/assess/run-report.js';
import { compactFiles } from '../../src/cli/fleet/compact.js';
import { readPastNight } from '../../src/cli/fleet/past-night.js';
import { queries, queryFile, runQueries } from '../../src/cli/fleet/query.js';
import type { OrgResult } from '../../src/cli/fleet/result.js';
import { type OrgProfile, profiles } from './orgs.js';
import { expectedRuns } from './run.js';

/** A night of a profile, as a real run stored it. */
interface Sample {
  report: RunReport;
  result: OrgResult;
}

/**
 * Times each query over the nights of many orgs. Their rows are those of real runs against reference orgs of each profile: an org
 * starts with the previous edition, is between both for ten nights, and ends with the current one, each org on other nights.
 */
export async function reportOf(folder: string, orgs = 200, nights = 60): Promise<void> {
  const { out: runs } = await expectedRuns(folder, ['read']);
  const samples = new Map(profiles.map((profile, i) => [profile, sampleOf(join(runs, `org${i}`))]));
  const out = join(folder, 'out');
  for (let o = 0; o < orgs; o += 1) storeOrg(out, o, nights, samples);
  for (const name of queries) {
    const [begin, cpu] = [performance.now(), process.cpuUsage()];
    const [answer] = await runQueries(out, [queryFile(name)], { change: 'settings', moreThan: 10 });
    const used = process.cpuUsage(cpu);
    console.log(
      `${name}: ${((performance.now() - begin) / 1000).toFixed(2)} s, processor ${((used.user + used.system) / 1e6).toFixed(2)} s, ${answer?.rows.length} rows`,
    );
  }
  printSizes(join(runs, 'org3'));
}

function sampleOf(org: string): Sample {
  const result = JSON.parse(readFileSync(join(org, 'results.ndjson'), 'utf8')) as OrgResult;
  return { result, report: readReport(join(org, result.day, 'report.json')) };
}

/** The profile of an org in a night; none if it was down. */
function profileOf(o: number, n: number, nights: number): OrgProfile | undefined {
  if ((o * 31 + n * 17) % 97 === 0) return undefined;
  if (o % 10 === 0) return 'observed';
  const from = (o * 7) % nights;
  if (n < from) return 'previous';
  return n < from + 10 ? 'mixed' : 'current';
}

function storeOrg(out: string, o: number, nights: number, samples: ReadonlyMap<OrgProfile, Sample>): void {
  const [history, results]: [string[], string[]] = [[], []];
  let verified: string[] = [];
  const org = `org${o}`;
  for (let n = 0; n < nights; n += 1) {
    const day = new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
    const startedAt = `${day}T03:00:00.000Z`;
    const sample = samples.get(profileOf(o, n, nights) ?? 'current') as Sample;
    const isDown = profileOf(o, n, nights) === undefined;
    const result: OrgResult = { ...sample.result, org, day, startedAt };
    results.push(JSON.stringify(isDown ? { ...result, result: 'failed', reason: 'it does not respond' } : result));
    if (isDown) continue;
    history.push(JSON.stringify({ ...historyEntryOf(sample.report), startedAt }));
    const place = join(out, org, day);
    mkdirSync(place, { recursive: true });
    const past = readPastNight(join(out, org), verified);
    for (const [file, text] of Object.entries(compactFiles(place, sample.report, { org, day }, past)))
      writeFileSync(file, text);
    verified = [day];
  }
  writeFileSync(join(out, org, 'history.ndjson'), `${history.join('\n')}\n`);
  writeFileSync(join(out, org, 'results.ndjson'), `${results.join('\n')}\n`);
}

/** Prints what one night of an org needs on disk. */
function printSizes(org: string): void {
  const sizeOf = (file: string) => statSync(file).size / 1024;
  const [day = ''] = readdirSync(org).filter((name) => /^\d/.test(name));
  const files = readdirSync(join(org, day));
  const sum = (names: string[]) => names.reduce((kb, name) => kb + sizeOf(join(org, day, name)), 0).toFixed(0);
  const isRows = (name: string) => name.endsWith('.ndjson');
  console.log(
    `A night: rows ${sum(files.filter(isRows))} KB, reports ${sum(files.filter((name) => !isRows(name)))} KB, ` +
      `result and history ${(sizeOf(join(org, 'results.ndjson')) + sizeOf(join(org, 'history.ndjson'))).toFixed(1)} KB`,
  );
  for (const file of files) console.log(`  ${file}: ${sizeOf(join(org, day, file)).toFixed(0)} KB`);
}
