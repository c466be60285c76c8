import { basename, join, resolve } from 'node:path';
import { jobOf } from '../../config/notify.js';
import { ContractsError } from '../../domain/errors.js';
import { callOf } from '../../io/call-of.js';
import { countOf } from '../../io/counts.js';
import { createHttp } from '../../org/http.js';
import type { Channel } from '../../report/notify/channel.js';
import type { NotifyContext, NotifyEvent } from '../../report/notify/event.js';
import { afterEvent, type MemberStep, mergedEvents, stepsOf } from '../../report/notify/fleet.js';
import { type Known, type Notified, readNotified, writeNotified } from '../../report/notify/state.js';
import { defineCommand } from '../command.js';
import { type LastRun, lastRuns } from '../fleet/last-runs.js';
import { channelsOf, wholeNumber } from '../notify-channels.js';
import type { Streams } from '../streams.js';

export const define = () =>
  defineCommand('fleet notify')
    .description(
      'Sends what is new, changed or resolved since the last run of each org of a fleet, and which orgs failed: each event once to each channel, and one event for all orgs that have it. docs/notifications.md describes the channels and events. The URLs are secrets: set OKTA_CONTRACTS_NOTIFY_WEBHOOK or OKTA_CONTRACTS_NOTIFY_SLACK, or name a file that contains the URL.',
    )
    .argument('<folder>', 'the folder that `fleet --out` wrote to')
    .option('--webhook [file]', 'send JSON to a URL')
    .option('--slack [file]', 'send a message in the format of Slack')
    .option('--github [repository]', 'one issue for each finding; needs GITHUB_TOKEN; default: GITHUB_REPOSITORY')
    .option('--summary', 'add the events to the job summary of GitHub Actions')
    .option('--state <folder>', 'what was sent, by org: keep it between runs; default: the folder of the fleet')
    .option('--max-age <hours>', 'age of the last run of an org from which its canary failed', wholeNumber, 36)
    .option('--max-issues <number>', 'issues that are opened at once at most', wholeNumber, 30)
    .option('--dry-run', 'show what would be sent, and send and store nothing')
    .addHelpText(
      'after',
      `
Example:
  ${callOf('fleet notify')} fleet --slack --dry-run

Exit code: 0 each channel has every event, 1 a channel failed (call it again),
or a file of what was sent is damaged, 2 wrong input.`,
    );

/** What was sent about each org; none of an org whose file is damaged. */
type AllNotified = Map<string, { file: string; notified: Notified }>;

/** Sends the events of all orgs to each channel. Returns the exit code. */
export async function run(command: ReturnType<typeof define>, streams: Streams): Promise<number> {
  const [folder] = command.processedArgs;
  const options = command.opts();
  const { http, close } = createHttp();
  try {
    const channels = channelsOf(options, http);
    const runs = lastRuns(folder, new Date(), options.maxAge);
    const { all, faults } = notifiedOf(runs, options.state ?? folder);
    for (const fault of faults) streams.err.write(`${fault}\n`);
    let code = faults.length > 0 ? 1 : 0;
    for (const channel of channels)
      if (!(await notify(channel, { runs, all, context: contextOf(folder, runs), dryRun: options.dryRun }, streams)))
        code = 1;
    return code;
  } finally {
    await close();
  }
}

/** Sends the events of one channel, and stores that they were sent. Returns whether it has all of them. */
async function notify(
  channel: Channel,
  given: { runs: LastRun[]; all: AllNotified; context: NotifyContext; dryRun: true | undefined },
  { out, err }: Streams,
): Promise<boolean> {
  const { runs, all, context, dryRun } = given;
  const members = runs.map((one) => ({ ...one, known: all.get(one.org)?.notified.channels[channel.name] }));
  // An org without events counts for those of others: an issue stays open if it has the finding.
  const steps = stepsOf(members, new Date()).map((step) => (all.has(step.org) ? step : { ...step, events: [] }));
  const events = mergedEvents(steps);
  if (dryRun) {
    const text = events.length === 0 ? '' : `\n${channel.preview(events, context)}`;
    out.write(`${channel.name}: ${countOf(events.length, 'events')} would be sent.${text}\n`);
    return true;
  }
  const store = (org: string, known: Known) => storeOne(all, org, channel, known);
  const storeAll = (knownOf: (step: MemberStep) => Known) => {
    for (const step of steps) store(step.org, knownOf(step));
  };
  // A file that cannot be written is an error before anything is sent.
  storeAll(({ known }) => known);
  try {
    const sent = (event: NotifyEvent) => {
      for (const { org, known } of afterEvent(steps, event)) store(org, known);
    };
    if (events.length > 0) await channel.send(events, context, sent);
  } catch (error) {
    if (!(error instanceof ContractsError)) throw error;
    err.write(`${error.message}\n`);
    return false;
  }
  storeAll(({ next }) => next);
  out.write(`${channel.name}: ${countOf(events.length, 'events')} sent.\n`);
  return true;
}

function contextOf(folder: string, runs: readonly LastRun[]): NotifyContext {
  const job = jobOf().url;
  const starts = runs.flatMap(({ situation }) => (situation.kind === 'run' ? [situation.report.run.startedAt] : []));
  const startedAt = starts.sort().at(-1);
  return { org: `fleet ${basename(resolve(folder))}`, ...(startedAt && { startedAt }), ...(job && { job }) };
}

/** What was sent so far about each org, and what is wrong with the files of the others. */
function notifiedOf(runs: readonly LastRun[], folder: string): { all: AllNotified; faults: string[] } {
  const all: AllNotified = new Map();
  const faults: string[] = [];
  for (const { org } of runs) {
    const file = join(folder, org, 'notified.json');
    try {
      all.set(org, { file, notified: readNotified(file) ?? { version: 1, org, channels: {} } });
    } catch (error) {
      if (!(error instanceof ContractsError)) throw error;
      faults.push(`${error.message} Without it, ${org} has no events.`);
    }
  }
  return { all, faults };
}

function storeOne(all: AllNotified, org: string, channel: Channel, known: Known): void {
  const one = all.get(org);
  if (!one) return;
  one.notified.channels[channel.name] = known;
  writeNotified(one.file, one.notified);
}
