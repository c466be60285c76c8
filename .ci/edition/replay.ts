import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalogue } from '../../src/contract/catalogue.js';
import { blank } from '../document.js';
import type { Difference } from '../ledger-diff.js';
import { readMarks } from '../ledger-marks.js';
import { appliesTo, type LedgerFile, type Mark, markFor } from '../ledger-rules.js';
import type { Step } from './step.js';

/** How a set of operations that is known from elsewhere compares with a ledger. */
export interface Comparison {
  scope: string;
  all: number;
  found: number;
  /** Known operations that the ledger does not have. */
  missed: string[];
}

interface Fact {
  method: string;
  path: string;
  scope: 'breaking' | 'deprecated' | 'new' | 'compatible' | 'other';
}

/** Compares the ledger of a step with the operations in facts/operations.json. */
export function compareFacts(step: Step, folder: string): { comparisons: Comparison[]; others: number } {
  const facts = JSON.parse(readFileSync(join(folder, 'facts/operations.json'), 'utf8')) as Fact[];
  const ids = (list: readonly { id: string }[]) => new Set(list.map(({ id }) => blank(id)));
  const [added, changed, deprecated] = [ids(step.added), ids(step.changed), ids(step.deprecated)];
  const breaking = new Set(
    step.entries.flatMap(({ all }) => all.filter(isBreaking).map(({ operation }) => blank(operation))),
  );
  const compare = (scope: string, of: Fact['scope'], found: ReadonlySet<string>): Comparison => {
    const known = facts.filter((fact) => fact.scope === of).map(({ method, path }) => `${method} ${path}`);
    const missed = known.filter((id) => !found.has(blank(id)));
    return { scope, all: known.length, found: known.length - missed.length, missed };
  };
  const others = facts.filter(
    ({ scope, method, path }) => scope === 'other' && changed.has(blank(`${method} ${path}`)),
  );
  return {
    comparisons: [
      compare('new', 'new', added),
      compare('breaking', 'breaking', changed),
      compare('breaking, with a difference that breaks clients', 'breaking', breaking),
      compare('deprecated', 'deprecated', deprecated),
      compare('compatible', 'compatible', changed),
    ],
    others: others.length,
  };
}

/** Whether a difference can break a client that was made for the previous edition. */
function isBreaking({ part, kind, before, after, pointer }: Difference): boolean {
  if (part === 'operation') return kind === 'removed';
  if (part === 'status') return pointer.startsWith('2') || kind === 'removed';
  if (kind === 'added') return false;
  if (kind === 'variant') return after === '';
  if (kind === 'enum') return part === 'request' ? before.split(' | ').some((one) => !after.includes(one)) : true;
  if (kind === 'required') return part.startsWith('response') ? after === 'false' : after === 'true';
  return kind === 'removed' || kind === 'type' || kind === 'nullable';
}

/** How the ledger of a step compares with the marks of contracts/, which people made. */
export interface MarkComparison {
  marks: number;
  /** Marks with a difference between the documents. */
  found: number;
  /** Marks that only the migration document or recordings support. */
  missed: string[];
  /** Differences at operations under contract: with a mark, with a reason against one, by reason. */
  differences: number;
  marked: number;
  reasons: Map<string, number>;
  /** Differences that contracts/ has neither a mark nor a reason for. */
  unexplained: Difference[];
}

/** Compares a ledger with the marks of the contracts and the reasons of ledger.json. */
export function compareMarks(step: Step, catalogue: Catalogue): MarkComparison {
  const rules = (catalogue.schemas.data('ledger.json', 'meta/ledger.schema.json') as LedgerFile).differences;
  const operations = new Map(
    [...catalogue.operations.values()]
      .filter(({ category }) => category !== 'fixture')
      .map((operation) => [blank(operation.id), { operation, marks: readMarks(catalogue, operation) }]),
  );
  const result: MarkComparison = {
    marks: 0,
    found: 0,
    missed: [],
    differences: 0,
    marked: 0,
    reasons: new Map(),
    unexplained: [],
  };
  const found = new Set<Mark>();
  for (const difference of step.entries.flatMap(({ all }) => all)) {
    const known = operations.get(blank(difference.operation));
    if (!known) continue;
    result.differences += 1;
    const mark = markFor(difference, known.marks);
    const { resource, errors } = known.operation;
    const rule = mark ? undefined : rules.find((one) => appliesTo(one, difference, resource, known.marks));
    const isAccepted = difference.part === 'status' && errors.includes(Number(difference.pointer));
    const reason = rule?.reason ?? (isAccepted ? 'status-accepted' : undefined);
    for (const one of known.marks) if (markFor(difference, [one])) found.add(one);
    if (mark) result.marked += 1;
    else if (reason) result.reasons.set(reason, (result.reasons.get(reason) ?? 0) + 1);
    else result.unexplained.push(difference);
  }
  const deprecated = new Set(step.deprecated.map(({ id }) => blank(id)));
  for (const [id, { marks }] of operations)
    for (const mark of marks) {
      result.marks += 1;
      if (found.has(mark) || (mark.change.kind === 'deprecated' && deprecated.has(id))) result.found += 1;
      else result.missed.push(mark.change.id);
    }
  return result;
}
