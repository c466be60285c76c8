import type { PublishedEdition } from '../contract/editions.js';
import type { EditionSign } from '../contract/other-marks.js';
import { compareEditions } from '../contract/step.js';
import type { OperationResult } from '../domain/outcome.js';

/**
 * The newest edition whose changes an operation has, of all that Okta has published. `undefined` if no response shows a change.
 * Changes of requests, deprecations and changes that Okta's documents do not show do not count.
 * @param others what responses show about editions outside the step
 */
export function matchedEdition(
  { outcome, changes }: Pick<OperationResult, 'outcome' | 'changes'>,
  others: readonly EditionSign[],
  editions: readonly PublishedEdition[],
): string | undefined {
  if (outcome.kind !== 'verified') return undefined;
  // An added property that is optional may be absent in any edition.
  const passes = outcome.verdict === 'pass';
  const own = changes.flatMap(({ change, state }): EditionSign[] => {
    const { kind, part, inDocuments, edition } = change;
    if (edition === undefined || kind === 'deprecated' || part !== undefined || inDocuments === false) return [];
    if (state === 'applied') return [{ edition, isReached: true }];
    return state === 'not applied' && !passes ? [{ edition, isReached: false }] : [];
  });
  const signs = [...own, ...others];
  const firstMissing = signs
    .filter(({ isReached }) => !isReached)
    .map(({ edition }) => edition)
    .sort(compareEditions)[0];
  if (firstMissing !== undefined)
    return editions.findLast(({ edition }) => compareEditions(edition, firstMissing) < 0)?.edition;
  return signs
    .map(({ edition }) => edition)
    .sort(compareEditions)
    .at(-1);
}
