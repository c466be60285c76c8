import {
  type ChangeGroup,
  figuresOf,
  type GroupSection,
  groupSections,
  isAccepted,
  isBroken,
} from '../../assess/change-group.js';
import type { RunReport } from '../../assess/run-report.js';
import { countOf } from '../../io/counts.js';
import { marks } from './finding.js';
import { clip, fit, fold, share } from './fold.js';
import type { View } from './view.js';

const titles: Record<GroupSection, string> = {
  broken: 'Broken',
  'breaking applied': 'Breaks existing code, applied',
  'breaking not applied': 'Breaks existing code, not applied yet',
  usable: 'New and usable',
  other: 'Other',
};
/** Sections that are less important show fewer groups. */
const mostShown: Partial<Record<GroupSection, number>> = { usable: 3, other: 3 };

/** Groups of one section. */
export interface GroupList {
  section: GroupSection;
  /** `New and usable: 3 changes` */
  title: string;
  groups: ChangeGroup[];
}

/** The groups of a report by section, without those that waivers or the baseline accept. Empty sections are left out. */
export function groupLists({ groups }: Pick<RunReport, 'groups'>): GroupList[] {
  return groupSections.flatMap((section) => {
    const own = groups.filter((group) => group.section === section && !isAccepted(group));
    if (own.length === 0) return [];
    return [
      {
        section,
        title: titleOf(section, own),
        groups: own,
      },
    ];
  });
}

function titleOf(section: GroupSection, groups: readonly ChangeGroup[]): string {
  const broken = groups.filter(isBroken).length;
  if (section === 'broken' && broken === 0) return `${countOf(groups.length, 'warnings')} without a change`;
  const warnings = section === 'broken' ? groups.length - broken : 0;
  const counts = [countOf(groups.length - warnings, nounOf(groups)), ...detailsOf(section, groups)];
  return `${titles[section]}: ${[...counts, ...(warnings > 0 ? [countOf(warnings, 'warnings')] : [])].join(', ')}`;
}

function nounOf(groups: readonly ChangeGroup[]): string {
  if (groups.every(({ kind }) => kind === 'finding')) return 'findings';
  return groups.some(({ kind }) => kind === 'finding') ? 'changes or notices' : 'changes';
}

/** What is special in a section, in numbers. */
function detailsOf(section: GroupSection, groups: readonly ChangeGroup[]): string[] {
  const changes = groups.filter(({ kind }) => kind !== 'finding');
  const counts: [number, string][] = [
    [groups.filter(({ policyResult }) => policyResult === 'fails').length, 'failing the run'],
    ...(section === 'other'
      ? ([
          [changes.filter(({ state }) => state === 'not applied').length, 'added but not applied'],
          [changes.filter(({ state }) => state === 'not observable').length, 'not observable'],
        ] as [number, string][])
      : []),
  ];
  return counts.filter(([n]) => n > 0).map(([n, text]) => `${n} ${text}`);
}

/** `0 broken · 16 breaking and applied · 2 breaking, not applied · 4 not verified` */
export function figuresText(report: RunReport): string {
  const { broken, breakingApplied, breakingNotApplied, unverified } = figuresOf(report);
  return [
    `${broken} broken`,
    `${breakingApplied} breaking and applied`,
    `${breakingNotApplied} breaking, not applied`,
    `${unverified} not verified`,
  ].join(' · ');
}

/** A group in one sentence: what changed, the number of operations, the state if it is not the same everywhere, the fingerprint. */
export function groupText(
  { title, operations, state, findings, policyResult, was }: ChangeGroup,
  full = false,
): string {
  const notes = [
    ...operationCount(title, operations.length),
    ...stateNote(state, operations),
    ...(full && was !== undefined ? [`was: ${was}`] : []),
  ];
  const fingerprint = policyResult && findings.length === 1 ? ` [${findings[0]}]` : '';
  return `${title}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}${fingerprint}`;
}

