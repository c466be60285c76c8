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
export function eventsSince(known: Known = nothingKnown, org: string, situation: Situation): Step {
  if (situation.kind === 'run' && isKnown(known, situation.report)) return { events: [], next: known };
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
      next = { ...next, step: stepOf(report), findings: findings.next, changes: changes.next };
      drafts.push(...changes.events, ...findings.events);
    }
  }
  const events = drafts.map((draft) => ({ id: eventId(org, known.startedAt, draft.kind, draft.key), ...draft }));
  return { events, next };
}

/** Whether the events of a run, or of a later one, were sent. */
function isKnown({ startedAt }: Known, { run }: RunReport): boolean {
  return startedAt !== undefined && Date.parse(run.startedAt) <= Date.parse(startedAt);
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
