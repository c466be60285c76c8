import { isDeepStrictEqual } from 'node:util';
import type { Schema } from '../src/contract/model.js';
import { propertiesIn, type Step, schemaIn } from '../src/contract/step.js';

type Node = Record<string, unknown>;

/** What a step says about other editions. The documents of the step do not show it. */
const ofOthers = ['removedLater', 'addedBefore', 'removedBefore', 'otherChanges'];
const marks = ['addedIn', 'removedIn', 'changedIn', 'requiredIn', 'history', 'before'];

/** A schema file as the documents of a step give it, from one with the marks of any number of editions. */
export function documentIn(step: Step, schema: Schema): Schema {
  return plain(schemaIn(step, schema)) as Schema;
}

/** The parameters of a request as the documents of a step give them. */
export function parametersIn(
  step: Step,
  properties: Record<string, Schema> | undefined,
  required: string[] | undefined,
): { properties?: Record<string, Schema>; required?: string[] } {
  if (!properties) return {};
  const own = { properties, ...(required && { required }) };
  const { properties: view = {}, required: names = [] } = plain({ ...own, ...propertiesIn(step, own) }) as Schema;
  return {
    ...(Object.keys(view).length > 0 && { properties: view }),
    ...(names.length > 0 && { required: names }),
  };
}

function plain(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(plain);
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).flatMap(([key, child]): [string, unknown][] => {
    if (ofOthers.includes(key) || (child as Schema | null)?.addedLater !== undefined) return [];
    if (key === 'required' && Array.isArray(child)) return [[key, [...child].sort()]];
    const content = plain(key === 'allOf' && Array.isArray(child) ? ofDocuments(child) : child);
    if (key === 'allOf' && isEmpty(content)) return [];
    // All properties of this object are those of later editions.
    return key === 'properties' && isEmpty(content) && !isEmpty(child) ? [] : [[key, content]];
  });
  return Object.fromEntries(entries);
}

/** Conditions without those that an import wrote: their schemas are in a file of their own. */
function ofDocuments(conditions: readonly Schema[]): Schema[] {
  return conditions.filter(({ then }) => then?.$ref === undefined || then.$ref.startsWith('#'));
}

function isEmpty(node: unknown): boolean {
  return typeof node === 'object' && node !== null && Object.keys(node).length === 0;
}

/**
 * What the documents of a step give now, with the marks of other editions.
 * @param written with the marks of all editions @param view `written` in the step @param now what the documents give
 * @param lose is called with the location of each mark of another edition that cannot be kept
 */
export function withOtherMarks(
  written: unknown,
  view: unknown,
  now: unknown,
  lose: (at: string) => void,
  at = '',
): unknown {
  if (isDeepStrictEqual(view, now)) return written;
  if (!isNode(written) || !isNode(view) || !isNode(now)) {
    if (!isDeepStrictEqual(written, view)) lose(at);
    return now;
  }
  const isMarked = marks.some((mark) => mark in written && !isDeepStrictEqual(written[mark], view[mark]));
  if (isMarked) {
    lose(at);
    return now;
  }
  const later = Object.entries(written).filter(([key]) => !(key in view) && !(key in now));
  const merged = Object.entries(now).map(([key, value]): [string, unknown] => [
    key,
    withOtherMarks(written[key], view[key], value, lose, `${at}/${key}`),
  ]);
  return Object.fromEntries([...merged, ...later]);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
