import { readFileSync } from 'node:fs';
import { config as loadDotenv } from 'dotenv';
import { ContractsError } from './errors.js';
import type { Auth } from './org/access.js';
import { readPrivateKey } from './org/keys.js';
import type { Tier } from './words.js';

export type Profile = 'current' | 'previous' | 'observed';

/** What a run, or a check of traffic, is to fail on. */
export interface Judging {
  /** Warnings fail too. */
  strict: boolean;
  /** Whether a removed property that is still served fails. */
  stale: 'fail' | 'warn';
  /** The file of waivers. */
  waivers?: string | undefined;
  /** The report of an earlier run: only what is new since then fails. */
  baseline?: string;
}

/** Everything that a run can be told. Plain data: it crosses from vitest's main process to its worker. */
export interface Settings extends Judging {
  org: { kind: 'reference'; profile: Profile } | { kind: 'live'; url: string; auth: Auth };
  tiers: Tier[];
  /** The org may be written to: it is a preview org, on this machine, or named in `OKTA_CONTRACTS_TIERS`. */
  mayWrite: boolean;
  /** Share of each rate limit that a run may use, above 0 and at most 1. */
  rateShare: number;
  /** Requests under way at once. */
  concurrency: number;
  /** Longest time that an answer may take, in seconds. */
  timeoutSeconds: number;
  /** Operations with an effect that cannot be taken back, and that a live org is asked for all the same. */
  named: string[];
  /** Least share of the selected operations that must be verified, 0 to 1. */
  minCoverage: number;
}

/** Where the output of this process goes. */
export interface Surroundings {
  /** The folder that reports are written to. */
  reports: string;
  /** The terminal wants colours. */
  color: boolean;
  /** Width of the terminal; 80 where there is none. */
  columns: number;
  /** The file that GitHub Actions shows as the summary of a job. */
  jobSummary: string | undefined;
  isGithub: boolean;
}

/** The environment for a process that this one starts. @param isAlone without any setting of the org or of the project */
export function inheritedEnvironment(isAlone: boolean, env: Environment = process.env): Environment {
  if (!isAlone) return env;
  const others = Object.entries(env).filter(([name]) => !/^(OKTA_|GITHUB_)/.test(name));
  return Object.fromEntries(others);
}

/** Reads what is known of the output of this process. */
export function surroundings(
  env: Environment = process.env,
  terminal: NodeJS.WriteStream = process.stdout,
): Surroundings {
  loadFile();
  const { NO_COLOR, FORCE_COLOR } = env;
  return {
    reports: env.OKTA_CONTRACTS_REPORTS?.trim() || 'reports',
    color: !NO_COLOR && (terminal.isTTY || Boolean(FORCE_COLOR && FORCE_COLOR !== '0')),
    columns: (terminal.isTTY && terminal.columns) || 80,
    jobSummary: env.GITHUB_STEP_SUMMARY || undefined,
    isGithub: env.GITHUB_ACTIONS === 'true',
  };
}

type Environment = Record<string, string | undefined>;

/** The settings of this process: its environment, and a file below it. Throws `CONFIG`. */
export function loadSettings(): Settings {
  loadFile();
  return parseSettings(process.env);
}

/** Puts the settings of a file below those of this process: `.env`, or the one that `OKTA_CONTRACTS_ENV` names. Throws `CONFIG`. */
function loadFile(): void {
  const named = process.env.OKTA_CONTRACTS_ENV;
  const { error } = loadDotenv({ quiet: true, ...(named ? { path: named } : {}) });
  if (named && error) throw fault(`OKTA_CONTRACTS_ENV names ${named}, which cannot be read: name a file that exists.`);
}

