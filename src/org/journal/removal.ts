import { type Catalogue, schemaPlace } from '../../contract/catalogue.js';
import type { OperationContract } from '../../contract/model.js';
import { type OperationId, readerOf, templateOf } from '../../domain/operation.js';
import { fillPath, parametersOf } from '../ids.js';
import type { Leftover, Removal } from './journal.js';

/** The values of an operation's path parameters. A parameter without a value is filled with the object's own id. */
export function idsOf(operation: OperationId, values: Record<string, string>, id: string): Record<string, string> {
  return Object.fromEntries(
    parametersOf(operation).map((name) => [name, Object.hasOwn(values, name) ? (values[name] ?? '') : id]),
  );
}

/** Fills the path of an operation. Throws as `fillPath` does. */
export function pathOf(operation: OperationId, values: Record<string, string>, id: string): string {
  return fillPath(templateOf(operation), idsOf(operation, values, id));
}

/** The query of a removal, with the object's id. */
export function queryOf({ query = {} }: Removal, id: string): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, value === '{id}' ? id : value]));
}

/**
 * Whether a journal entry is one that a run writes: its removal deletes or deactivates only this object, or restores a setting,
 * and consists of operations in the catalogue.
 */
export function isValid({ recipe, id }: Leftover, catalogue: Catalogue): boolean {
  const { remove, find, values, changes, restore } = recipe;
  const last = remove.at(-1);
  if (!last) return true;
  if (restore && !(changes && isKnown(restore.read, catalogue))) return false;
  const operations = [
    ...remove.map(({ operation }) => operation),
    ...(find ? [find.operation] : []),
    ...(restore ? [restore.read] : []),
  ];
  const own = new Set(operations.flatMap(parametersOf).filter((name) => !Object.hasOwn(values, name)));
  if (own.size > 1 || (own.size === 1 && id === '')) return false;
  // The path of the list that contains the object cannot contain the object's id.
  if (find && !(isKnown(find.operation, catalogue) && parametersOf(find.operation).every((name) => !own.has(name))))
    return false;
  if (changes) return remove.length === 1 && (isReversal(last) || isRestore(last, catalogue));
  const object = templateOf(last.operation);
  return remove.every(
    (step) =>
      contractOf(step.operation, catalogue) !== undefined &&
      (step === last
        ? step.operation.startsWith('DELETE ') && step.body === undefined
        : step.operation === `POST ${object}/lifecycle/deactivate`
          ? step.body === undefined
          : step.operation === `PATCH ${object}` && hasValidBody(step, catalogue)),
  );
}

/**
 * Requests without a body that undo another request without a body. The org does not show which client sent that request. So
 * only these are allowed: otherwise a forged journal could deactivate a user, an app or a policy.
 */
const reversals: ReadonlySet<string> = new Set([
  'POST /api/v1/authenticators/{authenticatorId}/lifecycle/deactivate',
  'POST /api/v1/authenticators/{authenticatorId}/methods/{methodType}/lifecycle/deactivate',
  'POST /api/v1/device-integrations/{deviceIntegrationId}/lifecycle/deactivate',
  'POST /api/v1/iam/governance/optOut',
  'POST /api/v1/org/privacy/oktaSupport/revoke',
]);

function isReversal({ operation, body }: Removal): boolean {
  return reversals.has(operation) && body === undefined;
}

/** A setting of the org has a path without parameters, and the same path reads it. */
function isRestore(step: Removal, catalogue: Catalogue): boolean {
  return (
    parametersOf(step.operation).length === 0 &&
    /^(POST|PUT) /.test(step.operation) &&
    contractOf(readerOf(templateOf(step.operation)), catalogue) !== undefined &&
    hasValidBody(step, catalogue)
  );
}

function hasValidBody({ operation, body }: Removal, catalogue: Catalogue): boolean {
  const contract = contractOf(operation, catalogue);
  if (!contract?.request || body === undefined) return false;
  return catalogue.schemas.validator(schemaPlace(contract, contract.request))(body) === true;
}

/** The contract of an operation. The run that created an object may have been about other editions. */
function contractOf(operation: OperationId, { operations, others }: Catalogue): OperationContract | undefined {
  return operations.get(operation) ?? others.get(operation);
}

/** Whether an operation reads a path of the API. The GET itself needs no contract. */
function isKnown(operation: OperationId, catalogue: Catalogue): boolean {
  const template = templateOf(operation);
  return (
    operation.startsWith('GET ') &&
    [...catalogue.operations.values(), ...catalogue.others.values()].some((known) => known.template === template)
  );
}

/** The kind of object that a removal removes, for messages: `inline hooks`. Only names in the catalogue are shown. */
export function kindOf({ recipe }: Pick<Leftover, 'recipe'>): string {
  const last = recipe.remove.at(-1);
  const names = last
    ? templateOf(last.operation)
        .replace(/\/lifecycle\/.*$/, '')
        .split('/')
    : [];
  const [before, name = 'objects'] = ['', ...names.filter((part) => !part.startsWith('{'))].slice(-2);
  // `/meta/types/user` is shown as "user types".
  return (before === 'types' ? `${name}-types` : name)
    .replaceAll('-', ' ')
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
