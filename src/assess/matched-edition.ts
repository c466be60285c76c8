import type { PublishedEdition } from '../contract/editions.js';
import type { EditionSign } from '../contract/other-marks.js';
import { compareEditions } from '../contract/step.js';
import type { Change } from '../domain/change.js';
import type { Finding } from '../domain/finding.js';
import type { OperationResult } from '../domain/outcome.js';

/**
 * The edition that an operation matches; the newest edition of which it has a change, and the oldest one of which it does not have
 * one.
 */
export type MatchedEdition = Pick<OperationResult, 'matches' | 'reached' | 'notYet'>;

/**
 * The edition that the responses of an operation match, of all that Okta has published. Empty if no response shows a change.
 * Changes of requests, deprecations and changes that Okta's documents do not show do not count.
 * @param others what responses show about editions outside the step
 */
export function matchedEdition(
  { outcome, changes, findings }: Pick<OperationResult, 'outcome' | 'changes' | 'findings'>,
  others: readonly EditionSign[],
  published: readonly PublishedEdition[],
): MatchedEdition {
  if (outcome.kind !== 'verified') return {};
  const own = changes.flatMap(({ change, state }): EditionSign[] => {
    const { kind, part, inDocuments, edition } = change;
    if (edition === undefined || kind === 'deprecated' || part !== undefined || inDocuments === false) return [];
    if (state === 'applied') return [{ edition, isReached: true, isAbsence: isRemoval(change) }];
    return state === 'not applied' && isShown(change, findings) ? [{ edition, isReached: false }] : [];
  });
  const signs = [...own, ...others];
  const [notYet] = signs
    .filter(({ isReached }) => !isReached)
    .map(({ edition }) => edition)
    .sort(compareEditions);
  const reached = signs.filter(({ isReached }) => isReached);
  // What an edition removes may have been absent before: that shows nothing about other operations.
  const present = newestOf(reached.filter(({ isAbsence }) => !isAbsence).map(({ edition }) => edition));
  const matches =
    notYet === undefined ? newestOf(reached.map(({ edition }) => edition)) : before(notYet, differing(published));
  return {
    ...(matches === undefined ? {} : { matches }),
    ...(present === undefined ? {} : { reached: present }),
    ...(notYet === undefined ? {} : { notYet }),
  };
}

function isRemoval({ kind }: Change): boolean {
  return kind === 'removed' || kind === 'removed status';
}

/**
 * Whether a response shows that a change is not applied. An added property that is optional may be absent in any edition: that is a
 * notice.
 */
export function isShown({ id }: Change, findings: readonly Finding[]): boolean {
  return findings.some(({ change, level }) => change === id && level !== 'notice');
}

/** The editions that an org may behave as. */
export interface EditionOfOrg {
  /** The oldest one: no operation lacks a change of it. Unset if no published edition is that old. */
  oldest?: string;
  /** The newest one: an operation has a change of it, or no operation lacks one of it. */
  newest: string;
  /** Some operations have changes of `newest`, and others lack changes of an edition after `oldest`. */
  isMixed: boolean;
}

/** The edition that an org behaves as, or those that its responses do not distinguish. `undefined` if no response shows a change. */
export function editionOfOrg(
  operations: readonly MatchedEdition[],
  editions: readonly PublishedEdition[],
): EditionOfOrg | undefined {
  const different = differing(editions);
  const reached = newestOf(operations.flatMap((operation) => operation.reached ?? []));
  const [notYet] = operations.flatMap((operation) => operation.notYet ?? []).sort(compareEditions);
  const last = notYet === undefined ? different.at(-1)?.edition : before(notYet, different);
  if (reached === undefined && notYet === undefined) return undefined;
  if (reached !== undefined && (last === undefined || compareEditions(last, reached) < 0))
    return { ...(last === undefined ? {} : { oldest: last }), newest: reached, isMixed: true };
  const oldest = reached ?? different[0]?.edition;
  return last === undefined ? undefined : { ...(oldest === undefined ? {} : { oldest }), newest: last, isMixed: false };
}

/** The editions whose documents differ from the one before. */
function differing(editions: readonly PublishedEdition[]): PublishedEdition[] {
  return editions.filter(({ sameAs }) => sameAs === undefined);
}

function before(edition: string, editions: readonly PublishedEdition[]): string | undefined {
  return editions.findLast((one) => compareEditions(one.edition, edition) < 0)?.edition;
}

function newestOf(editions: readonly string[]): string | undefined {
  return [...editions].sort(compareEditions).at(-1);
}
