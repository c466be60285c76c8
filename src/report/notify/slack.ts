import { countOf } from '../../io/counts.js';
import { output } from '../../io/output.js';
import type { Http } from '../../org/http.js';
import { type Channel, postJson } from './channel.js';
import type { NotifyContext, NotifyEvent } from './event.js';
import { cut, detailsOf, type Line, linesOf } from './lines.js';

/** Slack refuses longer texts of a section, and more blocks. */
const [longestText, mostLines] = [2900, 25];

/** A message of an incoming webhook of Slack. */
export interface SlackMessage {
  /** Shown in notifications. */
  text: string;
  blocks: { type: 'section'; text: { type: 'mrkdwn'; text: string; verbatim: true } }[];
}

/** All events in one message, a line for each group. */
export function slackMessage(events: readonly NotifyEvent[], { org, startedAt, job }: NotifyContext): SlackMessage {
  const kinds = linesOf(events);
  const all = kinds.reduce((sum, { lines }) => sum + lines.length, 0);
  const counts = kinds
    .map(({ kind, heading, lines }) => (kind.startsWith('canary') ? heading : `${heading}: ${lines.length}`))
    .join(', ');
  const text = `okta-contracts, ${escaped(org)}: ${counts}`;
  let left = mostLines;
  const sections = kinds.flatMap(({ heading, lines }) => {
    const shown = lines.slice(0, Math.max(0, left));
    left -= shown.length;
    return shown.length === 0 ? [] : [[`*${heading}*`, ...shown.map(lineOf)].join('\n')];
  });
  const end = [
    ...(all > mostLines ? [`${countOf(all - mostLines, 'more entries')} in the report.`] : []),
    ...(startedAt === undefined ? [] : [`Run of ${startedAt}.`]),
    ...(job === undefined ? [] : [`<${job}|Job>`]),
  ].join(' ');
  const blocks = [`*${text}*`, ...sections, ...(end === '' ? [] : [end])].flatMap(chunks);
  return output.cleanData({ text, blocks: blocks.map(section) });
}

/** A channel that gets messages in the format of Slack. @param url a secret */
export function slack(http: Http, url: string): Channel {
  return {
    name: 'slack',
    send: (events, context) => postJson(http, 'Slack', url, slackMessage(events, context)),
    preview: (events, context) => JSON.stringify(slackMessage(events, context), null, 2),
  };
}

function lineOf(line: Line): string {
  const details = detailsOf(line);
  const text = `• ${line.title}${details === '' ? '' : ` (${details})`}${line.advice ? `\n    ${line.advice}` : ''}`;
  return escaped(cut(text, 500));
}

/** Without the characters with which Slack marks links and mentions. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The lines of a section in texts that Slack accepts. */
function chunks(text: string): string[] {
  const parts: string[] = [];
  for (const line of text.split('\n')) {
    const last = parts.at(-1);
    if (last !== undefined && last.length + line.length < longestText) parts[parts.length - 1] = `${last}\n${line}`;
    else parts.push(line);
  }
  return parts;
}

function section(text: string): SlackMessage['blocks'][number] {
  // Without `verbatim`, Slack makes links of names and addresses in a text.
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}
