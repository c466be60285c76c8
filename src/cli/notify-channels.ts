import { InvalidArgumentError } from '@commander-js/extra-typings';
import { githubAccess, githubRepository, jobOf, webhookUrl } from '../config/notify.js';
import { ContractsError } from '../domain/errors.js';
import type { Http } from '../org/http.js';
import type { Channel } from '../report/notify/channel.js';
import { github } from '../report/notify/github.js';
import { GithubIssues } from '../report/notify/github-api.js';
import { slack } from '../report/notify/slack.js';
import { summary } from '../report/notify/summary.js';
import { webhook } from '../report/notify/webhook.js';

/** The options that select channels: `true` without a value. */
export interface ChannelOptions {
  webhook?: string | true | undefined;
  slack?: string | true | undefined;
  github?: string | true | undefined;
  summary?: true | undefined;
  dryRun?: true | undefined;
  maxIssues: number;
}

/** The channels that the options name. Throws `INPUT` without one, and `CONFIG` if a URL or a token is missing. */
export function channelsOf(
  { webhook: hook, slack: room, github: named, ...options }: ChannelOptions,
  http: Http,
): Channel[] {
  const { summary: inSummary, dryRun, maxIssues } = options;
  const urlOf = (channel: 'webhook' | 'slack', value: string | true) =>
    dryRun ? '' : webhookUrl(channel, value === true ? undefined : value);
  const repository = named === undefined ? undefined : githubRepository(named === true ? undefined : named);
  const access = repository === undefined || dryRun ? undefined : githubAccess(repository);
  const { summary: summaryFile } = jobOf();
  if (inSummary && !summaryFile && !dryRun)
    throw new ContractsError('INPUT', '--summary needs GitHub Actions: GITHUB_STEP_SUMMARY is not set.');
  const channels = [
    ...(hook === undefined ? [] : [webhook(http, urlOf('webhook', hook))]),
    ...(room === undefined ? [] : [slack(http, urlOf('slack', room))]),
    ...(repository === undefined ? [] : [github(repository, () => new GithubIssues(http, access as never), maxIssues)]),
    ...(inSummary ? [summary(summaryFile ?? '')] : []),
  ];
  if (channels.length > 0) return channels;
  throw new ContractsError('INPUT', 'No channel given: use --webhook, --slack, --github or --summary.');
}

/** The value of an option. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError('Use a whole number.');
  return Number(text);
}
