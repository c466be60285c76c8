import { type Catalogue, schemaPlace } from '../../contract/catalogue.js';
import { type OperationId, readerOf, templateOf } from '../../domain/operation.js';
import { fillPath, parametersOf } from '../ids.js';
import type { Leftover, Removal } from './journal.js';

/** The values of an operation's path parameters; those without a value are filled with the object's own id. */
export function idsOf(operation: OperationId, values: Record<string, string>, id: string): Record<string, string> {
  return Object.fromEntries(
    parametersOf(operation).map((name) => [name, Object.hasOwn(values, name) ? (values[name] ?? '') : id]),
  );
}

/** The path of an operation with its parameters filled in. Throws as `fillPath` does. */
export function pathOf(operation: OperationId, values: Record<string, string>, id: string): string {
  return fillPath(templateOf(operation), idsOf(operation, values, id));
}

/** The query of a removal, with the object's id. */
export function queryOf({ query = {} }: Removal, id: string): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, value === '{id}' ? id : value]));
}

/**
 * Whether a journal records an object as a run does: its removal deletes or deactivates this one object, or restores a setting,
 * and consists of operations of the catalogue.
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
  // A list contains the object, so that its path cannot depend on the object's id.
  if (find && !(isKnown(find.operation, catalogue) && parametersOf(find.operation).every((name) => !own.has(name))))
    return false;
  if (changes) return remove.length === 1 && (isReversal(last) || isRestore(last, catalogue));
  const object = templateOf(last.operation);
  return remove.every(
    (step) =>
      catalogue.operations.has(step.operation) &&
      (step === last
        ? step.operation.startsWith('DELETE ') && step.body === undefined
        : step.operation === `POST ${object}/lifecycle/deactivate`
          ? step.body === undefined
          : step.operation === `PATCH ${object}` && hasValidBody(step, catalogue)),
  );
}

/**
 * Requests without a body that end what another request without a body began. Nothing shows who began it, so that these are all:
 * a journal could otherwise deactivate a user, an app or a policy.
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

/** A setting of the org has a path without parameters, and can be read there. */
function isRestore(step: Removal, catalogue: Catalogue): boolean {
  return (
    parametersOf(step.operation).length === 0 &&
    /^(POST|PUT) /.test(step.operation) &&
    catalogue.operations.has(readerOf(templateOf(step.operation))) &&
    hasValidBody(step, catalogue)
  );
}

function hasValidBody({ operation, body }: Removal, catalogue: Catalogue): boolean {
  const contract = catalogue.operations.get(operation);
  if (!contract?.request || body === undefined) return false;
  return catalogue.schemas.validator(schemaPlace(contract, contract.request))(body) === true;
}

/** Whether a path is one of the API: it is only read, so that it need not have a contract of its own. */
function isKnown(operation: OperationId, catalogue: Catalogue): boolean {
  const template = templateOf(operation);
  return (
    operation.startsWith('GET ') && [...catalogue.operations.values()].some((known) => known.template === template)
  );
}

/** What kind of object a removal removes, as it is shown: `inline hooks`. Only names of the catalogue are shown. */
export function kindOf({ recipe }: Pick<Leftover, 'recipe'>): string {
  const last = recipe.remove.at(-1);
  const names = last
    ? templateOf(last.operation)
        .replace(/\/lifecycle\/.*$/, '')
        .split('/')
    : [];
  const [before, name = 'objects'] = ['', ...names.filter((part) => !part.startsWith('{'))].slice(-2);
  // A type is named after what it is a type of: `/meta/types/user`.
  return (before === 'types' ? `${name}-types` : name)
    .replaceAll('-', ' ')
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
