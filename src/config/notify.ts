import { readFileSync } from 'node:fs';
import { registerSecret } from '../io/output.js';
import { loadEnvironment } from './environment.js';
import { isLoopback, orgUrl } from './org-url.js';
import { configError, type Environment, Values } from './values.js';

/** What a CI system states about its job. */
export interface CiJob {
  /** The page of the job. */
  url?: string;
  /** `OWNER/REPO` */
  repository?: string;
  /** The file that GitHub Actions shows as the summary of the job. */
  summary?: string;
}

/** The repository in which issues are opened. */
export interface GithubAccess {
  api: string;
  repository: string;
  token: string;
}

/** The URL of a webhook, from a file or the environment. Throws `CONFIG`, without any part of the URL. @param file if one is named */
export function webhookUrl(channel: 'webhook' | 'slack', file: string | undefined, env = loadEnvironment()): string {
  const name = channel === 'slack' ? 'OKTA_CONTRACTS_NOTIFY_SLACK' : 'OKTA_CONTRACTS_NOTIFY_WEBHOOK';
  if (file !== undefined && /^\w+:\/\//.test(file)) {
    registerSecret(file);
    throw configError(`--${channel} takes a file and no URL, which other users could see: set ${name}.`);
  }
  const text = file === undefined ? new Values(env).text(name) : secretIn(file, `--${channel}`);
  if (!text) throw configError(`--${channel} needs a URL: set ${name}, or name a file that contains it.`);
  registerSecret(text);
  return safeUrl(text, file === undefined ? name : `The URL in the file of --${channel}`).href;
}

/** The access to the issues of a repository. Throws `CONFIG`. @param repository if one is named */
export function githubAccess(repository: string | undefined, env = loadEnvironment()): GithubAccess {
  const token = env.GITHUB_TOKEN?.trim();
  if (!token) throw configError('--github needs a token: set GITHUB_TOKEN, with the permission `issues: write`.');
  registerSecret(token);
  const api = safeUrl(env.GITHUB_API_URL?.trim() || 'https://api.github.com', 'GITHUB_API_URL');
  return { api: api.href.replace(/\/$/, ''), repository: githubRepository(repository, env), token };
}

/** `OWNER/REPO`. Throws `CONFIG`. @param named if the user named it */
export function githubRepository(named: string | undefined, env = loadEnvironment()): string {
  const repository = named ?? jobOf(env).repository ?? '';
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository) || /(^|\/)\.{1,2}(\/|$)/.test(repository))
    throw configError('--github needs a repository: write it as OWNER/REPO, or set GITHUB_REPOSITORY.');
  return repository;
}

/** The org of the settings, for a run that wrote no report; `undefined` without a valid URL. */
export function orgOfSettings(env = loadEnvironment()): string | undefined {
  try {
    return orgUrl(new Values(env).text('OKTA_CLIENT_ORGURL') ?? '');
  } catch {
    return undefined;
  }
}

/** What the CI system states about this job. */
export function jobOf(env: Environment = loadEnvironment()): CiJob {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  const url = server && repository && run ? `${server}/${repository}/actions/runs/${run}` : env.CI_JOB_URL;
  return {
    ...(url && /^https?:\/\/[^\s<>|]+$/.test(url) && { url }),
    ...(repository && { repository }),
    ...(env.GITHUB_STEP_SUMMARY && { summary: env.GITHUB_STEP_SUMMARY }),
  };
}

function secretIn(file: string, option: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    // The name can be a URL without its scheme, so that it is not shown.
    throw configError(`The file of ${option} cannot be read: name a file that contains the URL.`);
  }
}

function safeUrl(text: string, name: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url?.hostname) throw configError(`${name} is not a URL: write it as https://….`);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname)))
    throw configError(`${name} is not https: use an https URL.`);
  if (url.username || url.password) throw configError(`${name} contains a user name or password: remove them.`);
  return url;
}
