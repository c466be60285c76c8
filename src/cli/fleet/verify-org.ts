import { existsSync } from 'node:fs';
import { devNull } from 'node:os';
import { join, resolve } from 'node:path';
import { readReport } from '../../assess/read.js';
import type { RunReport } from '../../assess/run-report.js';
import { fleetEnvironment } from '../../config/environment.js';
import { ContractsError } from '../../domain/errors.js';
import { output } from '../../io/output.js';
import { suitesProgram } from '../commands/verify.js';
import type { FleetOrg } from './inventory.js';
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
  const reports = folder.start();
  try {
    const { ended, report } = await run(org, fleet, folder.path, reports, interrupt);
    if (ended.stopped === 'interrupt') {
      folder.discard(reports);
      return undefined;
    }
    const result: OrgResult = {
      ...known,
      ...(report ? { startedAt: report.run.startedAt } : {}),
      seconds: Math.round((Date.now() - started) / 100) / 10,
      ...judge(ended, report, fleet),
    };
    folder.finish(reports, result, report);
    return output.cleanData(result);
  } catch (error) {
    folder.discard(reports);
    throw error;
  }
}

async function run(
  org: FleetOrg,
  fleet: FleetSettings,
  cwd: string,
  reports: string,
  interrupt: AbortSignal,
): Promise<{ ended: Ended; report: RunReport | undefined }> {
  let settings: Record<string, string>;
  try {
    settings = await settingsOf(org, fleet);
  } catch (error) {
    if (!(error instanceof ContractsError)) throw error;
    return { ended: { code: 2, message: error.message }, report: undefined };
  }
  const env = {
    ...fleetEnvironment(fleet.secretNames, fleet.memory),
    ...settings,
    OKTA_CONTRACTS_REPORTS: resolve(reports),
  };
  const limits = { ms: fleet.minutes * 60_000 };
  const place = { cwd: resolve(cwd), env, errors: join(reports, 'errors.txt') };
  const ended = await runOrgProcess(suitesProgram(), place, interrupt, limits);
  const file = join(reports, 'report.json');
  return { ended, report: existsSync(file) ? readReport(file) : undefined };
}

/** The settings of the run of an org, with its secrets: only the environment of its process contains them. */
async function settingsOf(org: FleetOrg, { folder }: FleetSettings): Promise<Record<string, string>> {
  const { url, profile, token, oauth, tiers, from, to, baseline, waivers } = org;
  const path = (file: string | undefined) => file && resolve(folder, file);
  const given = {
    OKTA_CLIENT_ORGURL: url,
    OKTA_CONTRACTS_PROFILE: profile,
    OKTA_CLIENT_AUTHORIZATIONMODE: oauth ? 'PrivateKey' : token && 'SSWS',
    OKTA_CLIENT_TOKEN: token && (await readSecret(token, folder, 'token')),
    OKTA_CLIENT_CLIENTID: oauth?.clientId,
    OKTA_CLIENT_PRIVATEKEY: oauth && (await readSecret(oauth.privateKey, folder, 'private key')),
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

/** The result of a run. An org of which nothing is known has failed; otherwise findings that fail the run are violations. */
function judge(
  { code, stopped, message }: Ended,
  report: RunReport | undefined,
  { minutes, memory }: FleetSettings,
): Pick<OrgResult, 'result' | 'reason' | 'selected' | 'verifiable' | 'verified' | 'failing'> {
  const { selected = 0, verifiable = 0, verified = 0 } = report?.coverage ?? {};
  const operations = report?.operations ?? [];
  const failing = operations.filter(({ findings }) => findings.some(({ policyResult }) => policyResult === 'fails'));
  const figures = { selected, verifiable, verified, failing: failing.length };
  const failed = (reason: string) => ({ result: 'failed' as const, reason, ...figures });
  if (stopped === 'time') return failed(`It was stopped, because it did not end in ${minutes} minutes.`);
  if (code === 2) return failed(message);
  if (!report)
    return failed(
      code === null || code > 128
        ? `Its process was killed, possibly because it needs more than ${memory} MB: use a higher --memory.`
        : `Its process ended with exit code ${code} and without a report${message ? `: ${message}` : '.'}`,
    );
  const reason = report.run.reasons.join('; ') || `exit code ${code}`;
  if (code === 0 && report.run.passed) return { result: 'passed', ...figures };
  return failing.length > 0 && verified > 0 ? { result: 'violations', reason, ...figures } : failed(reason);
}
