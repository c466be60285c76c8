import { join } from 'node:path';
import { loadCatalogue, readSchemas } from '../../src/contract/catalogue.js';
import type { Schema } from '../../src/contract/model.js';
import { countOf } from '../../src/io/counts.js';
import { ownContractsFolder } from '../../src/io/package-root.js';
import { blank, type NamedOperation, type OktaDocument } from '../document.js';
import { ContractFiles } from './contract-files.js';
import { DocumentedSchemas } from './documented.js';
import { Sources } from './documents.js';
import { writeOperations } from './new-operations.js';
import { type Corrections, ObservedSchemas } from './observed.js';
import { OrgResponses } from './org-responses.js';
import { KnownComponents } from './reuse.js';
import type { EditionDocument } from './step.js';

/**
 * Writes contracts for the operations of the edition of the contracts that have none: what its document states, corrected by
 * recorded responses. Operations with a contract do not change.
 * @param folder contains okta-specs/ and recordings/
 */
export async function completeContracts(folder: string, contracts: string = ownContractsFolder()): Promise<void> {
  const after = await new Sources(folder, contracts).read(loadCatalogue(contracts, {}).edition.edition);
  const files = new ContractFiles(contracts);
  const operations = writeDocumented(files, after);
  if (operations.length === 0) {
    console.log(`Each operation of ${after.edition} has a contract: nothing to write.`);
    return;
  }
  const responses = await OrgResponses.read(join(folder, 'recordings'), operations);
  const corrections = correct(operations, files, responses, after.document);
  const growth = `${Math.round(files.growth / 1000)} kB`;
  files.save((made) => readSchemas(loadCatalogue(made)));
  console.log(`${countOf(operations.length, 'operations')} of ${after.edition} have a contract now (${growth}).`);
  const { undecided, ...done } = corrections;
  console.log(
    `Corrected by recorded responses: ${Object.entries(done)
      .map(([what, n]) => `${what} ${n}`)
      .join(', ')}. Optional, although all recorded objects have them: ${countOf(undecided, 'properties')}.`,
  );
  console.log(
    'Run npm run requests, npm run edition -- import FILE --repeat for later editions, and npm run evidence.',
  );
}

/** Writes what a document states about the operations without a contract. Returns them. */
export function writeDocumented(files: ContractFiles, { document, edition }: EditionDocument): NamedOperation[] {
  const operations = document.operations().filter(({ id }) => !files.operations.has(blank(id)));
  const known = new KnownComponents(document, files);
  const schemas = new DocumentedSchemas(document, edition);
  writeOperations({ operations, marks: { category: 'compatible' }, known }, files, schemas, document);
  return operations;
}

/** Corrects the schemas of operations that were written now. Those that other contracts had already are not changed. */
export function correct(
  operations: readonly NamedOperation[],
  files: ContractFiles,
  responses: OrgResponses,
  document: OktaDocument,
): Corrections {
  const observed = new ObservedSchemas(document);
  for (const operation of operations) {
    const written = files.operations.get(blank(operation.id));
    for (const [status, { schema: place }] of Object.entries(written?.entry.answers ?? {})) {
      if (!written || !place?.startsWith('documented.schema.json#/$defs/')) continue;
      const file = files.json(`${written.resource}/documented.schema.json`) as Schema;
      files.change(`${written.resource}/documented.schema.json`);
      const schema = { $ref: place.slice('documented.schema.json'.length) };
      observed.addExamples(operation, status, schema, file);
      for (const one of responses.of(operation)) if (one.status === status) observed.add(operation, schema, file, one);
    }
  }
  return observed.correct();
}
