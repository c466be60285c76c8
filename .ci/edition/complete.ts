import { loadCatalogue, readSchemas } from '../../src/contract/catalogue.js';
import type { Schema } from '../../src/contract/model.js';
import { countOf } from '../../src/io/counts.js';
import { ownContractsFolder } from '../../src/io/package-root.js';
import { blank, type NamedOperation } from '../document.js';
import { ContractFiles } from './contract-files.js';
import { DocumentedSchemas } from './documented.js';
import { Sources } from './documents.js';
import { writeOperations } from './new-operations.js';
import { type Corrections, ObservedSchemas } from './observed.js';
import { KnownComponents } from './reuse.js';
import type { EditionDocument } from './step.js';

/**
 * Writes contracts for the operations of the edition of the contracts that have none: what its document states, corrected by
 * recorded responses. Operations with a contract do not change.
 * @param folder contains okta-specs/ and recordings/
 */
export async function completeContracts(folder: string, contracts: string = ownContractsFolder()): Promise<void> {
  const sources = new Sources(folder, contracts);
  const after = await sources.read(loadCatalogue(contracts, {}).edition.edition);
  const files = new ContractFiles(contracts);
  const operations = after.document.operations().filter(({ id }) => !files.operations.has(blank(id)));
  if (operations.length === 0) {
    console.log(`Each operation of ${after.edition} has a contract: nothing to write.`);
    return;
  }
  const schemas = new DocumentedSchemas(after.document, after.edition);
  const known = new KnownComponents(after.document, files);
  writeOperations({ operations, marks: { category: 'compatible' }, known }, files, schemas, after.document);
  const corrections = await correct(operations, files, sources, after);
  const growth = `${Math.round(files.growth / 1000)} kB`;
  files.save((made) => readSchemas(loadCatalogue(made)));
  console.log(`${countOf(operations.length, 'operations')} of ${after.edition} have a contract now (${growth}).`);
  console.log(
    `Corrected by recorded responses: ${Object.entries(corrections)
      .map(([what, n]) => `${what} ${n}`)
      .join(', ')}.`,
  );
  console.log(
    'Run npm run requests, npm run edition -- import FILE --repeat for later editions, and npm run evidence.',
  );
}

/** Corrects schemas that were written now. Those that other contracts had already are not changed. */
async function correct(
  operations: readonly NamedOperation[],
  files: ContractFiles,
  sources: Sources,
  after: EditionDocument,
): Promise<Corrections> {
  const observed = new ObservedSchemas(after.document);
  const { recordings } = await sources.evidence([after]);
  for (const operation of operations) {
    const written = files.operations.get(blank(operation.id));
    for (const { status, body } of recordings.of(operation)) {
      const place = written?.entry.answers[status]?.schema;
      if (!written || !place?.startsWith('documented.schema.json#/$defs/') || body === undefined) continue;
      const file = files.json(`${written.resource}/documented.schema.json`) as Schema;
      observed.add(operation, status, { $ref: place.slice('documented.schema.json'.length) }, file, body);
    }
  }
  return observed.correct();
}
