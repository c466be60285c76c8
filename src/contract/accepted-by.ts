import type { ChangeKind, RequestEffect, RequestObservation } from '../domain/change.js';
import type { Json } from '../domain/json.js';
import type { Schema } from './model.js';
import { acceptedBefore } from './previous-values.js';

/** The editions that accept a value of a changed property or parameter. */
export type AcceptedBy = 'edition' | 'previous' | 'both';

/**
 * Which editions accept a value. `undefined` if the marks do not tell.
 * @param isValid whether the schema of this edition accepts the value
 */
export function acceptedBy(
  { before: previous, readOnly, openEnum }: Schema,
  value: Json,
  isValid: boolean,
): AcceptedBy | undefined {
  if (previous && readOnly) return 'previous';
  if (previous?.readOnly) return 'edition';
  const isKnown = openEnum === undefined || openEnum.includes(value);
  const before = acceptedBefore(previous, value);
  if (before === undefined) return undefined;
  if (isValid && isKnown) return before ? 'both' : 'edition';
  return before && !isValid ? 'previous' : undefined;
}

/**
 * The edition is applied if the org accepts what it added, and no longer honors what it removed.
 * @param isOld whether only the previous edition accepts what was sent
 */
export function observationOf(kind: ChangeKind, effect: RequestEffect, isOld: boolean): RequestObservation {
  const isApplied =
    kind === 'required' ? effect === 'refused' : isOld ? effect !== 'still honored' : effect === 'accepted';
  return { effect, state: isApplied ? 'applied' : 'not applied' };
}
