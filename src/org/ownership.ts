import { isPathSegment, nobodysId, parametersOf } from './ids.js';

/** What a request changes: its path template, and the value of each parameter. */
export interface Target {
  template: string;
  ids: Record<string, string>;
  /** The parameter that names the object where the body or the query names it, and the path does not. */
  subject?: string;
}

/** Tells which objects of the org a run may write to: those that it created, and what lies in them. */
export class Ownership {
  readonly #owned = new Set<string>();

  /**
   * An object is the run's.
   * @param parameters the path parameters that its id may fill
   * @param ids its id, after the ids of the objects of the org that its path leads through
   */
  own(parameters: readonly string[], ids: readonly string[]): void {
    for (const parameter of parameters) this.#owned.add(keyOf(parameter, ids));
  }

  /**
   * Whether a write changes an object of the run, or something in it. The first object in the path is the one that changes:
   * an id of the run further on gives no right, except together with the very ids before it.
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
