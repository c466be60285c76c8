import { type ChosenStep, chosenInEnvironment } from '../config/chosen-step.js';
import type { OperationId } from '../domain/operation.js';
import { ownContractsFolder } from '../io/package-root.js';
import { type PublishedEdition, readEditions, stepOf } from './editions.js';
import { defaultErrors } from './errors.js';
import { Evidences, readEvidence } from './evidence.js';
import { listResources } from './files.js';
import type { Edition, OperationContract, OperationEntry } from './model.js';
import { entryIn } from './operation-step.js';
import { resolvePlace, Schemas } from './schemas.js';
import type { Step } from './step.js';

/** `contracts/<resource>/operations.json`. An entry leaves out what is derived from its key, its folder and other files. */
interface OperationsFile {
  title: string;
  operations: Record<OperationId, OperationEntry>;
}

/** The contracts of a folder for a step between two editions: the operations by id, and their schemas. */
export interface Catalogue {
  /** The last edition of the step, and the first one as `previous`. */
  edition: Edition;
  /** The step is the one of the contracts. Suites send requests that its last edition accepts. */
  isDefault: boolean;
  /** All editions that Okta has published, oldest first. */
  editions: readonly PublishedEdition[];
  /** Title of each resource. */
  resources: Map<string, string>;
  operations: Map<OperationId, OperationContract>;
  /** Operations that neither edition of the step has: a later edition adds them, or an earlier one removed them. */
  others: Map<OperationId, OperationContract>;
  /** Operations that runs do not request, each with the reason: `contracts/not-requested.json`. */
  notRequested: ReadonlyMap<OperationId, string>;
  schemas: Schemas;
  /** What each assertion of the schemas is based on. */
  evidence: Pick<Evidences, 'of'>;
}

/**
 * Reads the catalogue of a contracts folder (default: the one of this package). Schemas are read when they are first used.
 * Throws `CONTRACT_FILE` if a file cannot be read or does not match its meta-schema, and `CONFIG` if the step is invalid.
 * @param chosen the editions of the step; default: what the environment names, otherwise the step of the contracts
 * @param isValid another process of the run has validated the files
 */
export function loadCatalogue(
  folder: string = ownContractsFolder(),
  chosen: ChosenStep = chosenInEnvironment(),
  isValid = false,
): Catalogue {
  const schemas = new Schemas(folder, undefined, isValid);
  const written = schemas.data('edition.json', 'meta/edition.schema.json') as Edition;
  const editions = readEditions(schemas, written);
  const defaults = { from: written.previous, to: written.edition };
  const step = stepOf(chosen, editions, defaults);
  schemas.step = step;
  const edition = editionOf(step, written, editions);
  const resources = new Map<string, string>();
  const operations = new Map<OperationId, OperationContract>();
  const others = new Map<OperationId, OperationContract>();
  const evidences = new Map<string, ReturnType<typeof readEvidence>>();
  for (const resource of listResources(folder)) {
    const file = schemas.data(`${resource}/operations.json`, 'meta/operations.schema.json') as OperationsFile;
    resources.set(resource, file.title);
    const evidence = readEvidence(schemas, folder, resource);
    evidences.set(resource, evidence);
    for (const [key, entry] of Object.entries(file.operations)) {
      const id = key as OperationId;
      const { isSelected, entry: inStep } = entryIn(step, entry, defaults);
      const contract = completeEntry(id, resource, inStep, evidence.operations[id] ?? 'documented');
      (isSelected ? operations : others).set(id, contract);
    }
  }
  return {
    edition,
    isDefault: step.from === defaults.from && step.to === defaults.to,
    editions,
    resources,
    operations,
    others,
    notRequested: readNotRequested(schemas),
    schemas,
    evidence: new Evidences((resource) => evidences.get(resource) ?? readEvidence(schemas, folder, resource)),
  };
}

/** The reasons for which operations are not requested. Without the file, there are none. Throws `CONTRACT_FILE`. */
function readNotRequested(schemas: Schemas): ReadonlyMap<OperationId, string> {
  if (!schemas.has('not-requested.json')) return new Map();
  const reasons = schemas.data('not-requested.json', 'meta/not-requested.schema.json') as Record<OperationId, string>;
  const { $schema: _, ...byOperation } = reasons as Record<string, string>;
  return new Map(Object.entries(byOperation) as [OperationId, string][]);
}

/** What reports state about the edition that a step leads to. */
function editionOf({ from, to }: Step, written: Edition, editions: readonly PublishedEdition[]): Edition {
  const { apiVersion = to } = editions.find(({ edition }) => edition === to) ?? {};
  return {
    ...written,
    edition: to,
    previous: from,
    apiVersion: to === written.edition ? written.apiVersion : apiVersion,
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
