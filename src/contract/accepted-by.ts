import type { ChangeKind, RequestEffect, RequestObservation } from '../domain/change.js';
import { isObject, type Json } from '../domain/json.js';
import type { Schema } from './model.js';

/** The editions that accept a value of a changed property or parameter. */
export type AcceptedBy = 'edition' | 'previous' | 'both';

/**
 * Which editions accept a value. `undefined` if the marks do not tell.
 * @param isValid whether the schema of this edition accepts the value
 */
export function acceptedBy({ was, readOnly, openEnum }: Schema, value: Json, isValid: boolean): AcceptedBy | undefined {
  if (was === 'accepted' && readOnly) return 'previous';
  if (was === 'read-only') return 'edition';
  const isKnown = openEnum === undefined || openEnum.includes(value);
  const before = wasAccepted(was, value);
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

/** Whether the previous form of a property, as its mark states it, accepts a value. */
function wasAccepted(was = '', value: Json): boolean | undefined {
  if (was === 'any value' || was === 'without limits') return true;
  if (was === 'a text') return typeof value === 'string';
  if (was === 'an integer') return Number.isInteger(value);
  if (was === 'an object') return isObject(value);
  const [, most] = /^maxLength (\d+)$/.exec(was) ?? [];
  if (most !== undefined) return typeof value === 'string' && value.length <= Number(most);
  const [, list] = /^one of (.+)$/.exec(was) ?? [];
  const values = list?.split(', ');
  return values && [value].flat().every((item) => typeof item === 'string' && values.includes(item));
}
