import type { PublishedEdition } from '../contract/editions.js';
import { compareEditions } from '../contract/step.js';
import type { OperationResult } from '../domain/outcome.js';
import { editionOfOrg, isShown } from './matched-edition.js';
import type { EditionMatch, ReportedOperation, RunReport } from './run-report.js';

/**
 * The edition that the responses of an operation match. One change that is not applied is enough for the previous edition.
 * Changes that do not affect responses (deprecations, requests) and changes that Okta's documents do not show do not distinguish the
 * editions.
 */
export function editionMatchOf({
  outcome,
  changes,
  findings,
}: Pick<OperationResult, 'outcome' | 'changes' | 'findings'>): EditionMatch {
  const distinguishing = changes.filter(
    ({ change }) => change.kind !== 'deprecated' && change.part === undefined && change.inDocuments !== false,
  );
  const states = distinguishing.map(({ state }) => state);
  if (outcome.kind !== 'verified') return 'unknown';
  if (distinguishing.some(({ change, state }) => state === 'not applied' && isShown(change, findings)))
    return 'previous';
  if (outcome.verdict === 'violation') return 'neither';
  if (states.length === 0) return 'same in both';
  return states.includes('applied') ? 'edition' : 'unknown';
}

/** The number of operations by the edition that they match. */
export function editionMatchOfRun(
  operations: readonly ReportedOperation[],
  published: readonly PublishedEdition[],
): RunReport['editionMatch'] {
  const numberOf = (match: EditionMatch) => operations.filter(({ editionMatch }) => editionMatch === match).length;
  const editions = operations.flatMap(({ matches }) => matches ?? []).sort(compareEditions);
  const org = editionOfOrg(operations, published);
  return {
    edition: numberOf('edition'),
    previous: numberOf('previous'),
    neither: numberOf('neither'),
    sameInBoth: numberOf('same in both'),
    unknown: numberOf('unknown'),
    of: operations.filter(({ editionMatch }) => editionMatch !== undefined).length,
    ...(editions.length > 0 ? { editions: numbersOf(editions) } : {}),
    ...(org ? { org } : {}),
  };
}

function numbersOf(names: readonly string[]): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const name of names) numbers[name] = (numbers[name] ?? 0) + 1;
  return numbers;
}

/** The number of changes by their state: of what operations return, or of what they accept in requests. */
export function changesOfRun(
  operations: readonly Pick<OperationResult, 'changes'>[],
  part?: 'request',
): RunReport['changes'] {
  const states = operations.flatMap(({ changes }) =>
    changes.filter(({ change }) => change.part === part).map(({ state }) => state),
  );
  const numberOf = (state: string) => states.filter((one) => one === state).length;
  return {
    applied: numberOf('applied'),
    notApplied: numberOf('not applied'),
    notObservable: numberOf('not observable'),
  };
}