/** How many operations have the state, if some have another one or were not observed. */
function stateNote(state: ChangeGroup['state'], operations: ChangeGroup['operations']): string[] {
  const shown = state === 'partly applied' ? 'applied' : state;
  const own = operations.filter((one) => one.state === shown).length;
  const isNoted = state === 'partly applied' || (state === 'not applied' && own < operations.length);
  return isNoted ? [`${shown} in ${own}`] : [];
}

/** The number of operations, if the title does not state it. */
export function operationCount(title: string, n: number): string[] {
  return n > 1 && !/^\d+ (?:new|deprecated) operations/.test(title) ? [countOf(n, 'operations')] : [];
}

/** The groups with findings that fail the run: the first by name, and the number of the others. `undefined` if none does. */
export function failingText({ groups }: Pick<RunReport, 'groups'>): string | undefined {
  const [first, ...others] = groups.filter(({ policyResult }) => policyResult === 'fails');
  if (!first) return undefined;
  return `${groupText({ ...first, findings: [] })}${others.length > 0 ? `, and ${others.length} more` : ''}`;
}

/** The mark of a group: of its most severe finding, or whether something was added. */
export function markOf({ level, kind }: Pick<ChangeGroup, 'level' | 'kind'>): string {
  if (level !== undefined && level !== 'notice') return marks[level];
  if (kind === 'finding') return marks.notice;
  return kind === 'added' || kind === 'new operation' || kind === 'new status' ? '+' : '-';
}

/**
 * The sections with their first groups by name, in at most `most` lines.
 * @param sections the sections to show, besides those with a group that fails the run; default: all
 */
export function renderGroups(
  report: RunReport,
  view: View,
  most: number,
  sections = groupSections as readonly string[],
): string[] {
  const lists = groupLists(report).filter(
    ({ section, groups }) => sections.includes(section) || groups.some(({ policyResult }) => policyResult === 'fails'),
  );
  const heads = lists.map(({ section, title }) =>
    clip(fit(title, view.columns, 2), 2).map((line) => colorOf(section, view)(line)),
  );
  const bodies = lists.map(({ section, groups }) => {
    const shown = section === 'other' ? groups.filter(({ policyResult }) => policyResult === 'fails') : groups;
    const entries = shown.map((group) => entryOf(group, view));
    const few = fewOf(section, entries, view);
    return { entries: few, rest: shown.length - few.length };
  });
  const left = most - heads.flat().length - lists.length + 1;
  const shares = share(
    left,
    bodies.map(({ entries, rest }) => entries.flat().length + (rest > 0 ? 1 : 0)),
  );
  const lines = lists.flatMap((_, i) => {
    const { entries = [], rest = 0 } = bodies[i] ?? {};
    return [...(i > 0 ? [''] : []), ...(heads[i] ?? []), ...fold(entries, shares[i] ?? 0, rest)];
  });
  return lines.slice(0, Math.max(0, most));
}

function fewOf(section: GroupSection, entries: string[][], { full }: View): string[][] {
  return full ? entries : entries.slice(0, mostShown[section] ?? entries.length);
}

function entryOf(group: ChangeGroup, view: View): string[] {
  const lines = fit(`  ${markOf(group)} ${groupText(group, view.full)}`, view.columns, 4);
  return view.full ? [...lines, ...operationsOf(group, view)] : clip(lines, 3);
}

/** What to change in code, and the operations of a group, each with its state if they differ. */
function operationsOf({ operations, state, since, evidence, guide }: ChangeGroup, { columns, paint }: View): string[] {
  const about = [
    ...(guide ? [`→ ${guide.advice}`] : []),
    ...(since ? [`since ${since.slice(0, 10)}`] : []),
    ...(evidence ? [`Evidence: ${evidence}`] : []),
  ];
  return [
    ...about.flatMap((text) => fit(`      ${text}`, columns, 8)),
    ...operations.flatMap((one) => {
      const note = one.reason ?? (one.state === state ? undefined : one.state);
      return fit(`      ${one.operation}${note === undefined ? '' : `: ${note}`}`, columns, 8);
    }),
  ].map(paint.dim);
}

function colorOf(section: GroupSection, { paint }: View): (text: string) => string {
  if (section === 'broken') return paint.bad;
  return section === 'usable' || section === 'other' ? paint.bold : paint.warn;
}
