import { readFileSync } from 'node:fs';
import { ContractsError } from '../domain/errors.js';
import type { Effect, Tier } from '../domain/operation.js';
import type { WriteEffects } from '../domain/write-effects.js';
import type { Auth } from './access.js';
import { loadEnvironment, loadSources, type Sources } from './environment.js';
import { readPrivateKey } from './keys.js';
import { isWritable, orgUrl } from './org-url.js';
import { configError, type Environment, Values } from './values.js';

export { inheritedEnvironment } from './environment.js';
export { isLoopback, isWritable, orgUrl } from './org-url.js';

export type ReferenceProfile = 'current' | 'previous' | 'observed' | 'mixed' | 'newest';

/** The settings that decide whether a run or a check of traffic fails. */
export interface FailureSettings {
  /** Warnings fail too. */
  strict: boolean;
  /** Whether a removed property that is still returned fails the run. */
  stale: 'fail' | 'warn';
  /** The file of waivers. */
  waivers?: string | undefined;
  /** The report of an earlier run: only new findings fail. */
  baseline?: string | undefined;
}

/** The SDKs that responses are passed to. */
export interface SdkSettings {
  /** As `--sdk` names them. */
  sdks: string[];
  /** Whether a response that an SDK cannot read makes the exit code 1. */
  sdkFails: boolean;
}

/** All settings of a run. Plain data: vitest's main process passes it to its worker. */
export interface Settings extends FailureSettings, SdkSettings {
  org: { kind: 'reference'; profile: ReferenceProfile } | { kind: 'live'; url: string; auth: Auth };
  tiers: Tier[];
  /**
   * Whether the org may be changed: it is a preview org, on this machine, or named in `OKTA_CONTRACTS_TIERS`, and this setting, if
   * set, contains the write tier.
   */
  mayWrite: boolean;
  /** Share of each rate limit that a run may use, above 0 and at most 1. */
  rateShare: number;
  /** Maximum number of concurrent requests. */
  concurrency: number;
  /** Timeout of a request in seconds. */
  timeoutSeconds: number;
  /** Irreversible operations that a live org gets. */
  named: string[];
  /** Side effects that a run may cause on a live org. */
  allow: Effect[];
  /** Side effects of writes on a live org, from the write pre-flight. */
  effects?: WriteEffects;
  /** Minimum share of the verifiable operations that must be verified, 0 to 1. */
  minCoverage: number;
  /** The `okta.yaml` files that settings of the org come from, as messages name them. */
  files?: string[];
  /** Hosts that `OKTA_CONTRACTS_TIERS` names as writable. */
  namedHosts: string[];
}

/** The destination of the output of this process. */
export interface Surroundings {
  /** The folder for the reports. */
  reports: string;
  /** The file that shows what a client uses: the output is limited to that. */
  usedBy: string | undefined;
  /** Whether the output is colored. */
  color: boolean;
  /** Width of the terminal; 80 without a terminal. */
  columns: number;
  /** Whether the terminal shows everything, instead of at most 60 lines. */
  full: boolean;
  /** Whether a response that an SDK cannot read makes the exit code 1. */
  sdkFails: boolean;
  /** The file that GitHub Actions shows as the summary of a job. */
  jobSummary: string | undefined;
  isGithub: boolean;
  /** The collector that the telemetry of a run is sent to. */
  collector: string | undefined;
}

/** Reads the settings of the output of this process. */
export function surroundings(
  env: Environment = process.env,
  terminal: NodeJS.WriteStream = process.stdout,
): Surroundings {
  loadEnvironment(env);
  const { NO_COLOR, FORCE_COLOR } = env;
  return {
    reports: env.OKTA_CONTRACTS_REPORTS?.trim() || 'reports',
    usedBy: env.OKTA_CONTRACTS_USED_BY?.trim() || undefined,
    color: !NO_COLOR && (terminal.isTTY || Boolean(FORCE_COLOR && FORCE_COLOR !== '0')),
    columns: (terminal.isTTY && terminal.columns) || 80,
    full: /^(1|true)$/i.test(env.OKTA_CONTRACTS_FULL ?? ''),
    sdkFails: /^(1|true)$/i.test(env.OKTA_CONTRACTS_SDK_FAILS ?? ''),
    jobSummary: env.GITHUB_STEP_SUMMARY || undefined,
    isGithub: env.GITHUB_ACTIONS === 'true',
    collector: env.OTEL_SDK_DISABLED === 'true' ? undefined : env.OTEL_EXPORTER_OTLP_ENDPOINT?.trim() || undefined,
  };
}

