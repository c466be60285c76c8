import type { Catalogue } from '../contract/catalogue.js';
import type { OperationContract } from '../contract/model.js';
import type { OperationId } from '../domain/operation.js';
import { countOf } from '../io/counts.js';

/** Operations that no suite calls, and the reason. */
export interface NotRequested {
  reason: string;
  operations: OperationId[];
}

/**
 * The operations of the step that no suite calls, by reason, the most frequent reason first. A run of some resources has only
 * those of these resources.
 * @param results what the run reports of the operations that suites call
 */
export function notRequestedOf(
  { operations, notRequested }: Pick<Catalogue, 'operations' | 'notRequested'>,
  results: readonly { operation: OperationId }[],
): NotRequested[] {
  const all = [...operations.values()];
  const resources = new Set(results.map(({ operation }) => operations.get(operation)?.resource));
  const isRequested = ({ id }: OperationContract) => !notRequested.has(id);
  const isWhole = all.filter(isRequested).every(({ resource }) => resources.has(resource));
  const byReason = new Map<string, OperationId[]>();
  for (const { id, resource } of all) {
    const reason = notRequested.get(id);
    if (reason === undefined || !(isWhole || resources.has(resource))) continue;
    byReason.set(reason, [...(byReason.get(reason) ?? []), id]);
  }
  return [...byReason]
    .map(([reason, ids]) => ({ reason, operations: ids }))
    .sort((a, b) => b.operations.length - a.operations.length || a.reason.localeCompare(b.reason, 'en'));
}

/** One line about them, or none. */
export function notRequestedText(groups: readonly NotRequested[] = []): string | undefined {
  const count = groups.reduce((sum, { operations }) => sum + operations.length, 0);
  if (count === 0) return undefined;
  return `Not requested: ${countOf(count, 'operations')}. Reasons: docs/editions/not-requested.md.`;
}
