import { countOf } from '../../io/counts.js';
import { type EventKind, headings, type NotifyEvent } from './event.js';
import { settledAfter } from './track.js';

/** Events of the same kind that belong to the same group, as one line of a message. */
export interface Line {
  title: string;
  operations: string[];
  /** Number of findings; 0 for a change or the canary. */
  findings: number;
  /** What to add to the title: `not applied → applied`. */
  note?: string;
  advice?: string;
}

/** The lines of a message by the kind of event, the canary first. */
export function linesOf(events: readonly NotifyEvent[]): { kind: EventKind; heading: string; lines: Line[] }[] {
  return (Object.keys(headings) as EventKind[])
    .map((kind) => ({ kind, heading: headings[kind], lines: mergedLines(events.filter((one) => one.kind === kind)) }))
    .filter(({ lines }) => lines.length > 0);
}

/** A line in plain words, except its title: `12 operations; not applied → applied`. */
export function detailsOf({ operations, findings, note }: Line): string {
  const [first] = operations;
  return [
    ...(first === undefined ? [] : [operations.length === 1 ? first : countOf(operations.length, 'operations')]),
    ...(findings > 1 ? [countOf(findings, 'findings')] : []),
    ...(note === undefined ? [] : [note]),
  ].join('; ');
}

function mergedLines(events: readonly NotifyEvent[]): Line[] {
  const lines = new Map<string, Line>();
  for (const event of events) {
    const { about, group, key, title, operations, advice } = event;
    const name = `${about} ${about === 'finding' ? (group?.id ?? key) : key}`;
    const known = lines.get(name);
    const isFinding = about === 'finding';
    const note = noteOf(event);
    lines.set(name, {
      title: isFinding ? (group?.title ?? title) : title,
      operations: [...new Set([...(known?.operations ?? []), ...operations])],
      findings: (known?.findings ?? 0) + (isFinding ? 1 : 0),
      ...(note !== '' && { note }),
      ...(advice !== undefined && { advice }),
    });
  }
  return [...lines.values()];
}

function noteOf({ was, now, breaking, flapping }: NotifyEvent): string {
  return [
    ...(was === undefined ? [] : [`${was} → ${now}`]),
    ...(breaking ? ['can break existing code'] : []),
    ...(flapping ? [`it alternates: the next event comes after ${settledAfter} equal runs`] : []),
  ].join('; ');
}
