import type { Leftover } from '../assess/run-report.js';
import type { Catalogue } from '../contract/catalogue.js';

/**
 * Unlocks and sweeps the org of a run. Returns everything that is left, if it swept.
 * @param isSwept the run has removed its objects already
 */
export type Finish = (isSwept: boolean) => Promise<Leftover[] | undefined>;

/** What the setup of a run leaves to the reporter. */
export interface SetUp {
  finish: Finish;
  /** The contracts that the setup has read and checked. */
  catalogue: Catalogue;
}

const key = Symbol.for('okta-contracts.set-up');

/**
 * Lets the reporter finish a run before it reports, because vitest's own teardown comes after the reports. vitest loads the
 * reporter and the setup separately, so that they share only the vitest object.
 */
export function leaveToReporter(vitest: object, setUp: SetUp): void {
  (vitest as { [key]?: SetUp })[key] = setUp;
}

/** What the setup has left. Merged reports have no setup. */
export function setUpOf(vitest: object | undefined): SetUp | undefined {
  return (vitest as { [key]?: SetUp } | undefined)?.[key];
}
