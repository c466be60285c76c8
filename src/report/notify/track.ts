/** How often a value must be observed in a row after a return, until a change of it is an event again. */
export const settledAfter = 7;

/** What a channel knows of a finding, a change or the canary. Only runs that observed it are counted. */
export interface Tracked {
  /** The value in the last run. */
  value: string;
  /** The last value that was sent. It differs from `value` only while the value alternates. */
  sent: string;
  /** The value that was sent before. */
  before?: string;
  /** Number of runs with this value in a row. */
  runs: number;
  /** The value came back soon after it had changed: further changes are no events until it settles. */
  flapping?: true;
}

/** A change of a value that is to be sent; `came back` if the value left and returned within `settledAfter` runs. */
export type Transition = 'changed' | 'came back';

/**
 * Adds one observation. A value that alternates is sent at most three times: when it appears, leaves and comes back. After that,
 * it must be the same in `settledAfter` runs.
 * @param calm the value that never counts as a return: resolved, not applied, works
 */
export function track(known: Tracked, value: string, calm: string): { next: Tracked; transition?: Transition } {
  const runs = value === known.value ? known.runs + 1 : 1;
  if (known.flapping) {
    if (runs < settledAfter) return { next: { ...known, value, runs } };
    return { next: { value, sent: value, runs }, ...(value === known.sent ? {} : { transition: 'changed' }) };
  }
  if (value === known.value) return { next: { ...known, runs } };
  const next: Tracked = { value, sent: value, before: known.value, runs };
  return isReturn(known, value, calm)
    ? { next: { ...next, flapping: true }, transition: 'came back' }
    : { next, transition: 'changed' };
}

function isReturn(known: Tracked, value: string, calm: string): boolean {
  if (known.before === undefined || known.runs >= settledAfter || value === calm) return false;
  return known.value === calm || value === known.before;
}
