import type { Leftover } from '../assess/run-report.js';

/** Ends what a run holds on its org. Returns all that is left then, if it has looked. @param isSwept the run has removed what it made */
export type Finish = (isSwept: boolean) => Promise<Leftover[] | undefined>;

const key = Symbol.for('okta-contracts.finish');

/**
 * Lets the reporter end a run before it reports: vitest's own teardown comes after the reports. vitest loads the reporter and the
 * set-up on their own, so that they share nothing but vitest itself.
 */
export function setFinish(vitest: object, finish: Finish): void {
  (vitest as { [key]?: Finish })[key] = finish;
}

/** What the set-up gave. Merged reports have no set-up. */
export function finishOf(vitest: object | undefined): Finish | undefined {
  return (vitest as { [key]?: Finish } | undefined)?.[key];
}
