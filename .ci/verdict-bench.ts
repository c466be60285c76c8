// The time from the command to the verdict, as a ratio to what it cannot do without.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { startReferenceOrg } from '../reference-org/index.js';
import { settings } from '../src/config/settings.js';

/** The time that each response takes in all measurements of a run. */
export const latencyMs = 100;
const rounds = 3;

/** The times of one round in milliseconds. */
interface Round {
  /** From the command to its end, in the read tier. */
  run: number;
  /** `fetch` of the same requests, as many at once as the run sends. */
  fetched: number;
  /** A vitest run of one empty test. */
  empty: number;
}

/** The time of a run in the read tier, divided by that of its requests alone plus that of an empty vitest run. */
export interface VerdictFigures {
  /** The median of the rounds. */
  ratio: number;
  /** The round with this ratio. */
  round: Round;
  requests: number;
}

/** Runs vitest once. Returns when it began and ended, in milliseconds. */
export async function vitest(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ began: number; ended: number }> {
  const began = Date.now();
  const child = spawn('npx', ['vitest', 'run', ...args], { stdio: 'ignore', env: { ...process.env, ...env } });
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  if (code !== 0) throw new Error(`vitest ${args.join(' ')} ended with ${code}`);
  return { began, ended: Date.now() };
}

/** The time of a vitest run of one empty test. */
export async function emptyRun(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    writeFileSync(join(folder, 'empty.test.ts'), "import { test } from 'vitest';\ntest('nothing', () => undefined);\n");
    const { began, ended } = await vitest(['--root', folder, '--pool', 'forks']);
    return ended - began;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Measures rounds of a run, its requests alone and an empty run: the speed of the machine may change between rounds. */
export async function verdictFigures(): Promise<VerdictFigures> {
  // The modules of a first run are not in the cache of vitest yet.
  await oneRun();
  const measured: (Round & { requests: number })[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const empty = await emptyRun();
    measured.push({ ...(await oneRun()), empty });
  }
  const sorted = measured.sort((a, b) => ratioOf(a) - ratioOf(b));
  const { requests, ...round } = sorted[Math.floor(rounds / 2)] as (typeof measured)[number];
  return { ratio: ratioOf(round), round, requests };
}

function ratioOf({ run, fetched, empty }: Round): number {
  return run / (fetched + empty);
}

/** One run in the read tier with the default settings, and `fetch` of its requests at the same org. */
async function oneRun(): Promise<Omit<Round, 'empty'> & { requests: number }> {
  const org = await startReferenceOrg({ latencyMs });
  // The reports of other orgs have histories that take time to read.
  const reports = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const { began, ended } = await vitest([], {
      OKTA_CLIENT_ORGURL: org.url,
      OKTA_CLIENT_TOKEN: org.token,
      OKTA_CONTRACTS_TIERS: 'read',
      OKTA_CONTRACTS_REPORTS: reports,
    });
    const paths = org.requests().map(({ path }) => path);
    return { run: ended - began, fetched: await fetchAll(org.url, org.token, paths), requests: paths.length };
  } finally {
    await org.close();
    rmSync(reports, { recursive: true, force: true });
  }
}

/** The time to fetch paths. A run uses half of each rate limit, so that as many requests are left. */
async function fetchAll(url: string, token: string, paths: readonly string[]): Promise<number> {
  const limit = pLimit(Number(settings.OKTA_CONTRACTS_CONCURRENCY.default));
  const headers = { accept: 'application/json', authorization: `SSWS ${token}` };
  const began = Date.now();
  await limit.map(paths, async (path) => {
    const response = await fetch(url + path, { headers });
    await response.text();
    if (response.status === 429) throw new Error('a rate limit of the reference org was exceeded');
  });
  return Date.now() - began;
}
