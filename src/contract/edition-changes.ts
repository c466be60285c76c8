import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OperationId } from '../domain/operation.js';
import { ownContractsFolder } from '../io/package-root.js';
import { loadCatalogue } from './catalogue.js';
import { changesOf } from './changes.js';
import type { PublishedEdition } from './editions.js';
import { listResources, listSchemas } from './files.js';
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
 * The changes under contract between each two editions that follow each other. Editions that do not differ from an earlier one are
 * left out.
 * @param editions oldest first
 */
export function changesByEdition(
  editions: readonly PublishedEdition[],
  folder: string = ownContractsFolder(),
): Map<string, EditionChanges> {
  const marked = markedEditions(folder);
  const changes = new Map<string, EditionChanges>();
  for (const [i, { edition, sameAs }] of editions.entries()) {
    const previous = editions[i - 1]?.edition;
    if (previous === undefined || sameAs !== undefined) continue;
    changes.set(edition, marked.has(edition) ? changesBetween(folder, previous, edition) : noChanges);
  }
  return changes;
}

const noChanges: EditionChanges = { added: [], removed: [], responses: 0, requests: 0 };

/** The editions that a contracts folder names: to load the contracts of the others would only show that they change nothing. */
function markedEditions(folder: string): Set<string> {
  const files = [...listResources(folder).map((resource) => `${resource}/operations.json`), ...listSchemas(folder)];
  const texts = ['edition.json', ...files].map((file) => readFileSync(join(folder, file), 'utf8'));
  return new Set(texts.flatMap((text) => text.match(/(?<=")\d{4}\.\d{2}\.\d+(?=")/g) ?? []));
}

function changesBetween(folder: string, from: string, to: string): EditionChanges {
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
