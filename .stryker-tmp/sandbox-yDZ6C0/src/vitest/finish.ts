// @ts-nocheck
import type { Leftover } from '../assess/run-report.js';

/**
 * Unlocks and sweeps the org of a run. Returns everything that is left, if it swept.
 * @param isSwept the run has removed its objects already
 */
export type Finish = (isSwept: boolean) => Promise<Leftover[] | undefined>;

const key = Symbol.for('okta-contracts.finish');

/**
 * Lets the reporter finish a run before it reports, because vitest's own teardown comes after the reports. vitest loads the
 * reporter and the setup separately, so that they share only the vitest object.
 */
export function setFinish(vitest: object, finish: Finish): void {
  (vitest as { [key]?: Finish })[key] = finish;
}

/** The function that the setup has set. Merged reports have no setup. */
export function finishOf(vitest: object | undefined): Finish | undefined {
  return (vitest as { [key]?: Finish } | undefined)?.[key];
}
