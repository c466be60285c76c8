import { setTimeout as sleep } from 'node:timers/promises';
import { isObject, type Json, type JsonObject } from '../../domain/json.js';
import type { Recipe, Removal } from './journal.js';

/** What a restore did, or why it did nothing. */
export type Restored =
  | 'restored'
  /** It has its previous value already. */
  | 'gone'
  /** Somebody else changed it since. */
  | 'changed-since'
  | 'unclear'
  | 'refused';

/** How a change is read and restored on an org. */
export interface RestoreAccess {
  /**
   * The org has just accepted the change. What only ends it (a deactivation, a revocation) is sent then even if the org does not
   * show the change: it has no effect where there is nothing to end.
   */
  isNew?: true;
  /** The org confirmed an earlier restore: a value like that of the run is somebody else's. */
  isRestored?: boolean;
  read: (recipe: Recipe) => Promise<{ status: number; body: Json | undefined }>;
  /** Sends the request that restores, and returns the status of the response. */
  write: (step: Removal) => Promise<number>;
}

/** An org may show a change a moment later. */
const mostLooks = 4;

/**
 * Restores what a run changed, if it still is what the run made of it. The state that the org shows afterwards decides, and not
 * the status of the response.
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
  for (let look = 1; ; look += 1) {
    const after = stateOf(recipe, await read(recipe));
    if (after === 'gone') return 'restored';
    if (after === 'changed-since') return isAccepted ? 'restored' : after;
    if (after === 'unclear') return after;
    if (!isAccepted || look >= mostLooks) return 'refused';
    await sleep(125 * 2 ** look);
  }
}

/** Whether a setting has the value that the run read before it changes it. */
export function isUnchanged(recipe: Recipe, response: { status: number; body: Json | undefined }): boolean {
  return stateOf(recipe, response) === 'gone';
}

/** What the org shows of a change. @param step writes a body, which must have the types that the setting has */
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

/** Whether a value has these properties; null stands for a property that does not exist. */
function contains(value: Json | undefined, part: Json | undefined): boolean {
  if (part === null || part === undefined) return value === null || value === undefined;
  if (!isObject(part)) return JSON.stringify(value) === JSON.stringify(part);
  return (
    isObject(value) &&
    Object.keys(part).every((name) => contains(Object.hasOwn(value, name) ? value[name] : undefined, part[name]))
  );
}
