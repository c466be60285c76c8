import { countOf } from '../io/counts.js';
import { hashOf, type Vocabulary } from './vocabulary.js';

/** Describes the shape of a value without the value: values of an org are never shown in a report. */
export function shapeOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `an array of ${countOf(value.length, 'elements')}`;
  if (typeof value === 'object') return `an object with ${countOf(Object.keys(value).length, 'properties')}`;
  if (value === '') return 'an empty string';
  if (typeof value === 'string') return `a string of ${countOf(value.length, 'characters')}`;
  return `a ${typeof value}`;
}

/**
 * Describes a value where a constant is expected: one of Okta's constants (`ACTIVE`, `com.okta.x`) unchanged, another text that
 * looks like a constant as a hash because a person may have chosen it, and everything else as its shape.
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
