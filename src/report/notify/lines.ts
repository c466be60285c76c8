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
  const changed = new Set(events.filter(({ about }) => about === 'change').map(({ key }) => key));
  // The line of a change includes the findings that it causes and resolves.
  const shown = events.filter((event) => !isOfChange(event) || !changed.has(event.group?.id ?? ''));
  return (Object.keys(headings) as EventKind[])
    .map((kind) => ({ kind, heading: headings[kind], lines: mergedLines(shown.filter((one) => one.kind === kind)) }))
    .filter(({ lines }) => lines.length > 0);
}

/** The beginning of a text, without a part of a character. */
export function cut(text: string, longest: number): string {
  return [...text].slice(0, longest).join('');
}

/** A line in plain words, except its title: `12 operations; not applied → applied`. */
export function detailsOf({ title, operations, findings, note }: Line): string {
  const [first] = operations;
  const subject = operations.length === 1 ? first : countOf(operations.length, 'operations');
  return [
    ...(first === undefined || subject === undefined || title.includes(subject) ? [] : [subject]),
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

/** Whether a finding only shows that a change is applied or not. */
function isOfChange({ about, kind, level }: NotifyEvent): boolean {
  return about === 'finding' && (kind === 'resolved' || level === 'stale');
}

function noteOf({ level, was, now, breaking, flapping }: NotifyEvent): string {
  return [
    ...(level === 'stale' && was === undefined ? ['the org has not applied it'] : []),
    ...(was === undefined ? [] : [`${was} → ${now}`]),
    ...(breaking ? ['can break existing code'] : []),
    ...(flapping ? [`it alternates: the next event comes after ${settledAfter} equal runs`] : []),
  ].join('; ');
}
