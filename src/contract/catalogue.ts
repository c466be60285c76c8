import type { OperationId } from '../domain/operation.js';
import { ownContractsFolder } from '../io/package-root.js';
import { listResources } from './files.js';
import type { Edition, OperationContract } from './model.js';
import { resolvePlace, Schemas } from './schemas.js';

interface OperationsFile {
  resource: string;
  title: string;
  operations: Record<OperationId, Omit<OperationContract, 'id' | 'resource' | 'method' | 'template'>>;
}

/** All contracts of a folder: the edition, its operations by name, and the schemas behind them. */
export interface Catalogue {
  edition: Edition;
  /** Title of each resource. */
  resources: Map<string, string>;
  operations: Map<OperationId, OperationContract>;
  schemas: Schemas;
}

/**
 * Reads the catalogue of a contracts folder (default: the one beside the program). Schemas are read later, as they are needed.
 * Throws `CONTRACT_FILE` where a file cannot be read or breaks its meta-schema.
 */
export function loadCatalogue(folder: string = ownContractsFolder()): Catalogue {
  const schemas = new Schemas(folder);
  const edition = schemas.data('edition.json', 'meta/edition.schema.json') as Edition;
  const resources = new Map<string, string>();
  const operations = new Map<OperationId, OperationContract>();
  for (const resource of listResources(folder)) {
    const file = schemas.data(`${resource}/operations.json`, 'meta/operations.schema.json') as OperationsFile;
    resources.set(resource, file.title);
    for (const [id, entry] of Object.entries(file.operations) as [
      OperationId,
      OperationsFile['operations'][OperationId],
    ][]) {
      const [method = '', template = ''] = id.split(' ');
      operations.set(id, { ...entry, id, resource, method, template });
    }
  }
  return { edition, resources, operations, schemas };
}

/** Where the schema of an operation's answer or request stands, relative to the contracts folder. */
export function schemaPlace(operation: OperationContract, schema: string): string {
  return resolvePlace(`${operation.resource}/operations.json`, schema);
}

/** Reads every schema that an operation names, so that a fault in one shows before anything is sent. Throws `CONTRACT_FILE`. */
export function readSchemas(catalogue: Catalogue): void {
  for (const operation of catalogue.operations.values()) {
    const named = Object.values(operation.answers).map((answer) => answer.schema);
    for (const schema of [operation.request, ...named])
      if (schema) catalogue.schemas.at(schemaPlace(operation, schema));
  }
}
