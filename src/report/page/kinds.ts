import type { PageOperation } from '../page-data.js';

/** The outcomes that the page distinguishes, each with its own color. */
export type Kind = 'broken' | 'stale' | 'pass' | 'none';

export const kinds: Record<Kind, { mark: string; label: string }> = {
  broken: { mark: '✗', label: 'violation' },
  stale: { mark: '~', label: 'stale' },
  pass: { mark: '✓', label: 'passed' },
  none: { mark: '–', label: 'not verified' },
};

const kindOfVerdict = { pass: 'pass', stale: 'stale', violation: 'broken' } as const;

/** The kind of an operation. */
export function kindOf({ outcome }: Pick<PageOperation, 'outcome'>): Kind {
  return outcome.kind === 'verified' ? kindOfVerdict[outcome.verdict] : 'none';
}

/** The outcome of an operation in a few words. */
export function outcomeText({ outcome }: Pick<PageOperation, 'outcome'>): string {
  if (outcome.kind === 'verified') return kinds[kindOf({ outcome })].label;
  return 'reason' in outcome ? `${outcome.kind}: ${outcome.reason}` : outcome.kind;
}

/** The day of a time: `2026-11-24`. */
export function dayOf(time: string): string {
  return time.slice(0, 10);
}
