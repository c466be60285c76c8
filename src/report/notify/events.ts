import type { RunReport } from '../../assess/run-report.js';
import { type CanaryState, canaryStateOf, type Situation } from './canary.js';
import { changeEvents } from './changes.js';
import { type Draft, type EventKind, eventId, type NotifyEvent } from './event.js';
import { findingEvents } from './findings.js';
import { type Known, nothingKnown } from './state.js';
import { track } from './track.js';

/** What a channel is to be sent, and what it knows after that. */
export interface Step {
  events: NotifyEvent[];
  next: Known;
}

/**
 * The events since the last run that a channel knows. A pure function: the same report gives the same events until the channel
 * has them, and none after that. A run that verified nothing is an event of the canary, and changes nothing else.
 */
export function eventsSince(known: Known = nothingKnown, org: string, situation: Situation, now: Date): Step {
  if (situation.kind === 'run' && isKnown(known, situation.report, now)) return { events: [], next: known };
  const canary = canaryStateOf(situation);
  const tracked = track(known.canary, canary.value, 'works');
  const drafts = tracked.transition ? [canaryEvent(canary, tracked.next.flapping)] : [];
  let next: Known = { ...known, canary: tracked.next };
  if (situation.kind === 'run') {
    const { report } = situation;
    next = { ...next, startedAt: report.run.startedAt };
    if (canary.value !== 'failed') {
      const findings = findingEvents(known, report);
      const changes = changeEvents(known.step === stepOf(report) ? known.changes : {}, report);
      const { firstRun: _, ...others } = next;
      next = { ...others, step: stepOf(report), findings: findings.next, changes: changes.next };
      drafts.push(...changes.events, ...findings.events);
    }
  }
  const events = drafts.map((draft) => ({ id: eventId(org, known.startedAt, draft.kind, draft.key), ...draft }));
  return { events, next };
}

/** What a channel knows before it gets the events of a run. After a failure, the next call sends the findings of this run, too. */
export function attempt(known: Known = nothingKnown, situation: Situation): Known {
  if (situation.kind !== 'run' || known.step !== undefined || known.firstRun !== undefined) return known;
  return { ...known, firstRun: situation.report.run.startedAt };
}

/** What a channel knows after one of several events. @param next after all events */
export function withEvent(known: Known, next: Known, { about, key }: NotifyEvent): Known {
  if (about === 'canary') return { ...known, canary: next.canary };
  if (about === 'change') return { ...known, changes: withKey(known.changes, key, next.changes[key]) };
  return { ...known, findings: withKey(known.findings, key, next.findings[key]) };
}

function withKey<T>(all: Record<string, T>, key: string, value: T | undefined): Record<string, T> {
  const { [key]: _, ...others } = all;
  return value === undefined ? others : { ...others, [key]: value };
}

const day = 86_400_000;

/** Whether the events of a run, or of a later one, were sent. */
function isKnown({ startedAt }: Known, { run }: RunReport, now: Date): boolean {
  if (startedAt === undefined) return false;
  const last = Date.parse(startedAt);
  // A run with a wrong clock must not silence all runs until then.
  return last < now.getTime() + day && Date.parse(run.startedAt) <= last;
}

function stepOf({ edition: { previous, edition } }: RunReport): string {
  return `${previous} ${edition}`;
}

const canaryKinds: Record<CanaryState['value'], EventKind> = {
  works: 'canary works again',
  'needs attention': 'canary needs attention',
  failed: 'canary failed',
};

function canaryEvent({ value, reasons }: CanaryState, flapping: true | undefined): Draft {
  const title = value === 'works' ? 'the last run was complete' : reasons.join('; ');
  return {
    kind: canaryKinds[value],
    about: 'canary',
    key: 'canary',
    title,
    operations: [],
    ...(flapping && { flapping }),
  };
}
