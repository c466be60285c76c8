import type { Severity } from '../compare.js';
import type { PageGroup, PageOperation } from '../page-data.js';

/** How the page shows a section of changes, or a state. Marks and words, because color alone is not readable for everyone. */
export interface Look {
  mark: string;
  label: string;
  /** The class that sets the color. */
  color: 'broken' | 'hot' | 'stale' | 'pass' | 'none';
}

export type Section = PageGroup['section'];

/** The sections of changes in report order. */
export const sections: Record<Section, Look & { title: string; empty: string }> = {
  broken: {
    mark: '✗',
    label: 'broken',
    color: 'broken',
    title: 'Broken: findings that belong to no change of the edition',
    empty: 'No finding without a change: every verified response matches one of the editions.',
  },
  'breaking applied': {
    mark: '▲',
    label: 'breaking, applied',
    color: 'hot',
    title: 'Breaking and applied: breaks existing code today',
    empty: 'This org has not applied a breaking change that this run could observe.',
  },
  'breaking not applied': {
    mark: '△',
    label: 'breaking, not applied',
    color: 'stale',
    title: 'Breaking and not applied: will break existing code',
    empty: 'No observed breaking change is outstanding.',
  },
  usable: {
    mark: '+',
    label: 'usable now',
    color: 'pass',
    title: 'New and usable now',
    empty: 'No observed addition of the edition is available on this org yet.',
  },
  other: {
    mark: '·',
    label: 'other',
    color: 'none',
    title: 'Other: additions that are not applied, not observable changes, notices',
    empty: 'Nothing else.',
  },
  accepted: {
    mark: '◇',
    label: 'accepted',
    color: 'none',
    title: 'Accepted: waived, or known from the baseline',
    empty: 'No accepted findings.',
  },
};

export const sectionNames = Object.keys(sections) as Section[];

/** How findings without a change look if all of them are warnings that pass: nothing is known to be broken. */
const onlyWarnings: (typeof sections)[Section] = {
  ...sections.broken,
  mark: '!',
  label: 'warnings',
  color: 'hot',
  title: 'Warnings that belong to no change of the edition',
};

/** How the page shows a section. @param broken the figure of the report */
export function sectionLook(name: Section, groups: readonly PageGroup[], broken: number): (typeof sections)[Section] {
  const isWarning = name === 'broken' && broken === 0 && groups.some(({ section }) => section === name);
  return isWarning ? onlyWarnings : sections[name];
}

/** What the differences of two orgs mean, in report order. */
export const severities: Record<Severity, Look & { title: string; empty: string }> = {
  breaks: {
    mark: '✗',
    label: 'breaks',
    color: 'broken',
    title: 'Breaks code that works with the left org',
    empty: 'No observed difference breaks code that works with the left org.',
  },
  gains: {
    mark: '+',
    label: 'new',
    color: 'pass',
    title: 'New on the right org',
    empty: 'The right org has nothing new that the runs observed.',
  },
  differs: {
    mark: '·',
    label: 'other',
    color: 'none',
    title: 'Different, but not breaking or not known',
    empty: 'Nothing else differs.',
  },
};

export const severityNames = Object.keys(severities) as Severity[];

/** What the filters of both pages can select. */
export type Name = Section | Severity;

export type State = 'broken' | 'not applied' | 'warning' | 'matches' | 'not verified';

/** The states of an operation, the most severe first. */
export const states: Record<State, Look> = {
  broken: { mark: '✗', label: 'broken', color: 'broken' },
  'not applied': { mark: '△', label: 'not applied', color: 'stale' },
  warning: { mark: '!', label: 'warning', color: 'hot' },
  matches: { mark: '✓', label: 'matches', color: 'pass' },
  'not verified': { mark: '–', label: 'not verified', color: 'none' },
};

export const stateNames = Object.keys(states) as State[];

const byVerdict = { violation: 'broken', stale: 'not applied', pass: 'matches' } as const;

/** The state of an operation. A finding about a request concerns the client, and is not a warning about the operation. */
export function stateOf({ outcome, findings }: Pick<PageOperation, 'outcome' | 'findings'>): State {
  if (outcome.kind !== 'verified') return 'not verified';
  const hasWarning = findings.some(({ kind, level }) => level === 'warning' && kind !== 'request');
  return outcome.verdict === 'pass' && hasWarning ? 'warning' : byVerdict[outcome.verdict];
}

const changeStates: Record<PageGroup['state'] | 'unknown', Look> = {
  unknown: { mark: '?', label: 'unknown', color: 'none' },
  broken: { mark: '✗', label: 'broken', color: 'broken' },
  applied: { mark: '✓', label: 'applied', color: 'pass' },
  'partly applied': { mark: '◐', label: 'partly applied', color: 'hot' },
  'not applied': { mark: '△', label: 'not applied', color: 'stale' },
  'not observable': { mark: '?', label: 'not observable', color: 'none' },
};

/** How the state of a change looks, of a group or of one operation. A breaking change is not good news when it is applied. */
export function lookOf(state: PageGroup['state'] | 'unknown', isBreaking: boolean): Look {
  const look = changeStates[state];
  return isBreaking && state === 'applied' ? { ...look, mark: sections['breaking applied'].mark, color: 'hot' } : look;
}

/** The day of a time: `2026-11-24`. */
export function dayOf(time: string): string {
  return time.slice(0, 10);
}

/** The method and the path template of an operation. */
export function partsOf(operation: string): [method: string, path: string] {
  const [method = '', path = ''] = operation.split(' ');
  return [method, path];
}