/** Reads the settings out of an environment. Throws `CONFIG` with one sentence: what is wrong, where, and what to do. */
export function parseSettings(env: Environment): Settings {
  const value = (name: string) => env[name]?.trim() || undefined;
  const url = value('OKTA_CLIENT_ORGURL');
  const auth = readAuth(value, url);
  if (!url && value('OKTA_CONTRACTS_REQUIRE_ORG') === '1')
    throw fault('OKTA_CONTRACTS_REQUIRE_ORG=1 and no org is configured: set OKTA_CLIENT_ORGURL and OKTA_CLIENT_TOKEN.');
  const org: Settings['org'] =
    url && auth
      ? { kind: 'live', url: orgUrl(url), auth }
      : {
          kind: 'reference',
          profile: oneOf('OKTA_CONTRACTS_PROFILE', value('OKTA_CONTRACTS_PROFILE') ?? 'current', [
            'current',
            'previous',
            'observed',
          ]),
        };
  return {
    org,
    ...tiersOf(value('OKTA_CONTRACTS_TIERS'), org),
    // Nobody else asks the reference org.
    rateShare: number(
      'OKTA_CONTRACTS_RATE_SHARE',
      value('OKTA_CONTRACTS_RATE_SHARE') ?? (org.kind === 'reference' ? '1' : '0.5'),
      0.01,
      1,
    ),
    concurrency: Math.floor(
      number(
        'OKTA_CONTRACTS_CONCURRENCY',
        value('OKTA_CONTRACTS_CONCURRENCY') ?? (org.kind === 'reference' ? '75' : '15'),
        1,
        75,
      ),
    ),
    timeoutSeconds: number('OKTA_CONTRACTS_TIMEOUT', value('OKTA_CONTRACTS_TIMEOUT') ?? '30', 0.5, 600),
    named: operationNames(value('OKTA_CONTRACTS_NAMED')),
    minCoverage: number('OKTA_CONTRACTS_MIN_COVERAGE', value('OKTA_CONTRACTS_MIN_COVERAGE') ?? '0', 0, 1),
    ...readJudging(value),
  };
}

/** The settings that say what a check of traffic is to fail on; what its arguments name counts first. Throws `CONFIG`. */
export function loadJudging(named: Pick<Judging, 'waivers' | 'baseline'>): Judging {
  loadFile();
  return { ...readJudging((name) => process.env[name]?.trim() || undefined), ...named };
}

function readJudging(value: (name: string) => string | undefined): Judging {
  const waivers = value('OKTA_CONTRACTS_WAIVERS');
  const baseline = value('OKTA_CONTRACTS_BASELINE');
  return {
    strict: value('OKTA_CONTRACTS_STRICT') === '1',
    stale: oneOf('OKTA_CONTRACTS_STALE', value('OKTA_CONTRACTS_STALE') ?? 'fail', ['fail', 'warn']),
    ...(waivers ? { waivers } : {}),
    ...(baseline ? { baseline } : {}),
  };
}

/** How the caller is known to the org; `undefined` for the reference org, which needs no settings. Throws `CONFIG`. */
function readAuth(value: (name: string) => string | undefined, url: string | undefined): Auth | undefined {
  const mode = value('OKTA_CLIENT_AUTHORIZATIONMODE') ?? 'SSWS';
  if (mode !== 'SSWS' && mode !== 'PrivateKey')
    throw fault(
      `OKTA_CLIENT_AUTHORIZATIONMODE is ${mode}: use SSWS (an API token) or PrivateKey (an OAuth 2.0 client).`,
    );
  const needed = mode === 'SSWS' ? ['OKTA_CLIENT_TOKEN'] : ['OKTA_CLIENT_CLIENTID', 'OKTA_CLIENT_PRIVATEKEY'];
  const missing = needed.find((name) => !value(name));
  const given = needed.find((name) => value(name));
  if (url && missing)
    throw fault(
      `OKTA_CLIENT_ORGURL is set and ${missing} is not: set ${
        mode === 'SSWS' ? 'an API token of that org' : 'the client and its private key'
      }, or unset both to use the reference org.`,
    );
  if (given && !url)
    throw fault(
      `${given} is set and OKTA_CLIENT_ORGURL is not: set the URL of your org, or unset both to use the reference org.`,
    );
  if (!url) return undefined;
  if (mode === 'SSWS') return { scheme: 'SSWS', token: value('OKTA_CLIENT_TOKEN') ?? '' };
  const keyId = value('OKTA_CLIENT_PRIVATEKEYID');
  const privateKey = keyText(value('OKTA_CLIENT_PRIVATEKEY') ?? '');
  readPrivateKey(privateKey);
  return {
    scheme: 'OAuth',
    clientId: value('OKTA_CLIENT_CLIENTID') ?? '',
    privateKey,
    ...(keyId ? { keyId } : {}),
    scopes: (value('OKTA_CLIENT_SCOPES') ?? '').split(/[\s,]+/).filter((scope) => scope !== ''),
  };
}

