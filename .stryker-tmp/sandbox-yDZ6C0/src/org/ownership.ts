// @ts-nocheck
import { isPathSegment, nobodysId, parametersOf } from './ids.js';

/** The object that a request changes: its path template, and the value of each parameter. */
export interface Target {
  template: string;
  ids: Record<string, string>;
  /** The parameter that identifies the object, if the body or the query contains its id instead of the path. */
  subject?: string;
}

/** Decides which objects of the org a run may write to: objects that it created, and their children. */
export class Ownership {
  readonly #owned = new Set<string>();

  /**
   * Adds an object that the run created.
   * @param parameters the path parameters that its id may fill
   * @param ids its id, after the ids of its parents in the path
   */
  own(parameters: readonly string[], ids: readonly string[]): void {
    for (const parameter of parameters) this.#owned.add(keyOf(parameter, ids));
  }

  /**
   * Whether a write changes an object of the run or one of its children. The first object in the path is the one that changes:
   * a later id of the run does not permit the write unless the ids before it are the recorded ones.
   */
  allows({ template, ids, subject }: Target): boolean {
    const parameters = subject === undefined ? parametersOf(template) : [subject];
    const values = parameters.map((name) => ids[name]);
    if (parameters.length === 0 || !values.every(isPathSegment)) return false;
    // No object has this id, so nothing can change.
    if (values.every((value) => value === nobodysId)) return true;
    return parameters.some((name, i) => this.#owned.has(keyOf(name, values.slice(0, i + 1) as string[])));
  }
}

function keyOf(parameter: string, ids: readonly string[]): string {
  return JSON.stringify([parameter, ...ids]);
}
