import { createHash } from 'node:crypto';
import { callAlone } from '../../io/call-of.js';
import { countOf } from '../../io/counts.js';
import { output } from '../../io/output.js';
import { code, withCode } from '../render/markdown-text.js';
import { headings, type NotifyContext, type NotifyEvent } from './event.js';
import { cut, orgsText } from './lines.js';
import { unknownOrg } from './state.js';

/** Operations that a text lists. */
const mostOperations = 30;

/** The title of an issue. */
export function issueTitle({ about, kind, title, operations }: NotifyEvent): string {
  const [first] = operations;
  const subject =
    about === 'finding' ? `${first}: ${title}` : about === 'canary' ? headings[kind] : `Applied: ${title}`;
  return output.clean(cut(subject.replaceAll('\n', ' '), 240));
}

/** The text of a new issue. Its first line identifies it. */
export function issueBody(event: NotifyEvent, context: NotifyContext): string {
  const { about, key, sdk } = event;
  return output.clean(
    [
      `<!-- okta-contracts key=${key} org=${orgMark(context.org)} event=${event.id} -->`,
      code(event.title),
      detailsOf(event, context),
      ...(event.advice === undefined ? [] : [withCode(event.advice)]),
      ...(about === 'finding' ? [`To accept it until a date: ${code(`${callAlone('waive')} ${key}`)}`] : []),
      ...(sdk ? [`To accept all findings of the last report: ${code(callAlone('accept'))}`] : []),
      'The nightly job comments on this issue, and closes it when this is over.',
    ].join('\n\n'),
  );
}

/** The text of a comment. Its first line identifies it. */
export function commentBody(event: NotifyEvent, context: NotifyContext): string {
  const text = [commentMark(event), `**${sentences[event.kind]}**`, detailsOf(event, context)];
  if (event.about === 'canary') text.splice(2, 0, code(event.title));
  return output.clean(text.join('\n\n'));
}

/** The first line of the comment on an event. */
export function commentMark({ id }: NotifyEvent): string {
  return `<!-- okta-contracts event=${id} -->`;
}

/** What the first line of an issue states; `undefined` if a person opened it, or it is about another org. */
export function readMark(body: string, org: string): { key: string; event: string } | undefined {
  const [, key, mark, event] = /^<!-- okta-contracts key=(\w+) org=(\w+) event=(\w+) -->/.exec(body) ?? [];
  if (key === undefined || event === undefined) return undefined;
  // The canary can fail before its first report.
  return mark === orgMark(org) || (key === 'canary' && mark === orgMark(unknownOrg)) ? { key, event } : undefined;
}

function orgMark(org: string): string {
  return createHash('sha256').update(org).digest('hex').slice(0, 10);
}

const sentences: Record<NotifyEvent['kind'], string> = {
  new: 'The last run has this finding again.',
  changed: 'This changed in the last run.',
  'came back': 'This came back in the last run.',
  resolved: 'The last run verified the operation without this finding.',
  accepted: 'A waiver or the baseline accepts this finding, or it no longer fails a run.',
  'canary failed': 'The last run verified nothing.',
  'canary needs attention': 'The last run fails for another reason than its findings.',
  'canary works again': 'The last run was complete.',
};

function detailsOf(
  { operations, level, sdk, was, now, flapping, orgs = [], remaining = 0 }: NotifyEvent,
  { org, startedAt, job }: NotifyContext,
): string {
  const more = operations.length - mostOperations;
  return [
    ...(orgs.length === 0 ? [`- Org: ${code(org)}`] : [`- ${code(org)}, ${orgsText(orgs, mostOperations)}`]),
    ...(remaining > 0 ? [`- Still on ${countOf(remaining, 'other orgs')}`] : []),
    ...operations.slice(0, mostOperations).map((operation) => `- Operation: ${code(operation)}`),
    ...(more > 0 ? [`- ${more} more operations`] : []),
    ...(level === undefined ? [] : [`- Level: ${level}`]),
    ...(sdk === undefined ? [] : [`- SDK: ${code(sdk)}`]),
    ...(was === undefined ? [] : [`- State: ${was} → ${now}`]),
    ...(flapping ? ['- It alternates: the next event comes after it is the same in several runs.'] : []),
    ...(startedAt === undefined ? [] : [`- Run: ${startedAt}`]),
    ...(job === undefined ? [] : [`- Job: ${job}`]),
  ].join('\n');
}
