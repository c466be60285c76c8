import type { PublishedEdition } from '../contract/editions.js';
import type { EditionSign } from '../contract/other-marks.js';
import { compareEditions } from '../contract/step.js';
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
  { outcome, changes }: Pick<OperationResult, 'outcome' | 'changes'>,
  others: readonly EditionSign[],
  editions: readonly PublishedEdition[],
): MatchedEdition {
  if (outcome.kind !== 'verified') return {};
  // An added property that is optional may be absent in any edition.
  const passes = outcome.verdict === 'pass';
  const own = changes.flatMap(({ change, state }): EditionSign[] => {
    const { kind, part, inDocuments, edition } = change;
    if (edition === undefined || kind === 'deprecated' || part !== undefined || inDocuments === false) return [];
    if (state === 'applied') return [{ edition, isReached: true }];
    return state === 'not applied' && !passes ? [{ edition, isReached: false }] : [];
  });
  const signs = [...own, ...others];
  const [notYet] = signs
    .filter(({ isReached }) => !isReached)
    .map(({ edition }) => edition)
    .sort(compareEditions);
  const reached = newestOf(signs.filter(({ isReached }) => isReached).map(({ edition }) => edition));
  const matches = notYet === undefined ? reached : before(notYet, editions);
  return {
    ...(matches === undefined ? {} : { matches }),
    ...(reached === undefined ? {} : { reached }),
    ...(notYet === undefined ? {} : { notYet }),
  };
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
  const differing = editions.filter(({ sameAs }) => sameAs === undefined);
  const reached = newestOf(operations.flatMap((operation) => operation.reached ?? []));
  const [notYet] = operations.flatMap((operation) => operation.notYet ?? []).sort(compareEditions);
  const last = notYet === undefined ? differing.at(-1)?.edition : before(notYet, differing);
  if (reached === undefined && notYet === undefined) return undefined;
  if (reached !== undefined && (last === undefined || compareEditions(last, reached) < 0))
    return { ...(last === undefined ? {} : { oldest: last }), newest: reached, isMixed: true };
  const oldest = reached ?? differing[0]?.edition;
  return last === undefined ? undefined : { ...(oldest === undefined ? {} : { oldest }), newest: last, isMixed: false };
}

function before(edition: string, editions: readonly PublishedEdition[]): string | undefined {
  return editions.findLast((one) => compareEditions(one.edition, edition) < 0)?.edition;
}

function newestOf(editions: readonly string[]): string | undefined {
  return [...editions].sort(compareEditions).at(-1);
}
