import type { FindingParts } from '../domain/finding.js';
import { type AssertionId, assertionsOf, type Condition } from './assertions.js';
import type { MarkedPlace } from './changes.js';
import type { Schema } from './model.js';
import type { Schemas } from './schemas.js';

/** Cache: the alternatives that the assertions of a schema are in. They are needed for findings only. */
const knownConditions = new WeakMap<Schema, Map<string, Condition[][]>>();

/**
 * Adds the change to a finding at or below the place of a change; the innermost change wins. A change inside an alternative owns
 * only findings of assertions inside the same alternative.
 * @param within the place of the schema of the response, and the changes in it
 */
export function attribute(
  part: FindingParts,
  within: { schemas: Schemas; schema: string; places: readonly MarkedPlace[] },
): FindingParts {
  if (part.change || part.kind === 'undocumented' || part.kind === 'unknown-value') return part;
  const owner = within.places
    .filter(({ change }) => isAtOrBelow(part.pointer, change.pointer, change.kind === 'removed'))
    .filter((place) => isInAlternative(conditionsOf(place), part, within))
    .map(({ change }) => change)
    .sort((a, b) => b.pointer.length - a.pointer.length)[0];
  if (!owner || (owner.kind === 'added' && part.kind !== 'missing')) return part;
  const attributed = { ...part, change: owner.id };
  if (owner.kind === 'added') {
    const name = part.pointer.slice(part.pointer.lastIndexOf('/') + 1);
    const message = `\`${name}\` was added in ${owner.edition} but is not returned yet`;
    return { ...attributed, kind: 'not-yet', level: 'stale', message };
  }
  // The org still returns what the previous edition describes.
  return owner.pointer === part.pointer ? { ...attributed, level: 'stale' } : attributed;
}

function isAtOrBelow(pointer: string, place: string, isExact: boolean): boolean {
  return pointer === place || (!isExact && pointer.startsWith(`${place}/`));
}

function conditionsOf({ steps }: MarkedPlace): Condition[] {
  return steps.flatMap((step) => ('when' in step ? [step] : []));
}

/** Whether the assertion of a finding is inside an alternative: under all its conditions. */
function isInAlternative(
  conditions: readonly Condition[],
  { pointer, contract }: FindingParts,
  { schemas, schema }: { schemas: Schemas; schema: string },
): boolean {
  if (conditions.length === 0) return true;
  const root = schemas.at(schema);
  const known = knownConditions.get(root) ?? readConditions(schemas, root);
  knownConditions.set(root, known);
  // An assertion whose place is unknown may be in any alternative.
  const ofAssertion = known.get(keyOf(pointer, contract));
  return (
    ofAssertion === undefined ||
    ofAssertion.some((others) => conditions.every((one) => others.some((other) => implies(other, one))))
  );
}

function readConditions(schemas: Schemas, root: Schema): Map<string, Condition[][]> {
  const known = new Map<string, Condition[][]>();
  for (const { id, pointer, conditions } of assertionsOf(schemas, root)) {
    const key = keyOf(pointer, id);
    known.set(key, [...(known.get(key) ?? []), [...conditions]]);
  }
  return known;
}

function keyOf(pointer: string, assertion: AssertionId): string {
  return `${pointer} ${assertion}`;
}

/** Whether a value that satisfies one condition satisfies another one: both are equal, or the first one allows fewer values. */
function implies(narrow: Condition, wide: Condition): boolean {
  if (narrow.holds !== wide.holds) return false;
  if (JSON.stringify(narrow.when) === JSON.stringify(wide.when)) return true;
  const [of, within] = [valuesOf(narrow.when), valuesOf(wide.when)];
  if (!of || !within || of.property !== within.property) return false;
  const [few, many] = narrow.holds ? [of.values, within.values] : [within.values, of.values];
  return few.every((value) => many.includes(value));
}

/** The values that a condition allows for its only property. */
function valuesOf({ properties = {} }: Schema): { property: string; values: readonly unknown[] } | undefined {
  const [[property, { const: value, enum: values }] = ['', {} as Schema], ...more] = Object.entries(properties);
  const all = value === undefined ? values : [value];
  return more.length > 0 || all === undefined ? undefined : { property, values: all };
}
