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
  /** The orgs of a fleet. */
  orgs: string[];
}

/** The lines of a message by the kind of event, the canary first. */
export function linesOf(events: readonly NotifyEvent[]): { kind: EventKind; heading: string; lines: Line[] }[] {
  const changed = events.filter(({ about }) => about === 'change');
  // The line of a change includes the findings that it causes and resolves, on the same orgs.
  const isIncluded = ({ group, orgs = [''] }: NotifyEvent) => {
    const on = changed.filter(({ key }) => key === group?.id).flatMap((change) => change.orgs ?? ['']);
    return orgs.every((org) => on.includes(org));
  };
  const shown = events.filter((event) => !isOfChange(event) || !isIncluded(event));
  return (Object.keys(headings) as EventKind[])
    .map((kind) => ({ kind, heading: headings[kind], lines: mergedLines(shown.filter((one) => one.kind === kind)) }))
    .filter(({ lines }) => lines.length > 0);
}

/** The beginning of a text, without a part of a character. */
export function cut(text: string, longest: number): string {
  return [...text].slice(0, longest).join('');
}

/** A line in plain words, except its title: `12 operations; not applied → applied`. */
export function detailsOf({ title, operations, findings, note, orgs }: Line): string {
  const [first] = operations;
  const subject = operations.length === 1 ? first : countOf(operations.length, 'operations');
  return [
    ...(first === undefined || subject === undefined || title.includes(subject) ? [] : [subject]),
    ...(findings > 1 ? [countOf(findings, 'findings')] : []),
    ...(note === undefined ? [] : [note]),
    ...(orgs.length === 0 ? [] : [orgsText(orgs)]),
  ].join('; ');
}

/** `on 12 orgs: acme, beta, gamma and 9 more` */
export function orgsText(orgs: readonly string[], most = 3): string {
  const more = orgs.length > most ? ` and ${orgs.length - most} more` : '';
  return `on ${countOf(orgs.length, 'orgs')}: ${orgs.slice(0, most).join(', ')}${more}`;
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
      // The title of the canary has the names.
      orgs: about === 'canary' ? [] : [...new Set([...(known?.orgs ?? []), ...(event.orgs ?? [])])],
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
