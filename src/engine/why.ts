import type { OperationId } from '../domain/operation.js';
import type { Reason } from '../domain/outcome.js';

/** Why an operation could not be verified. */
export type Why = { kind: 'skipped' | 'inconclusive'; reason: Reason; detail: string };

export const needsName: Why = {
  kind: 'skipped',
  reason: 'needs-org-tier',
  detail: 'it affects people or the whole org, or cannot be undone: it is sent only when OKTA_CONTRACTS_NAMED names it',
};

/** An object without which this one must not be left could not be removed. */
export const stillNeeded: Why = {
  kind: 'inconclusive',
  reason: 'fixture-not-made',
  detail: 'an object that depends on it could not be removed',
};

/** There is nothing to restore. */
export const changedMeanwhile: Why = {
  kind: 'inconclusive',
  reason: 'fixture-not-made',
  detail: 'someone else changed it during the run',
};

/** Values that could not be read just before are not written back. */
export const notReadAgain: Why = {
  kind: 'inconclusive',
  reason: 'fixture-not-made',
  detail: 'the current value could not be read, so it was not written back',
};

export function needsTier(tier: string): Why {
  return {
    kind: 'skipped',
    reason: tier === 'org' ? 'needs-org-tier' : 'needs-write-tier',
    detail: `runs in the ${tier} tier only`,
  };
}

/** Why a fixture is missing: the same as why its create request could not be verified, where that is a property of the org. */
export function notMade(operation: OperationId, why: Why | undefined): Why {
  if (why?.kind === 'skipped') return { ...why, detail: `${operation}: ${why.detail}` };
  return {
    kind: 'inconclusive',
    reason: 'fixture-not-made',
    detail: `${operation} did not create the object that this operation needs${why ? `: ${why.detail}` : ''}`,
  };
}

/** Nothing shows that the object in a create response is the one that the run created: it is neither changed nor deleted. */
export function notConfirmed(operation: OperationId): Why {
  return {
    kind: 'inconclusive',
    reason: 'fixture-not-made',
    detail: `${operation}: the created object could not be confirmed as this run's`,
  };
}

export function noneOnThisOrg(operation: OperationId): Why {
  return {
    kind: 'skipped',
    reason: 'no-such-object-on-this-org',
    detail: `${operation} returned no object on this org`,
  };
}
