// @ts-nocheck
import { hashOf, type Vocabulary } from './vocabulary.js';

/** Tells what a value looks like without telling the value: values of an org never reach a report. */
export function shapeOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value))
    return value.length === 1 ? 'an array of 1 element' : `an array of ${value.length} elements`;
  if (typeof value === 'object') {
    const n = Object.keys(value).length;
    return n === 1 ? 'an object with 1 property' : `an object with ${n} properties`;
  }
  if (typeof value === 'string') return `a string of ${value.length} characters`;
  return `a ${typeof value}`;
}

/**
 * A value for places that hold constants: itself where it is one of Okta's (`ACTIVE`, `com.okta.x`). What only looks like a
 * constant may have been chosen by people: it is told by its hash. Everything else is told by its shape.
 */
export function constantOrShape(value: unknown, vocabulary: Vocabulary): string {
  if (vocabulary.hasValue(value)) return value;
  return looksConstant(value) ? `an unknown value (#${hashOf(value)})` : shapeOf(value);
}

function looksConstant(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= 60 &&
    /^([A-Z][A-Z0-9]*(_[A-Z0-9]+)*|com\.okta(\.[a-z0-9-]+)+)$/.test(value)
  );
}
