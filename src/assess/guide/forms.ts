import type { Schema } from '../../contract/model.js';
import type { Json } from '../../domain/json.js';

/** The value of a changed property before and after the change; `undefined` where the property cannot be sent. */
export interface Forms {
  was: Json | undefined;
  now: Json | undefined;
}

/**
 * Invented values of both forms of a changed property.
 * @param now a value of the new form @param was the previous form, as the contract describes it
 */
export function formsOf(property: Schema, now: Json, was = ''): Forms {
  // A property that became read-only is left out of requests, and the reverse.
  if (was === 'accepted') return { was: property.readOnly && !property.type ? ['EXAMPLE'] : now, now: undefined };
  if (was === 'read-only') return { was: undefined, now };
  const before = /^one of (.+)$/.exec(was)?.[1]?.split(', ');
  if (!before) {
    const past = previousForm(was, now);
    // Of a type that only gained null, null is the new form.
    const isNullable = Array.isArray(property.type) && property.type.includes('null');
    return { was: past, now: isNullable && JSON.stringify(past) === JSON.stringify(now) ? null : now };
  }
  const { items, enum: own, openEnum } = property;
  const values = (own ?? openEnum ?? items?.enum ?? items?.openEnum ?? []).filter(isPlain);
  const past = before.find((value) => !values.includes(value)) ?? before[0] ?? '';
  const added = (values.find((value) => !before.includes(String(value))) as Json | undefined) ?? now;
  return Array.isArray(now) ? { was: [past], now: [added].flat() } : { was: past, now: added };
}

/** A value of the form that `was` describes. Returns the value of the new form if the description concerns only limits. */
function previousForm(was: string, now: Json): Json {
  if (/^ISO 8601 date-time/.test(was)) return '2026-01-15T09:30:00.000Z';
  if (/\bobject\b/.test(was)) return { example: 'example' };
  if (/^a list\b/.test(was)) return [{ op: 'replace', path: '/example', value: 'example' }];
  return /^(?:a )?(?:string|text)$/.test(was) && typeof now !== 'string' ? 'example' : now;
}

/** Whether a value is a constant, and not a text with markup. */
export function isPlain(value: unknown): boolean {
  return typeof value !== 'string' || /^[\w.:-]+$/.test(value);
}