/** A key that is given inline, or the file that holds it. */
function keyText(given: string): string {
  if (given.startsWith('-----BEGIN') || given.startsWith('{')) return given;
  try {
    return readFileSync(given, 'utf8');
  } catch {
    // What was given may be a key that was cut: it is not repeated.
    throw fault('OKTA_CLIENT_PRIVATEKEY is neither a key nor a file that can be read: give a PEM, a JWK, or a path.');
  }
}

/** Tiers in which a run writes are for the reference org, preview orgs, and hosts named in so many words. */
function tiersOf(text: string | undefined, org: Settings['org']): Pick<Settings, 'tiers' | 'mayWrite'> {
  if (org.kind === 'reference') return { tiers: text ? list(text).tiers : ['read', 'write', 'org'], mayWrite: true };
  const { tiers, hosts } = list(text ?? 'read');
  const host = new URL(org.url).hostname;
  const mayWrite = isLoopback(host) || host.endsWith('.oktapreview.com') || hosts.includes(host);
  if (tiers.some((tier) => tier !== 'read') && !mayWrite) {
    throw fault(
      `OKTA_CONTRACTS_TIERS asks to write on ${host}, which is not a preview org: use a preview org, or name the host in it (OKTA_CONTRACTS_TIERS=write:${host}).`,
    );
  }
  return { tiers, mayWrite };
}

function list(text: string): { tiers: Tier[]; hosts: string[] } {
  const tiers = new Set<Tier>(['read']);
  const hosts: string[] = [];
  for (const part of text.split(',')) {
    const [tier = '', host] = part.trim().split(':');
    tiers.add(oneOf('OKTA_CONTRACTS_TIERS', tier, ['read', 'write', 'org']));
    if (host) hosts.push(host);
  }
  return { tiers: [...tiers], hosts };
}

function operationNames(text: string | undefined): string[] {
  const names = (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  for (const name of names)
    if (!/^[A-Z]+ \/\S+$/.test(name))
      throw fault(`OKTA_CONTRACTS_NAMED names ${name}: write operations as POST /api/v1/path, separated by commas.`);
  return names;
}

/** The origin of an org's URL. Throws `CONFIG` where it is none, or one that a token must not be sent to. @param name of what gave it */
export function orgUrl(text: string, name = 'OKTA_CLIENT_ORGURL'): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url?.hostname) throw fault(`${name} is not a URL: write it as https://your-org.oktapreview.com.`);
  if (url.protocol !== 'https:' && !isLoopback(url.hostname))
    throw fault(
      `${name} is not https: a token is never sent in the clear; write it as https://your-org.oktapreview.com.`,
    );
  if (url.username || url.password) throw fault(`${name} carries a user name or password: leave them out.`);
  if (url.pathname !== '/' || url.search) throw fault(`${name} carries a path: write only ${url.origin}.`);
  const admin = /^(.+)-admin(\.(?:okta|oktapreview|okta-emea)\.com)$/.exec(url.hostname);
  if (admin) throw fault(`${name} is the admin console's address: write https://${admin[1]}${admin[2]}.`);
  return url.origin;
}

/** Whether a host is this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((item) => item === value);
  if (!found) throw fault(`${name} is ${value}: use one of ${allowed.join(', ')}.`);
  return found;
}

function number(name: string, text: string, from: number, to: number): number {
  const value = Number(text);
  if (!(value >= from && value <= to)) throw fault(`${name} is ${text}: use a number from ${from} to ${to}.`);
  return value;
}

function fault(message: string): ContractsError {
  return new ContractsError('CONFIG', message);
}
