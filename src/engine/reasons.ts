import type { OperationContract } from '../contract/model.js';
import type { OperationId } from '../domain/operation.js';
import type { Unverified } from '../domain/outcome.js';

export const needsName: Unverified = {
  kind: 'skipped',
  reason: 'needs-org-tier',
  detail: 'irreversible, or affects people or the whole org: sent only if OKTA_CONTRACTS_NAMED names it',
};

/** A fixture that depends on this one could not be removed, so that this one is not removed either. */
export const stillNeeded: Unverified = {
  kind: 'inconclusive',
  reason: 'fixture-not-made',
  detail: 'an object that depends on it could not be removed',
};

/** Someone else changed the setting, so that the run neither changes nor restores it. */
export const changedMeanwhile: Unverified = {
  kind: 'inconclusive',
  reason: 'fixture-not-made',
  detail: 'someone else changed it during the run',
};

/** A request that writes current values back is not sent without reading them just before. */
export const notReadAgain: Unverified = {
  kind: 'inconclusive',
  reason: 'fixture-not-made',
  detail: 'the current value could not be read, so it was not written back',
};

export function needsTier(tier: string): Unverified {
  return {
    kind: 'skipped',
    reason: tier === 'org' ? 'needs-org-tier' : 'needs-write-tier',
    detail: `runs in the ${tier} tier only`,
  };
}

/**
 * Why a fixture does not exist.
 * @param why why its create request was not verified, if that is known; a reason to skip applies to the fixture as well
 */
export function notCreated(operation: OperationId, why: Unverified | undefined): Unverified {
  if (why?.kind === 'skipped')
    return why.detail.includes(operation) ? why : { ...why, detail: `${operation}: ${why.detail}` };
  return {
    kind: 'inconclusive',
    reason: 'fixture-not-made',
    detail: `Setup failed: ${operation} created no object${why ? `: ${why.detail}` : ''}`,
  };
}

/** The object in a create response may be someone else's, so that the run neither changes nor removes it. */
export function notConfirmed(operation: OperationId): Unverified {
  return {
    kind: 'inconclusive',
    reason: 'fixture-not-made',
    detail: `${operation}: the created object could not be confirmed as this run's`,
  };
}

export function noneOnThisOrg(operation: OperationId): Unverified {
  return {
    kind: 'skipped',
    reason: 'no-such-object-on-this-org',
    detail: `${operation} returned no object on this org`,
  };
}

/** Why what depends on an operation that the org does not serve is not verified. An edition may have removed the operation. */
export function notServed({ id, category }: Pick<OperationContract, 'id' | 'category'>): Unverified {
  return category === 'deprecated'
    ? { kind: 'skipped', reason: 'gone', detail: `this org no longer serves ${id}, which it depends on` }
    : { kind: 'inconclusive', reason: 'fixture-not-made', detail: `${id} is not served` };
}

/** A list item of the org has no id that can be part of a path. */
export function withoutUsableId(operation: OperationId): Unverified {
  return { kind: 'inconclusive', reason: 'org-fault', detail: `${operation} lists an object without a usable id` };
}
