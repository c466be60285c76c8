import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { historyEntryOf } from '../../src/assess/history.js';
import { readReport } from '../../src/assess/read.js';
import { compactFiles } from '../../src/cli/fleet/compact.js';
import { queries, queryFile, runQueries } from '../../src/cli/fleet/query.js';

const root = resolve(import.meta.dirname, '../..');

/** Times each query over the reports of a reference org of profile mixed, copied to so many orgs and nights. */
export async function reportOf(folder: string, orgs = 200, nights = 60): Promise<void> {
  const sample = join(folder, 'sample');
  const args = [join(root, 'bin/okta-contracts.cjs'), 'verify', '--reports', sample];
  const env = { ...process.env, OKTA_CONTRACTS_PROFILE: 'mixed' };
  await new Promise((done) => spawn(process.execPath, args, { cwd: folder, env, stdio: 'ignore' }).once('close', done));
  const report = readReport(join(sample, 'report.json'));
  const out = join(folder, 'out');
  const fingerprints = historyEntryOf(report).drift;
  for (let o = 0; o < orgs; o += 1) {
    const history: string[] = [];
    const results: string[] = [];
    for (let n = 0; n < nights; n += 1) {
      const day = new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
      const startedAt = `${day}T03:00:00.000Z`;
      // Each org changes a little each night.
      const drift = fingerprints.filter((_, i) => (i + o + n) % 50 !== 0);
      history.push(JSON.stringify({ ...historyEntryOf(report), startedAt, drift }));
      results.push(
        JSON.stringify({
          version: 1,
          org: `org${o}`,
          day,
          startedAt,
          seconds: 30,
          result: 'violations',
          tags: [],
          selected: 326,
          verifiable: 326,
          verified: 320,
          failing: 9,
        }),
      );
      const place = join(out, `org${o}`, day);
      mkdirSync(place, { recursive: true });
      // Only the last night is read; the nights before need the names of the files only.
      const files = Object.entries(compactFiles(place, report, { org: `org${o}`, day }));
      for (const [file, text] of files) writeFileSync(file, n === nights - 1 ? text : '');
    }
    writeFileSync(join(out, `org${o}`, 'history.ndjson'), `${history.join('\n')}\n`);
    writeFileSync(join(out, `org${o}`, 'results.ndjson'), `${results.join('\n')}\n`);
  }
  for (const name of queries) {
    const begin = performance.now();
    const [answer] = await runQueries(out, [queryFile(name)], { change: 'settings', moreThan: 10 });
    console.log(`${name}: ${((performance.now() - begin) / 1000).toFixed(2)} s, ${answer?.rows.length} rows`);
  }
  const night = join(folder, 'night');
  cpSync(sample, night, { recursive: true });
  for (const [file, text] of Object.entries(compactFiles(night, report, { org: 'org0', day: '2026-01-01' })))
    writeFileSync(file, text);
  for (const file of readdirSync(night))
    console.log(`${file}: ${(statSync(join(night, file)).size / 1024).toFixed(0)} KB`);
}
