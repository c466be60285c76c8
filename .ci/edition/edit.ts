import type { Schema } from '../../src/contract/model.js';

/** The result of one edit. */
export type Edit =
  | { kind: 'written'; what: string }
  | { kind: 'skipped'; why: string }
  | { kind: 'decide'; why: string };

/** Whether a location has a mark of any edition. */
export function hasMark({ addedIn, removedIn, changedIn, requiredIn }: Schema): boolean {
  return [addedIn, removedIn, changedIn, requiredIn].some((edition) => edition !== undefined);
}

/** Whether a location has a mark of an edition, written by an earlier import. Later changes may have followed. */
export function isMarkOf(schema: Schema, edition: string): boolean {
  const { addedIn, removedIn, changedIn, requiredIn, before, history = [] } = schema;
  if ([addedIn, removedIn, changedIn, requiredIn].includes(edition)) return true;
  return [...history, ...(before ? [before] : [])].some((earlier) => isMarkOf(earlier, edition));
}

export function marksText(schema: Schema): string {
  return (['addedIn', 'removedIn', 'changedIn', 'requiredIn'] as const)
    .flatMap((name) => (schema[name] ? [`${name} ${schema[name]}`] : []))
    .join(', ');
}

export function decide(why: string): Edit {
  return { kind: 'decide', why };
}

export function written(what: string): Edit {
  return { kind: 'written', what };
}

export function skipped(why: string): Edit {
  return { kind: 'skipped', why };
}

export const already = skipped('already marked');
