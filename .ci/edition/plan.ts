import { defaultErrors } from '../../src/contract/errors.js';
import type { Schema } from '../../src/contract/model.js';
import { countOf } from '../../src/io/counts.js';
import { blank, type NamedOperation } from '../document.js';
import type { Difference } from '../ledger-diff.js';
import type { ContractFiles, WrittenOperation } from './contract-files.js';
import { DocumentedSchemas } from './documented.js';
import { already, decide, type Edit, hasMark, isMarkOf, marksText, skipped, written } from './edit.js';
import { LocationEditor } from './locations.js';
import { addOperations } from './new-operations.js';
import type { DifferenceClass, EditionDocument, Step } from './step.js';
import { differenceText } from './text.js';

/** What an import writes, and what it leaves to a person. */
export interface Plan {
  /** How often each kind of change is written. */
  written: Map<string, number>;
  /** What a person must decide, one line each. */
  decisions: string[];
  /** Why differences change nothing, with their number. */
  skipped: Map<string, number>;
}

/** Collects the edits of an import. */
export class Edits implements Plan {
  readonly written = new Map<string, number>();
  readonly skipped = new Map<string, number>();
  readonly #decisions = new Map<string, { operations: Set<string>; values: Set<string> }>();

  add(edit: Edit, difference: Difference): void {
    if (edit.kind === 'written') count(this.written, edit.what);
    else if (edit.kind === 'skipped') count(this.skipped, edit.why);
    else {
      const key = `${decisionText(difference)}: ${edit.why}`;
      const decision = this.#decisions.get(key) ?? { operations: new Set(), values: new Set() };
      this.#decisions.set(key, decision);
      decision.operations.add(difference.operation);
      if (difference.kind === 'variant') decision.values.add(difference.variant?.split('=')[1] ?? '');
    }
  }

  get decisions(): string[] {
    return [...this.#decisions].map(([text, { operations, values }]) => {
      const [first, ...others] = operations;
      const where = `\`${first}\`${others.length > 0 ? ` and ${countOf(others.length, 'operations')}` : ''}`;
      return `${where}: ${text}${values.size > 0 ? ` (${[...values].join(', ')})` : ''}`;
    });
  }
}

/** A difference without what differs between lists and objects, and without the name of a variant. */
function decisionText(difference: Difference): string {
  const { kind, part, before, variant = '' } = difference;
  if (kind === 'variant')
    return `variants of ${variant.split('=')[0]} ${before === '' ? 'added' : 'removed'}${part === 'request' ? ' in requests' : ''}`;
  return differenceText({ ...difference, pointer: difference.pointer.replace(/^\/\*(?=\/)/, '') });
}

/** Applies the ledger of a step to the contracts in memory. */
export function planStep(step: Step, before: EditionDocument, after: EditionDocument, files: ContractFiles): Plan {
  const edits = new Edits();
  const schemas = new DocumentedSchemas(after.document, step.to);
  const editor = new LocationEditor({
    files,
    before: before.document,
    after: after.document,
    edition: step.to,
    schemas,
  });
  for (const { all, class: name } of step.entries)
    for (const difference of all) {
      const operation = files.operations.get(blank(difference.operation));
      if (operation) edits.add(editOf(difference, name, operation, editor, step.to), difference);
      else if (difference.part !== 'operation' || difference.kind === 'removed')
        edits.add(skipped('operation without a contract'), difference);
    }
  for (const file of editor.changed) files.change(file);
  for (const operation of addOperations(step, files, schemas, after.document))
    edits.add({ kind: 'written', what: 'new operations' }, { ...wholeOf(operation), kind: 'added' });
  return edits;
}

function wholeOf({ id }: Pick<NamedOperation, 'id'>): Difference {
  return { operation: id, part: 'operation', kind: 'removed', pointer: '', before: '', after: '' };
}

