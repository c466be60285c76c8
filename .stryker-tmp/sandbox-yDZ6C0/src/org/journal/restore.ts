// @ts-nocheck
import { setTimeout as sleep } from 'node:timers/promises';
import { isObject, type Json, type JsonObject } from '../../domain/json.js';
import type { Recipe, Removal } from './journal.js';

/** The result of a restore. */
export type Restored =
  | 'restored'
  /** The setting already has its previous value. */
  | 'gone'
  /** The setting was changed after the run. */
  | 'changed-since'
  | 'unclear'
  | 'refused';

/** How to read and restore a setting on an org. */
export interface RestoreAccess {
  /**
   * The org has just accepted the change. A restore without a body (a deactivation, a revocation) is then sent even if the org
   * does not show the change, because it has no other effect.
   */
  isNew?: true;
  /** The org accepted an earlier restore: a value equal to that of the run was set by somebody else. */
  isRestored?: boolean;
  read: (recipe: Recipe) => Promise<{ status: number; body: Json | undefined }>;
  /** Sends the restore, and returns the status of the response. */
  write: (step: Removal) => Promise<number>;
}

/** The maximum number of reads after a restore: an org can return the old value for a moment. */
const mostReads = 4;

/**
 * Restores a setting that a run changed, if it still has the value that the run set. The value that the org returns afterwards
 * decides, not the status of the response.
 */
export async function restore(
  recipe: Recipe,
  { read, write, isNew, isRestored = false }: RestoreAccess,
): Promise<Restored> {
  const [step] = recipe.remove;
  if (!step) return 'gone';
  const before = stateOf(recipe, await read(recipe), step);
  if (isRestored && before === 'set') return 'changed-since';
  const isSent = before === 'set' || (isNew && step.body === undefined && before !== 'changed-since');
  if (!isSent) return before;
  const status = await write(step);
  const isAccepted = status >= 200 && status < 300;
  for (let reads = 1; ; reads += 1) {
    const after = stateOf(recipe, await read(recipe));
    if (after === 'gone') return 'restored';
    if (after === 'changed-since') return isAccepted ? 'restored' : after;
    if (after === 'unclear') return after;
    if (!isAccepted || reads >= mostReads) return 'refused';
    await sleep(125 * 2 ** reads);
  }
}

/** Whether a setting still has the value that the run read before. */
export function isUnchanged(recipe: Recipe, response: { status: number; body: Json | undefined }): boolean {
  return stateOf(recipe, response) === 'gone';
}

/** Compares a setting with its values before and after the change. @param step if it has a body, the types must match the setting */
function stateOf(
  { restore: known }: Recipe,
  { status, body }: { status: number; body: Json | undefined },
  step?: Removal,
): 'set' | 'gone' | 'changed-since' | 'unclear' {
  if (!known || status !== 200 || !isObject(body)) return 'unclear';
  if (step?.body !== undefined && !hasTypesOf(body, step.body)) return 'unclear';
  if (contains(body, known.was)) return 'gone';
  return known.set.some((set) => contains(body, set)) ? 'set' : 'changed-since';
}

function hasTypesOf(is: JsonObject, body: Json): boolean {
  return (
    isObject(body) &&
    Object.keys(body).every((name) => Object.hasOwn(is, name) && typeof is[name] === typeof body[name])
  );
}

/** Whether a value has these properties; null means a missing property. */
function contains(value: Json | undefined, part: Json | undefined): boolean {
  if (part === null || part === undefined) return value === null || value === undefined;
  if (!isObject(part)) return JSON.stringify(value) === JSON.stringify(part);
  return (
    isObject(value) &&
    Object.keys(part).every((name) => contains(Object.hasOwn(value, name) ? value[name] : undefined, part[name]))
  );
}
