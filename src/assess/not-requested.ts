import type { Catalogue } from '../contract/catalogue.js';
import type { OperationId } from '../domain/operation.js';
import { countOf } from '../io/counts.js';

/** The operations that a step adds and that a run did not request. The suites call all new operations of the default step. */
export function notRequested(
  { operations, isDefault }: Pick<Catalogue, 'operations' | 'isDefault'>,
  results: readonly { operation: OperationId }[],
): OperationId[] {
  if (isDefault) return [];
  const requested = new Set(results.map(({ operation }) => operation));
  return [...operations.values()]
    .filter(({ id, addedIn }) => addedIn !== undefined && !requested.has(id))
    .map(({ id }) => id);
}

/** One line about them, or none. */
export function notRequestedText(operations: readonly OperationId[]): string[] {
  if (operations.length === 0) return [];
  return [
    `Not requested: ${countOf(operations.length, 'new operations')}. No suite calls them, or they were not selected (docs/editions/not-requested.md).`,
  ];
}