/** The settings of this process, and the files that those of the org come from. Throws `CONFIG`. */
export function loadSettings(sources?: Sources): Settings {
  const { env, files } = loadSources(sources);
  if (files.length === 0) return parseSettings(env);
  try {
    return { ...parseSettings(env), files };
  } catch (error) {
    if (!(error instanceof ContractsError)) throw error;
    throw new ContractsError(error.code, `${error.message} Some settings come from ${files.join(' and ')}.`);
  }
}

/** Reads the settings from an environment. Throws `CONFIG` with one sentence: what is wrong, where, and what to do. */
export function parseSettings(env: Environment): Settings {
  const values = new Values(env);
  const url = values.text('OKTA_CLIENT_ORGURL');
  const auth = readAuth(values, url);
  if (!url && values.isOn('OKTA_CONTRACTS_REQUIRE_ORG'))
    throw configError(
      'OKTA_CONTRACTS_REQUIRE_ORG is on and no org is configured: set OKTA_CLIENT_ORGURL and OKTA_CLIENT_TOKEN.',
    );
  const org: Settings['org'] =
    url && auth
      ? { kind: 'live', url: orgUrl(url), auth }
      : { kind: 'reference', profile: values.choice('OKTA_CONTRACTS_PROFILE') };
  const isReferenceOrg = org.kind === 'reference';
  return {
    org,
    ...tiersOf(values.text('OKTA_CONTRACTS_TIERS'), org),
    rateShare: values.number('OKTA_CONTRACTS_RATE_SHARE', isReferenceOrg),
    concurrency: Math.floor(values.number('OKTA_CONTRACTS_CONCURRENCY', isReferenceOrg)),
    timeoutSeconds: values.number('OKTA_CONTRACTS_TIMEOUT'),
    named: operationNames(values.text('OKTA_CONTRACTS_NAMED')),
    allow: values.choices('OKTA_CONTRACTS_ALLOW'),
    minCoverage: values.number('OKTA_CONTRACTS_MIN_COVERAGE'),
    ...readFailureSettings(values),
    ...readSdkSettings(values),
    namedHosts: list(values.text('OKTA_CONTRACTS_TIERS') ?? 'read').hosts,
  };
}

/** The settings that make a check of traffic fail. Arguments take precedence. Throws `CONFIG`. */
export function loadFailureSettings(named: Pick<FailureSettings, 'waivers' | 'baseline'>): FailureSettings {
  return { ...readFailureSettings(new Values(loadEnvironment())), ...named };
}

/** The SDKs that responses are passed to. Arguments take precedence. Throws `CONFIG`. */
export function loadSdkSettings({ sdk, sdkFails }: { sdk?: string[]; sdkFails?: true }): SdkSettings {
  const read = readSdkSettings(new Values(loadEnvironment()));
  return { sdks: sdk ?? read.sdks, sdkFails: sdkFails ?? read.sdkFails };
}

function readSdkSettings(values: Values): SdkSettings {
  const named = (values.text('OKTA_CONTRACTS_SDK') ?? '').split(',').map((name) => name.trim());
  return { sdks: named.filter((name) => name !== ''), sdkFails: values.isOn('OKTA_CONTRACTS_SDK_FAILS') };
}

function readFailureSettings(values: Values): FailureSettings {
  const waivers = values.text('OKTA_CONTRACTS_WAIVERS');
  const baseline = values.text('OKTA_CONTRACTS_BASELINE');
  return {
    strict: values.isOn('OKTA_CONTRACTS_STRICT'),
    stale: values.choice('OKTA_CONTRACTS_STALE'),
    ...(waivers ? { waivers } : {}),
    ...(baseline ? { baseline } : {}),
  };
}

