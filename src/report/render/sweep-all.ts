import { countOf, countsOf } from '../../io/counts.js';
import type { CreatedObject, Sorted } from '../../org/journal/find-created.js';
import type { RemovedCreated } from '../../org/journal/remove-created.js';
import { age } from './sweep.js';

/** So many names of a kind are shown. */
const mostNames = 20;

/** Objects that would be removed: kind, number, age of the oldest, names. The names have the format of a run's names. */
export function renderFound(objects: readonly CreatedObject[], host: string, now: number = Date.now()): string {
  const lines = [`Found on ${host}, by the names that runs give:`, ''];
  for (const [kind, its] of groupedByKind(objects)) {
    const dates = its.flatMap(({ created }) => created ?? []);
    const oldest = dates.length > 0 ? `${age(now - Math.min(...dates))} old` : 'age not known';
    lines.push(`  ${countOf(its.length, kind)} (${oldest})`);
    lines.push(...its.slice(0, mostNames).map(({ name }) => `    ${name}`));
    if (its.length > mostNames) lines.push(`    and ${its.length - mostNames} more`);
  }
  return text([...lines, '']);
}

/** The objects that are kept on purpose, a sentence per line; empty if there are none. */
export function renderKept(
  { young, undated, unread }: Omit<Sorted, 'old'> & { unread: readonly string[] },
  olderThanMs: number,
): string {
  const lines: string[] = [];
  if (young.length > 0)
    lines.push(
      `Left: ${countOf(young.length, 'objects')} of runs that may be running${olderThanMs > 0 ? `, younger than ${age(olderThanMs)}` : ''}: ${countsOf(kindsOf(young))}.`,
    );
  if (undated.length > 0)
    lines.push(
      `Left: ${countOf(undated.length, 'objects')} whose age is unknown: ${countsOf(kindsOf(undated))}. If no run is active, add --older-than 0.`,
    );
  if (unread.length > 0)
    lines.push(`Not read to the end: the lists of ${unread.join(', ')}. Use a token or scopes that can read them.`);
  return text(lines);
}

/** The result. */
export function renderRemoved({ removed, left }: RemovedCreated): string {
  const lines: string[] = [];
  if (removed.length > 0) lines.push(`Removed ${countOf(removed.length, 'objects')}: ${countsOf(kindsOf(removed))}.`);
  if (left.length > 0)
    lines.push(
      `Not removed: ${countOf(left.length, 'objects')} (${countsOf(kindsOf(left))}). Remove them in the Admin Console:`,
      ...left.slice(0, mostNames).map(({ name }) => `  ${name}`),
    );
  return text(lines);
}

function kindsOf(objects: readonly CreatedObject[]): string[] {
  return objects.map(({ kind }) => kind.kind);
}

function groupedByKind(objects: readonly CreatedObject[]): Map<string, CreatedObject[]> {
  const groups = new Map<string, CreatedObject[]>();
  for (const object of objects) groups.set(object.kind.kind, [...(groups.get(object.kind.kind) ?? []), object]);
  return groups;
}

function text(lines: string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
