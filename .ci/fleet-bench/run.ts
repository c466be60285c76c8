import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { OrgResult } from '../../src/cli/fleet/result.js';
import { type Fleet, type FleetReference, faults, profiles, startFleet } from './orgs.js';
import { memoryOf, processesBelow, processorSeconds } from './processes.js';

const program = resolve(import.meta.dirname, '../../bin/okta-contracts.cjs');

/** How a fleet is verified. `kill`: it is killed twice, and continued. */
export interface RunOptions {
  tiers: string[];
  kill: boolean;
}

/** Verifies a fleet of n reference orgs, and prints figures. Returns what is wrong: verdicts, leftovers, and lines of histories. */
export async function runOf(n: number, folder: string, options: RunOptions): Promise<string[]> {
  const fleet = await startFleet(n, options.tiers);
  try {
    const expected = await expectedRows(folder, options.tiers);
    const out = join(folder, `out-${n}`);
    const file = join(folder, `${n}.json`);
    writeFileSync(file, JSON.stringify(fleet.inventory));
    const begin = performance.now();
    if (options.kill) {
      for (const [part, how] of [
        [0.2, 'SIGKILL'],
        [0.5, 'SIGTERM'],
      ] as const)
        await verify(file, out, fleet, { kill: { until: () => numberOfResults(out, fleet) >= part * n, how } });
    }
    const { processor, most } = await verify(file, out, fleet);
    const wall = (performance.now() - begin) / 1000;
    const wrong = fleet.orgs.flatMap((org) => faultsOf(org, out, expected.get(org.profile) ?? ''));
    console.log(
      `${n} orgs, ${fleet.orgs.filter(({ fault }) => fault).length} faulty: ${wall.toFixed(0)} s, processor ${processor.toFixed(0)} s, at most ${most.toFixed(0)} MB, ${wrong.length === 0 ? 'all verdicts are correct' : `${wrong.length} wrong`}`,
    );
    return wrong;
  } finally {
    await fleet.close();
  }
}

/** When a fleet is killed, and by which signal. SIGKILL goes to all its processes, as if the machine stopped. */
interface Kill {
  until: () => boolean;
  how: 'SIGKILL' | 'SIGTERM';
}

async function verify(
  file: string,
  out: string,
  { env, orgs }: Fleet,
  { kill, concurrency }: { kill?: Kill; concurrency?: number } = {},
) {
  const args = [program, 'fleet', file, '--out', out, '--minutes', '5', '--continue'];
  if (concurrency) args.push('--concurrency', `${concurrency}`);
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...env },
  });
  const pid = child.pid ?? 0;
  const ended = new Promise((done) => child.once('close', done));
  let [most, processor] = [0, 0];
  const timer = setInterval(() => {
    const below = processesBelow(pid);
    most = Math.max(most, memoryOf([pid, ...below]));
    processor = Math.max(processor, processorSeconds(pid));
    if (!kill?.until()) return;
    clearInterval(timer);
    for (const one of kill.how === 'SIGKILL' ? [pid, ...below] : [pid]) process.kill(one, kill.how);
  }, 250);
  await ended;
  clearInterval(timer);
  const left = orgs.reduce((sum, { org }) => sum + org.leftovers().length, 0);
  if (kill) console.log(`${kill.how} after ${numberOfResults(out, { orgs })} orgs: ${left} objects are left`);
  return { processor, most };
}

function numberOfResults(out: string, { orgs }: Pick<Fleet, 'orgs'>): number {
  return orgs.filter(({ name }) => existsSync(join(out, name, 'results.ndjson'))).length;
}

/** Verifies one org of each profile: without faults, and with no other org at the same time. They are named `org0` and so on. */
export async function expectedRuns(folder: string, tiers: readonly string[]): Promise<{ out: string; fleet: Fleet }> {
  const out = join(folder, 'expected');
  const fleet = await startFleet(profiles.length, tiers);
  const file = join(folder, 'expected.json');
  writeFileSync(file, JSON.stringify(fleet.inventory));
  if (!existsSync(out)) await verify(file, out, fleet, { concurrency: 1 });
  await fleet.close();
  return { out, fleet };
}

async function expectedRows(folder: string, tiers: readonly string[]): Promise<Map<string, string>> {
  const { out, fleet } = await expectedRuns(folder, tiers);
  return new Map(fleet.orgs.map(({ name, profile }) => [profile, rowsIn(out, name)]));
}

/** What the last run of an org stored for queries, without the names of the org and of the day. */
function rowsIn(out: string, org: string): string {
  const [result] = linesOf<OrgResult>(join(out, org, 'results.ndjson')).slice(-1);
  const files = ['changes', 'findings', 'operations'].map((name) =>
    linesOf<object>(join(out, org, result?.day ?? '', `${name}.ndjson`)).map((row) => ({
      ...row,
      org: '',
      since: '',
      day: '',
    })),
  );
  return JSON.stringify([result?.result, result?.verified, result?.failing, ...files]);
}

/** What is wrong with the stored result of an org, and with the org itself. */
function faultsOf({ name, profile, fault, org }: FleetReference, out: string, expected: string): string[] {
  const results = linesOf<OrgResult>(join(out, name, 'results.ndjson'));
  const [result] = results;
  const runs = linesOf<object>(join(out, name, 'history.ndjson')).length;
  const wrong: string[] = [];
  if (results.length !== 1) wrong.push(`${results.length} results`);
  if (runs !== (fault ? 0 : 1)) wrong.push(`${runs} runs in its history`);
  if (fault && (result?.result !== 'failed' || !faults[fault].test(result.reason ?? '')))
    wrong.push(`${fault} is reported as ${result?.result}: ${result?.reason}`);
  if (!fault && rowsIn(out, name) !== expected) wrong.push(`the verdicts differ from those of profile ${profile}`);
  if (org.leftovers().length > 0) wrong.push(`${org.leftovers().length} objects are left`);
  return wrong.map((text) => `${name}: ${text}`);
}

function linesOf<T>(file: string): T[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}
