import { existsSync } from 'node:fs';
import { devNull } from 'node:os';
import { join, resolve } from 'node:path';
import { readReport } from '../../assess/read.js';
import type { RunReport } from '../../assess/run-report.js';
import { fleetEnvironment } from '../../config/environment.js';
import { ContractsError } from '../../domain/errors.js';
import { reasonOf } from '../../io/files.js';
import { output } from '../../io/output.js';
import { suitesProgram } from '../commands/verify.js';
import { earlierRunEnded } from './earlier-run.js';
import type { FleetOrg } from './inventory.js';
import { withInventoryNames } from './inventory-names.js';
import { failed, judge } from './judge.js';
import { OrgFolder } from './org-folder.js';
import { type Ended, runOrgProcess } from './org-process.js';
import type { OrgResult } from './result.js';
import { readSecret } from './secret.js';

/** What all orgs of a fleet run share. */
export interface FleetSettings {
  /** The folder of the inventory. */
  folder: string;
  /** The folder for the reports. */
  out: string;
  /** UTC. */
  day: string;
  /** The maximum heap of a process in MB. */
  memory: number;
  /** How long the run of one org may take. */
  minutes: number;
  /** Environment variables that contain secrets of any org. No run gets those of another org. */
  secretNames: readonly string[];
}

/** Verifies one org in a process of its own. Returns its result; `undefined` if it was interrupted. */
export async function verifyOrg(
  org: FleetOrg,
  fleet: FleetSettings,
  interrupt: AbortSignal,
): Promise<OrgResult | undefined> {
  const started = Date.now();
  const folder = new OrgFolder(fleet.out, org.name, fleet.day);
  const known = {
    version: 1 as const,
    org: org.name,
    day: fleet.day,
    startedAt: new Date(started).toISOString(),
    tags: org.tags ?? [],
  };
  let reports: string | undefined;
  try {
    reports = folder.start();
    await earlierRunEnded(folder.path, interrupt);
    const { ended, report } = await run(org, fleet, folder.path, reports, interrupt);
    if (ended.stopped === 'interrupt') {
      folder.discard(reports);
      return undefined;
    }
    const result: OrgResult = {
      ...known,
      ...(report ? { startedAt: report.run.startedAt } : {}),
      seconds: secondsSince(started),
      ...judge(ended, report, fleet),
    };
    if (result.reason !== undefined) result.reason = withInventoryNames(result.reason, org);
    folder.finish(reports, result, report);
    return output.cleanData(result);
  } catch (error) {
    const reason = withInventoryNames(faultOf(error), org);
    if (reports) folder.discard(reports);
    return output.cleanData({ ...known, seconds: secondsSince(started), ...failed(reason) });
  }
}

/** Why an org was not verified. No error, not even one of this program, affects other orgs. */
function faultOf(error: unknown): string {
  if (error instanceof ContractsError) return error.message;
  if (!(error instanceof Error && 'syscall' in error))
    return `It was not verified (${error instanceof Error ? error.name : 'unknown error'}): run \`verify\` with this org alone, and report the error.`;
  return `Its reports cannot be stored (${reasonOf(error)}): free the folder of the org, and run the fleet again.`;
}

function secondsSince(started: number): number {
  return Math.round((Date.now() - started) / 100) / 10;
}

async function run(
  org: FleetOrg,
  fleet: FleetSettings,
  cwd: string,
  reports: string,
  interrupt: AbortSignal,
): Promise<{ ended: Ended; report: RunReport | undefined }> {
  let ended: Ended;
  try {
    const env = {
      ...fleetEnvironment(fleet.secretNames, fleet.memory),
      ...(await settingsOf(org, fleet, interrupt)),
      OKTA_CONTRACTS_REPORTS: resolve(reports),
    };
    const limits = { ms: fleet.minutes * 60_000 };
    const place = { cwd: resolve(cwd), env, errors: join(reports, 'errors.txt') };
    ended = await runOrgProcess(suitesProgram(), place, interrupt, limits);
  } catch (error) {
    if (interrupt.aborted) return { ended: { code: null, stopped: 'interrupt', message: '' }, report: undefined };
    if (!(error instanceof ContractsError)) throw error;
    return { ended: { code: 2, message: error.message }, report: undefined };
  }
  const file = join(reports, 'report.json');
  return { ended, report: existsSync(file) ? readReport(file) : undefined };
}

/** The settings of the run of an org, with its secrets: only the environment of its process contains them. */
async function settingsOf(
  org: FleetOrg,
  { folder }: FleetSettings,
  interrupt: AbortSignal,
): Promise<Record<string, string>> {
  const { url, profile, token, oauth, tiers, from, to, baseline, waivers } = org;
  const path = (file: string | undefined) => file && resolve(folder, file);
  const given = {
    OKTA_CLIENT_ORGURL: url,
    OKTA_CONTRACTS_PROFILE: profile,
    OKTA_CLIENT_AUTHORIZATIONMODE: oauth ? 'PrivateKey' : token && 'SSWS',
    OKTA_CLIENT_TOKEN: token && (await readSecret(token, folder, 'token', interrupt)),
    OKTA_CLIENT_CLIENTID: oauth?.clientId,
    OKTA_CLIENT_PRIVATEKEY: oauth && (await readSecret(oauth.privateKey, folder, 'private key', interrupt)),
    OKTA_CLIENT_PRIVATEKEYID: oauth?.keyId,
    OKTA_CLIENT_SCOPES: oauth?.scopes?.join(' '),
    OKTA_CONTRACTS_TIERS: tiers?.join(','),
    OKTA_CONTRACTS_FROM: from,
    OKTA_CONTRACTS_TO: to,
    OKTA_CONTRACTS_BASELINE: path(baseline),
    OKTA_CONTRACTS_WAIVERS: path(waivers),
    // Neither a .env nor an okta.yaml adds a setting.
    OKTA_CONTRACTS_ENV: devNull,
  };
  const set = Object.entries(given).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return Object.fromEntries(set);
}
