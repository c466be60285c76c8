// @ts-nocheck
import type { Catalogue } from '../contract/catalogue.js';
import type { OperationContract } from '../contract/model.js';
import type { OperationId, Tier } from '../domain/operation.js';
import { tierOf } from './model.js';

/** The scopes that operations need in the tiers of a run, without duplicates. */
export function scopesNeeded(
  catalogue: Catalogue,
  operations: Iterable<OperationId>,
  tiers: readonly Tier[],
): string[] {
  const scopes = new Set<string>();
  for (const id of operations)
    if (tiers.includes(tierOf(id)))
      for (const scope of catalogue.operations.get(id)?.oauthScopes ?? []) scopes.add(scope);
  return [...scopes].sort();
}

/** The operations in the tiers of a run that cannot be called without the missing scopes. */
export function withoutScopes(
  catalogue: Catalogue,
  missing: readonly string[],
  tiers: readonly Tier[],
): OperationContract[] {
  return [...catalogue.operations.values()].filter(
    ({ id, oauthScopes, category }) =>
      category !== 'fixture' && tiers.includes(tierOf(id)) && oauthScopes.some((needed) => missing.includes(needed)),
  );
}
