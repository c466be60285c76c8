import type { OperationId } from '../domain/operation.js';
import { loadCatalogue } from './catalogue.js';
import { changesOf } from './changes.js';
import type { PublishedEdition } from './editions.js';
import { requestChangesOf } from './request-changes.js';

/** What an edition changes, compared with the one before it. */
export interface EditionChanges {
  /** Operations that it adds. */
  added: OperationId[];
  /** Operations that it removes. */
  removed: OperationId[];
  /** Other changes of responses, each at one location of one operation. */
  responses: number;
  /** Changes of what operations accept in requests. */
  requests: number;
}

/**
 * The changes under contract between each two editions that follow each other. Those without a difference are left out.
 * @param editions oldest first
 */
export function changesByEdition(
  folder: string | undefined,
  editions: readonly PublishedEdition[],
): Map<string, EditionChanges> {
  const changes = new Map<string, EditionChanges>();
  for (const [i, { edition, sameAs }] of editions.entries()) {
    const previous = editions[i - 1]?.edition;
    if (previous !== undefined && sameAs === undefined) changes.set(edition, changesBetween(folder, previous, edition));
  }
  return changes;
}

function changesBetween(folder: string | undefined, from: string, to: string): EditionChanges {
  const catalogue = loadCatalogue(folder, { from, to });
  const operations = [...catalogue.operations.values()];
  const responses = operations.flatMap((operation) => changesOf(catalogue, operation));
  const ofKind = (kind: string) => responses.filter((change) => change.kind === kind).map(({ operation }) => operation);
  const added = ofKind('new operation');
  const removed = operations.filter(({ removedIn }) => removedIn === to).map(({ id }) => id);
  const whole = new Set(['new operation', 'deprecated']);
  return {
    added,
    removed,
    responses: responses.filter(({ kind }) => !whole.has(kind)).length,
    requests: operations.flatMap((operation) => requestChangesOf(catalogue, operation)).length,
  };
}
