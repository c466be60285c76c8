import type { PageOperation } from '../page-data.js';

/** The outcomes that the page distinguishes, each with its own color. */
export type Kind = 'broken' | 'stale' | 'not-yet' | 'pass' | 'none';

export const kinds: Record<Kind, { mark: string; label: string }> = {
  broken: { mark: '✗', label: 'violation' },
  stale: { mark: '~', label: 'stale' },
  'not-yet': { mark: '+', label: 'not returned yet' },
  pass: { mark: '✓', label: 'passed' },
  none: { mark: '–', label: 'not verified' },
};

const kindOfVerdict = { pass: 'pass', stale: 'stale', violation: 'broken' } as const;

/** The kind of an operation. An operation that only lacks what the edition added is apart from one that has old behavior. */
export function kindOf({ outcome, findings }: Pick<PageOperation, 'outcome' | 'findings'>): Kind {
  if (outcome.kind !== 'verified') return 'none';
  const stale = findings.filter(({ level }) => level === 'stale');
  if (outcome.verdict === 'stale' && stale.every(({ kind }) => kind === 'not-yet')) return 'not-yet';
  return kindOfVerdict[outcome.verdict];
}

/** The outcome of an operation in a few words. */
export function outcomeText({ outcome, findings }: Pick<PageOperation, 'outcome' | 'findings'>): string {
  if (outcome.kind === 'verified') return kinds[kindOf({ outcome, findings })].label;
  return 'reason' in outcome ? `${outcome.kind}: ${outcome.reason}` : outcome.kind;
}

/** The day of a time: `2026-11-24`. */
export function dayOf(time: string): string {
  return time.slice(0, 10);
}
