import { blank, type NamedOperation, type OktaDocument } from '../document.js';
import { type Difference, differencesOf } from '../ledger-diff.js';
import { Notes, type ReleaseNote } from './notes.js';
import type { Recordings } from './recordings.js';

export type DifferenceClass = 'server change' | 'documentation correction' | 'unknown';

/** An edition with its document. */
export interface EditionDocument {
  edition: string;
  date: string;
  document: OktaDocument;
}

/** The same difference at one or more operations. */
export interface Entry {
  difference: Difference;
  /** The operations that have it, and the place in each. */
  all: Difference[];
  class: DifferenceClass;
  /** What confirms the class. */
  because?: string;
}

/** The ledger of one step: all differences between the documents of two editions. */
export interface Step {
  from: string;
  to: string;
  added: NamedOperation[];
  removed: NamedOperation[];
  /** Operations that both documents describe, but not alike. */
  changed: NamedOperation[];
  /** Operations that only the later document marks as deprecated. */
  deprecated: NamedOperation[];
  entries: Entry[];
}

/** Compares the documents of two editions. */
export function compareEditions(
  before: EditionDocument,
  after: EditionDocument,
  evidence: { notes: readonly ReleaseNote[]; recordings: Recordings },
): Step {
  const step: Step = {
    from: before.edition,
    to: after.edition,
    added: [],
    removed: [],
    changed: [],
    deprecated: [],
    entries: [],
  };
  const operations = new Map(
    [...before.document.operations(), ...after.document.operations()].map((one) => [blank(one.id), one]),
  );
  const groups = new Map<string, Difference[]>();
  for (const operation of operations.values()) {
    const differences = differencesOf(operation, before.document, after.document);
    const [whole] = differences.filter(({ part }) => part === 'operation');
    if (whole) step[whole.kind === 'added' ? 'added' : 'removed'].push(operation);
    else if (differences.length > 0) step.changed.push(operation);
    if (!whole && isDeprecated(after, operation) && !isDeprecated(before, operation)) step.deprecated.push(operation);
    for (const difference of differences) {
      const key = keyOf(difference);
      groups.set(key, [...(groups.get(key) ?? []), difference]);
    }
  }
  const notes = new Notes(evidence.notes, before, after);
  step.entries = [...groups.values()].map((all) => classify(all, before, after, notes, evidence.recordings));
  return step;
}

function isDeprecated({ document }: EditionDocument, operation: NamedOperation): boolean {
  return (document.operation(operation)?.deprecated as unknown) === true;
}

/** Operations share schemas: a difference of one schema is at several operations, in lists and in single objects. */
function keyOf({ operation, part, kind, pointer, before, after, variant = '' }: Difference): string {
  if (part === 'operation') return `${operation} ${kind}`;
  const place =
    part === 'status' || part === 'parameter' ? `${operation} ${pointer}` : pointer.replace(/^\/\*(?=\/)/, '');
  return [part.split(' ')[0], kind, place, before, after, variant].join('\n');
}

/** Recordings decide first: they show what orgs do, and release notes what was announced. */
function classify(
  all: Difference[],
  before: EditionDocument,
  after: EditionDocument,
  notes: Notes,
  recordings: Recordings,
): Entry {
  const [difference] = all as [Difference];
  for (const one of all) {
    const observed = recordings.observe(one, before.date, after.date);
    if (observed) return { difference, all, ...observed };
  }
  for (const one of all) {
    const note = notes.find(one);
    if (note)
      return {
        difference,
        all,
        class: note.isDocumentation ? 'documentation correction' : 'server change',
        because: `release notes ${note.release}: ${note.title}`,
      };
  }
  return { difference, all, class: 'unknown' };
}
