import type { Schema } from '../../src/contract/model.js';
import { resolvePlace } from '../../src/contract/schemas.js';
import { blank } from '../document.js';
import type { Difference } from '../ledger-diff.js';
import type { ContractFiles, WrittenOperation } from './contract-files.js';
import { type Edit, skipped, written } from './edit.js';
import { Edits, type Plan } from './plan.js';
import type { Step } from './step.js';

type MarkName = 'addedIn' | 'removedIn' | 'changedIn' | 'requiredIn';
type Marked = Partial<Record<MarkName, string>>;

const markOf: Partial<Record<Difference['kind'], MarkName>> = {
  added: 'addedIn',
  removed: 'removedIn',
  type: 'changedIn',
  enum: 'changedIn',
  nullable: 'changedIn',
  required: 'requiredIn',
};

/**
 * Imports an edition between two known ones: marks of the later one get the name of this edition, if its document has the change
 * already. Nothing else changes, because the later edition is known.
 * @param later the known edition after it
 */
export function refineStep(step: Step, later: string, files: ContractFiles): Plan {
  const edits = new Edits();
  for (const { all } of step.entries)
    for (const difference of all) {
      const operation = files.operations.get(blank(difference.operation));
      if (operation) edits.add(refine(difference, operation, step.to, later, files), difference);
      else edits.add(skipped('operation without a contract'), difference);
    }
  return edits;
}

function refine(
  difference: Difference,
  operation: WrittenOperation,
  edition: string,
  later: string,
  files: ContractFiles,
): Edit {
  const name = markOf[difference.kind];
  let isFound = false;
  for (const { marked, file } of markedAt(difference, operation, files))
    if (name && marked[name] === later) {
      marked[name] = edition;
      files.change(file);
      isFound = true;
    }
  return isFound ? written('marks with an earlier edition') : skipped(`no mark of ${later}`);
}

/** What may have the mark of a difference. */
function markedAt(
  { part: whole, pointer }: Difference,
  { resource, entry }: WrittenOperation,
  files: ContractFiles,
): { marked: Marked; file: string }[] {
  const file = `${resource}/operations.json`;
  const inFile = (marked: Marked | undefined) => (marked ? [{ marked, file }] : []);
  const [part = '', status = ''] = whole.split(' ');
  if (part === 'operation') return inFile(entry);
  if (part === 'status') return inFile(entry.answers[pointer]);
  if (part === 'parameter') return inFile(entry.query?.[pointer.slice(1)] as Schema | undefined);
  const schema = part === 'request' ? entry.request : entry.answers[status]?.schema;
  if (schema === undefined) return [];
  return files
    .locate(resolvePlace(file, schema), pointer)
    .map((one) => ({ marked: one.schema as Marked, file: one.place.split('#')[0] ?? '' }));
}
