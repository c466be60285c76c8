import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { config as loadDotenv } from 'dotenv';
import { registerSecretSettings } from '../io/output.js';
import { readOktaYamls } from './okta-yaml.js';
import { isLoopback, orgUrl } from './org-url.js';
import { configError, type Environment, Values } from './values.js';

/** Where settings come from. */
export interface Sources {
  env: Environment;
  cwd: string;
  home: string;
}

/** The environment of a child process. @param isAlone removes all settings of the org and of the project */
export function inheritedEnvironment(isAlone: boolean, env: Environment = process.env): Environment {
  if (!isAlone) return env;
  const others = Object.entries(env).filter(([name]) => !/^(OKTA_|GITHUB_)/.test(name));
  return Object.fromEntries(others);
}

/**
 * The environment of the run of one org of a fleet: no setting of this process, and no secret of another org.
 * @param secrets names of variables that contain secrets @param memory the maximum heap in MB
 */
export function fleetEnvironment(
  secrets: readonly string[],
  memory: number,
  env: Environment = process.env,
): Environment {
  const heap = `${env.NODE_OPTIONS ?? ''} --max-old-space-size=${memory}`.trim();
  return { ...only(inheritedEnvironment(true, env), (name) => !secrets.includes(name)), NODE_OPTIONS: heap };
}

/** The value of a variable that an inventory names. */
export function namedVariable(name: string, env: Environment = process.env): string | undefined {
  return env[name];
}

/** Names that programs need to find their files. None of them is a secret. */
const namesOfSystem = /^(PATH|LANG|SystemRoot|PATHEXT)$/i;
const namesOfTools = /^(HOME|USERPROFILE|LOCALAPPDATA|TMPDIR|TMP|TEMP|XDG_CACHE_HOME|GO[A-Z0-9]+|PYENV_\w+)$/;

/** The environment of an adapter of an SDK: no token, no setting and no proxy. @param home its home folder, which is empty */
export function adapterEnvironment(home: string, env: Environment = process.env): Environment {
  return { LANG: 'C.UTF-8', ...only(env, (name) => namesOfSystem.test(name)), HOME: home, TMPDIR: home };
}

/** The environment of a compiler or an interpreter that is asked where it is: no token and no setting. */
export function toolEnvironment(env: Environment = process.env): Environment {
  return only(env, (name) => namesOfSystem.test(name) || namesOfTools.test(name));
}

function only(env: Environment, isKept: (name: string) => boolean): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => isKept(name)));
}

/**
 * The environment of this process, completed from the file of settings: `.env`, or the file in `OKTA_CONTRACTS_ENV`.
 * Throws `CONFIG` for a file that cannot be read, an unknown name or an invalid value.
 */
export function loadEnvironment(env: Environment = process.env, cwd = process.cwd()): Environment {
  loadFile(env, cwd);
  new Values(env);
  return env;
}

/**
 * All settings, in the order of Okta's SDKs: the environment, `.env`, `okta.yaml` in the working directory,
 * `~/.okta/okta.yaml`. The first one that sets a name wins. Throws `CONFIG`.
 */
export function loadSources({ env, cwd, home }: Sources = { env: process.env, cwd: process.cwd(), home: homedir() }): {
  env: Environment;
  /** The `okta.yaml` files that the settings of the org come from. */
  files: string[];
} {
  const merged = { ...loadEnvironment(env, cwd) };
  const files: string[] = [];
  // A named file or a profile of the reference org selects the org.
  if (merged.OKTA_CONTRACTS_ENV || merged.OKTA_CONTRACTS_PROFILE) return { env: merged, files };
  for (const { name, values } of readOktaYamls(cwd, home)) {
    registerSecretSettings(values);
    if (!isOfSameOrg(values, merged)) continue;
    const added = Object.entries(values).filter(([key, value]) => value?.trim() && !merged[key]?.trim());
    for (const [key, value] of added) merged[key] = value;
    if (added.length > 0) files.push(name);
  }
  return { env: merged, files };
}

/** Credentials for one org are never sent to another. A URL on this machine can be a gateway to the same org. */
function isOfSameOrg(file: Environment, chosen: Environment): boolean {
  const [theirs, ours] = [file, chosen].map(({ OKTA_CLIENT_ORGURL: url = '' }) =>
    URL.canParse(url.trim()) ? new URL(url.trim()) : undefined,
  );
  return !theirs || !ours || theirs.origin === ours.origin || isLoopback(ours.hostname);
}

function loadFile(env: Environment, cwd: string): void {
  const named = env.OKTA_CONTRACTS_ENV?.trim();
  const { error } = loadDotenv({
    quiet: true,
    processEnv: env as Record<string, string>,
    path: resolve(cwd, named || '.env'),
  });
  // Before the settings are checked: error messages must not show secrets either.
  registerSecretSettings(env);
  if (named && error)
    throw configError(`OKTA_CONTRACTS_ENV names ${named}, which cannot be read: name an existing file.`);
}

const unknown = 'unknown';

/** Where the metrics of a run that cannot start are written, and which org they are about. Settings can be invalid. */
export function failedRun(env: Environment = process.env): { reports: string; org: string } {
  return { reports: env.OKTA_CONTRACTS_REPORTS?.trim() || 'reports', org: orgIn(env) };
}

function orgIn({ OKTA_CLIENT_ORGURL: url, OKTA_CONTRACTS_PROFILE: profile }: Environment): string {
  try {
    if (url?.trim()) return orgUrl(url.trim());
  } catch {
    return unknown;
  }
  return profile && /^[a-z]{1,20}$/.test(profile.trim()) ? `reference:${profile.trim()}` : unknown;
}
