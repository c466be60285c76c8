import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AssertionId, assertionsOf } from '../../src/contract/assertions.js';
import { type Catalogue, loadCatalogue, readSchemas, schemaPlace } from '../../src/contract/catalogue.js';
import { ownContractsFolder } from '../../src/io/package-root.js';
import type { NamedOperation, OktaDocument } from '../document.js';
import { correct, writeDocumented } from './complete.js';
import { ContractFiles } from './contract-files.js';
import { OrgResponses } from './org-responses.js';
import type { EditionDocument } from './step.js';

/** Contracts that `complete` writes for the whole API, as if there were none. */
export class CompletedContracts {
  readonly #folder = mkdtempSync(join(tmpdir(), 'completed-'));
  readonly #after: EditionDocument;
  readonly #operations: NamedOperation[];
  readonly #responses: OrgResponses;
  /** What the document requires. */
  readonly #required: ReadonlySet<AssertionId>;

  /** @param folder contains recordings/ */
  static async create(edition: string, document: OktaDocument, folder: string): Promise<CompletedContracts> {
    const responses = await OrgResponses.read(join(folder, 'recordings'), document.operations());
    return new CompletedContracts({ edition, date: '', document }, responses);
  }

  private constructor(after: EditionDocument, responses: OrgResponses) {
    this.#after = after;
    this.#responses = responses;
    const documented = join(this.#folder, 'documented');
    for (const part of ['edition.json', 'editions.json', 'meta', 'shared'])
      cpSync(join(ownContractsFolder(), part), join(documented, part), { recursive: true });
    const files = new ContractFiles(documented);
    this.#operations = writeDocumented(files, after);
    files.save((made) => readSchemas(loadCatalogue(made)));
    this.#required = requiredBy(loadCatalogue(documented));
  }

  /** The contracts as the recordings of all other orgs correct them, and the required properties that the document does not require. */
  without(org: string): { catalogue: Catalogue; added: ReadonlySet<AssertionId> } {
    const corrected = join(this.#folder, 'corrected');
    rmSync(corrected, { recursive: true, force: true });
    cpSync(join(this.#folder, 'documented'), corrected, { recursive: true });
    const files = new ContractFiles(corrected);
    correct(this.#operations, files, this.#responses.without(org), this.#after.document);
    files.save(() => {});
    const catalogue = loadCatalogue(corrected);
    return { catalogue, added: new Set([...requiredBy(catalogue)].filter((id) => !this.#required.has(id))) };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

/** The assertions of all responses that require a property. */
function requiredBy({ operations, schemas }: Catalogue): Set<AssertionId> {
  const found = new Set<AssertionId>();
  for (const operation of operations.values())
    for (const { schema } of Object.values(operation.answers))
      if (schema !== undefined)
        for (const { id, keyword } of assertionsOf(schemas, schemas.at(schemaPlace(operation, schema))))
          if (keyword === 'required') found.add(id);
  return found;
}
