import { createHash } from 'node:crypto';
import { countOf } from '../../io/counts.js';
import type { Situation } from './canary.js';
import type { NotifyEvent } from './event.js';
import { attempt, eventsSince, withEvent } from './events.js';
import { cut } from './lines.js';
import type { Known } from './state.js';

/** An org of a fleet: its last run, and what a channel knows of it. */
export interface FleetMember {
  org: string;
  situation: Situation;
  known: Known | undefined;
}

/** What a channel knows of an org before and after the events of a fleet. */
export interface MemberStep {
  org: string;
  known: Known;
  next: Known;
  events: NotifyEvent[];
}

/** The events of each org, by the rules for one org. */
export function stepsOf(members: readonly FleetMember[], now: Date): MemberStep[] {
  return members.map(({ org, situation, known: before }) => {
    const known = attempt(before, situation);
    return { org, known, ...eventsSince(known, org, situation, now) };
  });
}

/** One event for the same event of several orgs. */
export function mergedEvents(steps: readonly MemberStep[]): NotifyEvent[] {
  const byEvent = new Map<string, { org: string; event: NotifyEvent }[]>();
  for (const { org, events } of steps)
    for (const event of events) byEvent.set(nameOf(event), [...(byEvent.get(nameOf(event)) ?? []), { org, event }]);
  return [...byEvent.values()].map((same) => merged(same, steps));
}

/** What a channel knows of each org after one of the merged events. */
export function afterEvent(steps: readonly MemberStep[], sent: NotifyEvent): { org: string; known: Known }[] {
  return steps
    .filter(({ events }) => events.some((event) => nameOf(event) === nameOf(sent)))
    .map((step) => {
      // Events that were sent before are known, too.
      step.known = withEvent(step.known, step.next, sent);
      return { org: step.org, known: step.known };
    });
}

function nameOf({ kind, about, key, was, now }: NotifyEvent): string {
  return [kind, about, key, was, now].join(' ');
}

/** Reasons that a title lists, and characters of each: a channel can cut a long title. */
const [mostReasons, longestReason] = [5, 80];

function merged(same: readonly { org: string; event: NotifyEvent }[], steps: readonly MemberStep[]): NotifyEvent {
  const [first] = same as [{ org: string; event: NotifyEvent }];
  const orgs = same.map(({ org }) => org);
  const id = createHash('sha256')
    .update(same.map(({ event }) => event.id).join(' '))
    .digest('hex')
    .slice(0, 16);
  const remaining = steps.filter(({ org, next }) => !orgs.includes(org) && isOpen(next, first.event)).length;
  return {
    ...first.event,
    id,
    title: first.event.about === 'canary' ? reasonsOf(same) : first.event.title,
    operations: [...new Set(same.flatMap(({ event }) => event.operations))],
    orgs,
    ...(remaining > 0 && { remaining }),
  };
}

/** `2 orgs: acme: it does not respond; beta: the token is invalid` */
function reasonsOf(same: readonly { org: string; event: NotifyEvent }[]): string {
  const shown = same.slice(0, mostReasons).map(({ org, event }) => `${org}: ${shortened(event.title)}`);
  const more = same.length > mostReasons ? [`and ${same.length - mostReasons} more`] : [];
  return `${countOf(same.length, 'orgs')}: ${[...shown, ...more].join('; ')}`;
}

function shortened(reason: string): string {
  const text = cut(reason, longestReason);
  return text === reason ? reason : `${text}…`;
}

/** Whether an org has what an event is about. */
function isOpen({ canary, changes, findings }: Known, { about, key }: NotifyEvent): boolean {
  if (about === 'canary') return canary.sent !== 'works';
  if (about === 'change') return changes[key] !== undefined && changes[key].sent !== 'not applied';
  return findings[key] !== undefined && findings[key].sent !== 'resolved';
}
