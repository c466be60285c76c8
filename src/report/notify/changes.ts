import type { ChangeGroup } from '../../assess/change-group.js';
import type { RunReport } from '../../assess/run-report.js';
import type { Draft } from './event.js';
import type { Known, KnownChange } from './state.js';
import { track } from './track.js';

/**
 * The changes of the edition that the org applied, or no longer applies, since the last run. The first observation of a change is
 * no event. An operation that a run did not observe keeps its last state.
 */
export function changeEvents(known: Known['changes'], report: RunReport): { events: Draft[]; next: Known['changes'] } {
  const next = { ...known };
  const events: Draft[] = [];
  for (const group of report.groups) {
    if (group.kind === 'finding') continue;
    const record = known[group.id];
    const states = statesOf(group, record);
    if (!states) continue;
    const value = stateOf(states);
    if (!record) {
      next[group.id] = { value, sent: value, runs: 1, ...states };
      continue;
    }
    const tracked = track(
      isMoved(record, states) ? record : { ...record, ...silent(record, value) },
      value,
      'not applied',
    );
    next[group.id] = { ...tracked.next, ...states };
    if (tracked.transition)
      events.push(eventOf(group, { kind: tracked.transition, was: record.sent, now: value }, tracked.next.flapping));
  }
  return { events, next };
}

/** The last observed state of each operation of a group; `undefined` if this run observed none. */
export function statesOf(
  { operations }: Pick<ChangeGroup, 'operations'>,
  known: Pick<KnownChange, 'applied' | 'notApplied'> | undefined,
): Pick<KnownChange, 'applied' | 'notApplied'> | undefined {
  const namesOf = (state: string) => operations.filter((one) => one.state === state).map(({ operation }) => operation);
  const [applied, notApplied] = [namesOf('applied'), namesOf('not applied')];
  const observed = new Set<string>([...applied, ...notApplied]);
  if (observed.size === 0) return undefined;
  const keptOf = (names: readonly string[] = []) => names.filter((name) => !observed.has(name));
  return {
    applied: [...keptOf(known?.applied), ...applied],
    notApplied: [...keptOf(known?.notApplied), ...notApplied],
  };
}

/** Whether an operation has another state than before. */
function isMoved(known: KnownChange, next: Pick<KnownChange, 'applied' | 'notApplied'>): boolean {
  return (
    known.applied.some((one) => next.notApplied.includes(one)) ||
    known.notApplied.some((one) => next.applied.includes(one))
  );
}

/** The first observation of another operation of the group is no event. */
function silent({ flapping, sent }: KnownChange, value: string): Pick<KnownChange, 'value' | 'sent'> {
  return { value, sent: flapping ? sent : value };
}

function stateOf({ applied, notApplied }: Pick<KnownChange, 'applied' | 'notApplied'>): string {
  if (applied.length === 0) return 'not applied';
  return notApplied.length === 0 ? 'applied' : 'partly applied';
}

function eventOf(
  { id, title, operations, breaking, guide }: ChangeGroup,
  transition: Required<Pick<Draft, 'kind' | 'was' | 'now'>>,
  flapping: true | undefined,
): Draft {
  return {
    ...transition,
    about: 'change',
    key: id,
    title,
    operations: operations.map(({ operation }) => operation),
    group: { id, title },
    breaking,
    ...(guide && transition.now !== 'not applied' && { advice: guide.advice }),
    ...(flapping && { flapping }),
  };
}