/** The credentials; `undefined` for the reference org, which needs none. Throws `CONFIG`. */
function readAuth(values: Values, url: string | undefined): Auth | undefined {
  const mode = values.choice('OKTA_CLIENT_AUTHORIZATIONMODE');
  const needed =
    mode === 'SSWS' ? (['OKTA_CLIENT_TOKEN'] as const) : (['OKTA_CLIENT_CLIENTID', 'OKTA_CLIENT_PRIVATEKEY'] as const);
  const missing = needed.find((name) => !values.text(name));
  const given = needed.find((name) => values.text(name));
  if (url && missing)
    throw configError(
      `OKTA_CLIENT_ORGURL is set and ${missing} is not: set ${
        mode === 'SSWS' ? 'an API token of that org' : 'the client and its private key'
      }, or unset both to use the reference org.`,
    );
  if (given && !url)
    throw configError(
      `${given} is set and OKTA_CLIENT_ORGURL is not: set the URL of your org, or unset both to use the reference org.`,
    );
  if (!url) return undefined;
  if (mode === 'SSWS') return { scheme: 'SSWS', token: apiToken(values.text('OKTA_CLIENT_TOKEN') ?? '') };
  const keyId = values.text('OKTA_CLIENT_PRIVATEKEYID') ?? values.text('OKTA_CLIENT_KEYID');
  const privateKey = keyText(values.text('OKTA_CLIENT_PRIVATEKEY') ?? '');
  readPrivateKey(privateKey);
  return {
    scheme: 'OAuth',
    clientId: values.text('OKTA_CLIENT_CLIENTID') ?? '',
    privateKey,
    ...(keyId ? { keyId } : {}),
    scopes: (values.text('OKTA_CLIENT_SCOPES') ?? '').split(/[\s,]+/).filter((scope) => scope !== ''),
  };
}

/** An API token, with or without the scheme `SSWS`. */
function apiToken(given: string): string {
  const token = given.replace(/^SSWS(?:\s+|$)/i, '');
  if (token === '')
    throw configError('OKTA_CLIENT_TOKEN contains the scheme and no token: write the API token behind SSWS, or alone.');
  if (!/^[\x21-\x7e]+$/.test(token))
    throw configError('OKTA_CLIENT_TOKEN contains characters that no API token contains: copy the token again.');
  return token;
}

/** The text of a key: the given text, or the content of the given file. */
function keyText(given: string): string {
  if (given.startsWith('-----BEGIN') || given.startsWith('{')) return given;
  try {
    return readFileSync(given, 'utf8');
  } catch {
    // The value can be a part of a key: the message does not contain it.
    throw configError(
      'OKTA_CLIENT_PRIVATEKEY is neither a key nor a file that can be read: give a PEM, a JWK, or a path.',
    );
  }
}

/** The tiers that write are allowed on the reference org, on preview orgs and on named hosts. */
function tiersOf(text: string | undefined, org: Settings['org']): Pick<Settings, 'tiers' | 'mayWrite'> {
  if (org.kind === 'reference') return { tiers: text ? list(text).tiers : ['read', 'write', 'org'], mayWrite: true };
  const { tiers, hosts } = list(text ?? 'read');
  const host = new URL(org.url).hostname;
  const mayWrite = isWritable(host, hosts);
  if (tiers.some((tier) => tier !== 'read') && !mayWrite) {
    throw configError(
      `OKTA_CONTRACTS_TIERS allows writes on ${host}, which is not a preview org: use a preview org, or name the host in it (OKTA_CONTRACTS_TIERS=write:${host}).`,
    );
  }
  // OKTA_CONTRACTS_TIERS=read also prevents a sweep.
  return { tiers, mayWrite: mayWrite && (text === undefined || tiers.includes('write')) };
}

const allTiers: readonly Tier[] = ['read', 'write', 'org'];

function list(text: string): { tiers: Tier[]; hosts: string[] } {
  const tiers = new Set<Tier>(['read']);
  const hosts: string[] = [];
  for (const part of text.split(',')) {
    const [tier = '', host] = part.trim().split(':');
    const known = allTiers.find((name) => name === tier);
    if (!known) throw configError(`OKTA_CONTRACTS_TIERS has an invalid value: use ${allTiers.join(', ')}.`);
    tiers.add(known);
    if (host && known === 'read')
      throw configError(
        `OKTA_CONTRACTS_TIERS names a host for the read tier, which needs none: name it for the tier that writes (write:${host}).`,
      );
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
      throw configError(
        'OKTA_CONTRACTS_NAMED has an entry that is not an operation: write operations as POST /api/v1/path, separated by commas.',
      );
  return names;
}