function editOf(
  difference: Difference,
  name: DifferenceClass,
  operation: WrittenOperation,
  editor: LocationEditor,
  edition: string,
): Edit {
  const [part = '', status = ''] = difference.part.split(' ');
  if (part === 'operation') return editOperation(difference, name, operation, editor, edition);
  if (part === 'status') return editStatus(difference, name, operation, editor, edition);
  if (part === 'parameter') return editParameter(difference, name, operation, editor, edition);
  return editor.edit(difference, name, operation, part === 'request' ? 'request' : status);
}

function editOperation(
  { kind }: Difference,
  name: DifferenceClass,
  { resource, entry }: WrittenOperation,
  editor: LocationEditor,
  edition: string,
): Edit {
  if (kind === 'added') return skipped('already in the contracts');
  if (entry.removedIn === edition) return skipped('already marked');
  if (entry.removedIn) return decide(`the contract has removedIn ${entry.removedIn}`);
  if (name === 'documentation correction') return decide('recordings still contain responses of it');
  entry.removedIn = edition;
  editor.changed.add(`${resource}/operations.json`);
  return written('operations marked as removed');
}

function editStatus(
  { kind, pointer }: Difference,
  name: DifferenceClass,
  { id, resource, entry }: WrittenOperation,
  editor: LocationEditor,
  edition: string,
): Edit {
  const isError = Number(pointer) >= 400;
  const known = entry.answers[pointer];
  const isCorrection = name === 'documentation correction';
  if (kind === 'removed') {
    if (isError || !known || isCorrection) return skipped('the org may still respond with the status');
    if (known.removedIn === edition) return skipped('already marked');
    if (known.addedIn || known.removedIn) return decide('the contract has a mark at the status');
    known.removedIn = edition;
  } else if (isError) {
    const usual = defaultErrors({ ...entry, template: id.split(' ')[1] ?? '' });
    if ([...usual, ...(entry.errors ?? [])].includes(Number(pointer)) || entry.addedErrors?.[pointer])
      return skipped('already in the contracts');
    if (isCorrection) entry.errors = [...(entry.errors ?? []), Number(pointer)].sort((a, b) => a - b);
    else entry.addedErrors = { ...entry.addedErrors, [pointer]: edition };
  } else {
    if (known) return skipped('already in the contracts');
    const schema = editor.documentedAnswer(id, resource, pointer);
    entry.answers[pointer] = { ...schema, ...(isCorrection ? {} : { addedIn: edition }) };
  }
  editor.changed.add(`${resource}/operations.json`);
  return written(`statuses ${kind}`);
}

function editParameter(
  difference: Difference,
  name: DifferenceClass,
  { id, resource, entry }: WrittenOperation,
  editor: LocationEditor,
  edition: string,
): Edit {
  const { kind, pointer } = difference;
  const parameter = pointer.slice(1);
  const known: Schema | undefined = entry.query?.[parameter] ?? entry.headers?.[parameter];
  const file = `${resource}/operations.json`;
  const mark = name === 'documentation correction' ? {} : { addedIn: edition };
  if (kind === 'added') {
    if (known) return skipped('already in the contracts');
    const described = editor.parameter(id, parameter);
    if (!described) return skipped('not modelled');
    const [list, required] = described.isHeader
      ? (['headers', 'requiredHeaders'] as const)
      : (['query', 'requiredQuery'] as const);
    const schema: Schema = { ...described.schema, ...mark, ...(described.isRequired && { requiredIn: edition }) };
    entry[list] = { ...entry[list], [parameter]: schema };
    if (described.isRequired) entry[required] = [...(entry[required] ?? []), parameter];
  } else {
    if (!known) return skipped('not modelled');
    if (hasMark(known))
      return isMarkOf(known, edition) ? already : decide(`the contract has a mark: ${marksText(known)}`);
    if (kind === 'removed') known.removedIn = edition;
    else if (kind === 'enum') return editor.widen(known, difference, file, 'request', known);
    else return decide('compare the contract with the document');
  }
  editor.changed.add(file);
  return written(`parameters ${kind}`);
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
