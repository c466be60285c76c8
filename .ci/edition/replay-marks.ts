import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Catalogue, loadCatalogue } from '../../src/contract/catalogue.js';
import { listResources, listSchemas } from '../../src/contract/files.js';
import type { Schema } from '../../src/contract/model.js';
import type { Change } from '../../src/domain/change.js';
import { readMarks } from '../ledger-marks.js';
import { ContractFiles } from './contract-files.js';
import { planStep } from './plan.js';
import type { EditionDocument, Step } from './step.js';

/** The marks that an import writes, compared with those that people made. */
export interface Replayed {
  /** Marks of people that an import can write: added and removed locations, statuses, parameters and operations. */
  byHand: number;
  /** Marks that both have. */
  both: number;
  /** Marks of people that the import does not write. */
  missed: string[];
  /** How many of them no document shows. */
  notInDocuments: number;
  /** Marks that only the import writes. */
  added: string[];
  decisions: number;
}

const replayable = new Set<Change['kind']>(['added', 'removed', 'new operation', 'new status', 'removed status']);

/**
 * Imports an edition into contracts that know only the edition before it: a copy without the marks of the edition. Changed locations
 * do not count, because contracts/ does not have their previous form.
 */
export function replayMarks(step: Step, before: EditionDocument, after: EditionDocument, contracts: string): Replayed {
  const folder = mkdtempSync(join(tmpdir(), 'replay-'));
  const copy = join(folder, 'contracts');
  try {
    cpSync(contracts, copy, { recursive: true });
    const files = new ContractFiles(copy);
    forgetEdition(files, copy, step.to);
    files.save(() => {});
    const imported = new ContractFiles(copy);
    const { decisions } = planStep(step, before, after, imported);
    imported.save(() => {});
    const editions = { from: step.from, to: step.to };
    const byHand = marksOf(loadCatalogue(contracts, editions));
    const written = marksOf(loadCatalogue(copy, editions));
    const missed = [...byHand.keys()].filter((id) => !written.has(id));
    return {
      byHand: byHand.size,
      both: byHand.size - missed.length,
      missed,
      notInDocuments: missed.filter((id) => byHand.get(id)?.inDocuments === false).length,
      added: [...written.keys()].filter((id) => !byHand.has(id)),
      decisions: decisions.length,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The changes of all operations, by part: a location that is added in requests and in responses counts twice. */
function marksOf(catalogue: Catalogue): Map<string, Change> {
  const marks = [...catalogue.operations.values()]
    .filter(({ category }) => category !== 'fixture')
    .flatMap((operation) => readMarks(catalogue, operation));
  return new Map(
    marks
      .filter(({ change }) => replayable.has(change.kind))
      .map(({ part, change }) => [`${part} ${change.id}`, change]),
  );
}

/** Removes what an edition added, and restores what it removed. */
function forgetEdition(files: ContractFiles, folder: string, edition: string): void {
  for (const file of listSchemas(folder)) {
    forgetIn(files.json(file) as Schema, edition);
    files.change(file);
  }
  for (const resource of listResources(folder)) {
    const { operations } = files.operationsFile(resource);
    for (const [id, entry] of Object.entries(operations)) {
      if (entry.category === 'new' && (entry.addedIn ?? edition) === edition) {
        delete operations[id];
        continue;
      }
      for (const [status, answer] of Object.entries(entry.answers)) {
        if (answer.addedIn === edition) delete entry.answers[status];
        if (answer.removedIn === edition) delete answer.removedIn;
      }
      if (Object.keys(entry.answers).length === 0) entry.answers = { 200: { body: 'any' } };
      for (const [status, addedIn] of Object.entries(entry.addedErrors ?? {}))
        if (addedIn === edition) delete entry.addedErrors?.[status];
      if (Object.keys(entry.addedErrors ?? {}).length === 0) delete entry.addedErrors;
      for (const [name, parameter] of Object.entries(entry.query ?? {}))
        if (parameter.addedIn === edition) delete entry.query?.[name];
        else if (parameter.removedIn === edition) delete parameter.removedIn;
      if (Object.keys(entry.query ?? {}).length === 0) delete entry.query;
    }
    if (Object.keys(operations).length > 0) files.change(`${resource}/operations.json`);
  }
}

function forgetIn(schema: Schema, edition: string): void {
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (property.addedIn === edition) {
      delete schema.properties?.[name];
      if (schema.required) schema.required = schema.required.filter((one) => one !== name);
    } else if (property.removedIn === edition) {
      const { removedIn, not, disputed, before, ...rest } = property;
      (schema.properties as Record<string, Schema>)[name] = { ...rest, ...before };
    }
  }
  const { properties = {}, $defs = {}, allOf = [], items, additionalProperties, then, else: other } = schema;
  const parts = [
    ...Object.values(properties),
    ...Object.values($defs),
    ...allOf,
    items,
    additionalProperties,
    then,
    other,
  ];
  for (const part of parts) if (typeof part === 'object') forgetIn(part, edition);
}
