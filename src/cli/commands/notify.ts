import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readReport } from '../../assess/read.js';
import { orgName, type RunReport } from '../../assess/run-report.js';
import { surroundings } from '../../config/load.js';
import { jobOf, orgOfSettings } from '../../config/notify.js';
import { ContractsError } from '../../domain/errors.js';
import { callOf } from '../../io/call-of.js';
import { countOf } from '../../io/counts.js';
import { createHttp } from '../../org/http.js';
import { type Situation, situationOf } from '../../report/notify/canary.js';
import type { Channel } from '../../report/notify/channel.js';
import type { NotifyEvent } from '../../report/notify/event.js';
import { attempt, eventsSince, withEvent } from '../../report/notify/events.js';
import {
  type Known,
  type Notified,
  notifiedFile,
  readNotified,
  unknownOrg,
  writeNotified,
} from '../../report/notify/state.js';
import { defineCommand } from '../command.js';
import { channelsOf, wholeNumber } from '../notify-channels.js';
import type { Streams } from '../streams.js';

export const define = () =>
  defineCommand('notify')
    .description(
      'Sends what is new, changed or resolved since the last run, and whether the canary itself works: each event once to each channel. Accepted findings are not sent. The URLs are secrets: set OKTA_CONTRACTS_NOTIFY_WEBHOOK or OKTA_CONTRACTS_NOTIFY_SLACK, or name a file that contains the URL.',
    )
    .option('--webhook [file]', 'send JSON to a URL')
    .option('--slack [file]', 'send a message in the format of Slack')
    .option('--github [repository]', 'one issue for each finding; needs GITHUB_TOKEN; default: GITHUB_REPOSITORY')
    .option('--summary', 'add the events to the job summary of GitHub Actions')
    .option('--report <file>', 'report of the run; default: reports/report.json')
    .option('--state <file>', 'file of what was sent: keep it between runs', notifiedFile)
    .option('--exit-code <code>', 'exit code of the run: except 0 and 1, the canary failed', exitCode)
    .option('--max-age <hours>', 'age of the report from which the canary failed', wholeNumber, 36)
    .option('--max-issues <number>', 'issues that are opened at once at most', wholeNumber, 30)
    .option('--dry-run', 'show what would be sent, and send and store nothing')
    .addHelpText(
      'after',
      `
Example:
  ${callOf('notify')} --slack --github acme/identity --exit-code 1

Exit code: 0 each channel has every event, 1 a channel failed (call it again),
2 wrong input.`,
    );

type Options = ReturnType<ReturnType<typeof define>['opts']>;

/** Sends the events to each channel. Returns the exit code. */
export async function run(command: ReturnType<typeof define>, streams: Streams): Promise<number> {
  const options = command.opts();
  const file = options.report ?? join(surroundings().reports, 'report.json');
  const report = existsSync(file) ? readReport(file) : undefined;
  const situation = situationOf({
    report,
    exitCode: options.exitCode,
    now: new Date(),
    maxAgeHours: options.maxAge,
  });
  const { http, close } = createHttp();
  try {
    const channels = channelsOf(options, http);
    const notified = notifiedFor(options.state, report);
    let code = 0;
    for (const channel of channels) {
      const isDone = await notify(channel, { situation, notified, ...options }, streams);
      if (!isDone) code = 1;
    }
    return code;
  } finally {
    await close();
  }
}

/** Sends the events of one channel, and stores that they were sent. Returns whether it has all of them. */
async function notify(
  channel: Channel,
  {
    situation,
    notified,
    state,
    dryRun,
  }: { situation: Situation; notified: Notified } & Pick<Options, 'state' | 'dryRun'>,
  { out, err }: Streams,
): Promise<boolean> {
  const known = attempt(notified.channels[channel.name], situation);
  // Before the first report, the settings name the org. They are not stored, because they can be wrong.
  const org = notified.org === unknownOrg ? (orgOfSettings() ?? unknownOrg) : notified.org;
  const { events, next } = eventsSince(known, org, situation, new Date());
  const job = jobOf().url;
  const startedAt = situation.kind === 'run' ? situation.report.run.startedAt : undefined;
  const context = { org, ...(startedAt && { startedAt }), ...(job && { job }) };
  if (dryRun) {
    const text = events.length === 0 ? '' : `\n${channel.preview(events, context)}`;
    out.write(`${channel.name}: ${countOf(events.length, 'events')} would be sent.${text}\n`);
    return true;
  }
  const store = (now: Known) => {
    notified.channels[channel.name] = now;
    writeNotified(state, notified);
  };
  // A file that cannot be written is an error before anything is sent.
  store(known);
  try {
    const sent = (event: NotifyEvent) => store(withEvent(notified.channels[channel.name] ?? known, next, event));
    if (events.length > 0) await channel.send(events, context, sent);
  } catch (error) {
    if (!(error instanceof ContractsError)) throw error;
    err.write(`${error.message}\n`);
    return false;
  }
  store(next);
  out.write(`${channel.name}: ${countOf(events.length, 'events')} sent.\n`);
  return true;
}

/** What was sent so far. Throws `INPUT` if it is about another org. @param report also if it is too old */
function notifiedFor(file: string, report: RunReport | undefined): Notified {
  const org = report && orgName(report.org);
  const known = readNotified(file);
  if (known && org !== undefined && known.org !== org && known.org !== unknownOrg)
    throw new ContractsError(
      'INPUT',
      `${file} is about another org: name a file for each org with --state, or remove it if the org has another URL now.`,
    );
  return { version: 1, channels: {}, ...known, org: org ?? known?.org ?? unknownOrg };
}

/** Windows has negative and long exit codes. */
function exitCode(text: string): number {
  return text.startsWith('-') ? -wholeNumber(text.slice(1)) : wholeNumber(text);
}
