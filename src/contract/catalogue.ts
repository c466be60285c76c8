import type { OperationId } from '../domain/operation.js';
import { ownContractsFolder } from '../io/package-root.js';
import { defaultErrors } from './errors.js';
import { Evidences, readEvidence } from './evidence.js';
import { listResources } from './files.js';
import type { Edition, OperationContract } from './model.js';
import { resolvePlace, Schemas } from './schemas.js';

/** `contracts/<resource>/operations.json`. An entry leaves out what is derived from its key, its folder and other files. */
interface OperationsFile {
  title: string;
  operations: Record<OperationId, OperationEntry>;
}

type OperationEntry = Pick<
  OperationContract,
  | 'category'
  | 'note'
  | 'difference'
  | 'inDocuments'
  | 'oauthScopes'
  | 'request'
  | 'contentTypes'
  | 'query'
  | 'requiredQuery'
  | 'headers'
  | 'requiredHeaders'
  | 'reducedBy'
  | 'paging'
  | 'answers'
  | 'addedErrors'
> & {
  /** Error statuses in addition to `defaultErrors`. */
  errors?: number[];
};

/** All contracts of a folder: the edition, its operations by id, and their schemas. */
export interface Catalogue {
  edition: Edition;
  /** Title of each resource. */
  resources: Map<string, string>;
  operations: Map<OperationId, OperationContract>;
  schemas: Schemas;
  /** What each assertion of the schemas is based on. */
  evidence: Pick<Evidences, 'of'>;
}

/**
 * Reads the catalogue of a contracts folder (default: the one of this package). Schemas are read when they are first used.
 * Throws `CONTRACT_FILE` if a file cannot be read or does not match its meta-schema.
 */
export function loadCatalogue(folder: string = ownContractsFolder()): Catalogue {
  const schemas = new Schemas(folder);
  const edition = schemas.data('edition.json', 'meta/edition.schema.json') as Edition;
  const resources = new Map<string, string>();
  const operations = new Map<OperationId, OperationContract>();
  const evidences = new Map<string, ReturnType<typeof readEvidence>>();
  for (const resource of listResources(folder)) {
    const file = schemas.data(`${resource}/operations.json`, 'meta/operations.schema.json') as OperationsFile;
    resources.set(resource, file.title);
    const evidence = readEvidence(schemas, folder, resource);
    evidences.set(resource, evidence);
    for (const [key, entry] of Object.entries(file.operations)) {
      const id = key as OperationId;
      operations.set(id, completeEntry(id, resource, entry, evidence.operations[id] ?? 'documented'));
    }
  }
  return {
    edition,
    resources,
    operations,
    schemas,
    evidence: new Evidences((resource) => evidences.get(resource) ?? readEvidence(schemas, folder, resource)),
  };
}

function completeEntry(
  id: OperationId,
  resource: string,
  entry: OperationEntry,
  evidence: OperationContract['evidence'],
): OperationContract {
  const [method = '', template = ''] = id.split(' ');
  const added = Object.keys(entry.addedErrors ?? {}).map(Number);
  const errors = [...defaultErrors({ ...entry, template }), ...(entry.errors ?? []), ...added].sort((a, b) => a - b);
  return { ...entry, id, resource, method, template, errors, evidence };
}

/** The location of a response or request schema of an operation, relative to the contracts folder. */
export function schemaPlace(operation: OperationContract, schema: string): string {
  return resolvePlace(`${operation.resource}/operations.json`, schema);
}

/** Reads the schemas of all operations, so that an invalid one is reported before any request is sent. Throws `CONTRACT_FILE`. */
export function readSchemas(catalogue: Catalogue): void {
  for (const operation of catalogue.operations.values()) {
    const named = Object.values(operation.answers).map((answer) => answer.schema);
    for (const schema of [operation.request, ...named])
      if (schema) catalogue.schemas.at(schemaPlace(operation, schema));
  }
}
