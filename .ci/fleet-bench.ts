// Measures fleets. `npm run fleet-bench -- run 1 10 50 200` verifies so many reference orgs, a tenth of them faulty, and prints wall
// time, processor time and the most memory. `npm run fleet-bench -- report 200 60` times the queries over so many orgs and nights.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startReferenceOrg } from '../reference-org/index.js';
import { historyEntryOf } from '../src/assess/history.js';
import { readReport } from '../src/assess/read.js';
import { compactFiles } from '../src/cli/fleet/compact.js';
import { queries, queryFile, runQueries } from '../src/cli/fleet/query.js';

const root = resolve(import.meta.dirname, '..');
const [what = 'run', ...numbers] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'fleet-bench-'));
try {
  if (what === 'run') for (const n of numbers.map(Number)) await runOf(n);
  else await reportOf(...(numbers.map(Number) as [number, number]));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Verifies n reference orgs. Every tenth has one of five faults. */
async function runOf(n: number): Promise<void> {
  const profiles = ['current', 'previous', 'observed', 'mixed'] as const;
  const faults = ['429 storm', 'no answer', '502 HTML', 'down', 'revoked'] as const;
  const started = [];
  const env: Record<string, string> = {};
  const orgs = [];
  const expected = new Map<string, string>();
  for (let i = 0; i < n; i += 1) {
    const profile = profiles[i % profiles.length] ?? 'current';
    const org = await startReferenceOrg({ profile });
    const fault = i % 10 === 9 ? faults[Math.floor(i / 10) % faults.length] : undefined;
    if (fault === 'down') await org.close();
    else {
      started.push(org);
      if (fault && fault !== 'revoked') org.fault({ kind: fault });
    }
    env[`TOKEN_${i}`] = fault === 'revoked' ? `00${'r'.repeat(40)}` : org.token;
    orgs.push({ name: `org${i}`, url: org.url, token: { env: `TOKEN_${i}` } });
    expected.set(`org${i}`, fault ? 'failed' : profile === 'current' ? 'passed' : 'violations');
  }
  const file = join(folder, `${n}.json`);
  writeFileSync(file, JSON.stringify({ orgs }));
  const out = join(folder, `out-${n}`);
  const child = spawn(process.execPath, [join(root, 'bin/okta-contracts.cjs'), 'fleet', file, '--out', out], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...env },
  });
  const begin = performance.now();
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, memoryBelow(child.pid ?? 0));
  }, 250);
  await new Promise((done) => child.once('close', done));
  clearInterval(timer);
  const wall = (performance.now() - begin) / 1000;
  const wrong = [...expected].filter(([org, result]) => resultIn(out, org) !== result).map(([org]) => org);
  console.log(
    `${n} orgs: ${wall.toFixed(0)} s, at most ${(most / 1024).toFixed(0)} MB, wrong results: ${wrong.join(', ') || 'none'}`,
  );
  await Promise.all(started.map((org) => org.close()));
}

function resultIn(out: string, org: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(join(out, org, 'results.ndjson'), 'utf8')) as { result: string }).result;
  } catch {
    return undefined;
  }
}

/** The resident memory of a process and of all below it, in KB (Linux). Pages that they share count several times. */
function memoryBelow(top: number): number {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const status = readFileSync(`/proc/${pid}/status`, 'utf8');
        const value = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
        return [{ pid: Number(pid), parent: value('PPid'), memory: value('VmRSS') }];
      } catch {
        return [];
      }
    });
  const below = (parent: number): number =>
    processes.filter((one) => one.parent === parent).reduce((sum, one) => sum + one.memory + below(one.pid), 0);
  return (processes.find(({ pid }) => pid === top)?.memory ?? 0) + below(top);
}

/** Times each query over the reports of a reference org of profile mixed, copied to so many orgs and nights. */
async function reportOf(orgs = 200, nights = 60): Promise<void> {
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
