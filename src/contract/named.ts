import { closest, distance } from 'fastest-levenshtein';
import { ContractsError, type ErrorCode } from '../domain/errors.js';
import type { OperationId } from '../domain/operation.js';
import type { Catalogue } from './catalogue.js';
import type { OperationContract } from './model.js';

type Operations = Catalogue['operations'];

/** Operations by their names without the names of parameters. */
const byForm = new WeakMap<Operations, Map<string, OperationContract>>();

/** The operation that a person names as `GET /api/v1/users/{userId}`, independent of the names of its parameters there. */
export function operationNamed(operations: Operations, name: string): OperationContract | undefined {
  return operations.get(name as OperationId) ?? formsOf(operations).get(formOf(name));
}

/** The operation that a person names. Throws with the closest name where there is none. @param where who names it, as `A waiver names` */
export function requireOperation(
  operations: Operations,
  name: string,
  where: string,
  code: ErrorCode = 'INPUT',
): OperationContract {
  const operation = operationNamed(operations, name);
  if (operation) return operation;
  throw new ContractsError(code, `${where} ${name}, which has no contract: ${suggestionFor(operations, name)}`.trim());
}

/** The suggestion for an unknown operation, as the end of a sentence. */
export function suggestionFor(operations: Operations, name: string): string {
  const form = formOf(name);
  const nearest = closest(form, [...formsOf(operations).keys()]);
  const operation = formsOf(operations).get(nearest);
  if (!operation || distance(form, nearest) > form.length / 2) return 'name an operation as GET /api/v1/users/{id}.';
  return `did you mean ${operation.id}?`;
}

function formsOf(operations: Operations): Map<string, OperationContract> {
  let forms = byForm.get(operations);
  if (!forms) {
    forms = new Map([...operations.values()].map((operation) => [formOf(operation.id), operation]));
    byForm.set(operations, forms);
  }
  return forms;
}

function formOf(name: string): string {
  const [method = '', ...path] = name.trim().split(/\s+/);
  const segments = path
    .join(' ')
    .split('/')
    .filter((part) => part !== '');
  return `${method.toUpperCase()} /${segments.map((part) => (/^\{.*\}$/.test(part) ? '{}' : part)).join('/')}`;
}
