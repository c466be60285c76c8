import type { ChangeGroup, GroupState } from './change-group.js';
import type { HistoryEntry } from './run-report.js';

type States = NonNullable<HistoryEntry['groups']>;

/**
 * The start of the first run, without a gap until now, in which a group of changes had its present state. A run that did not
 * observe the group, or that selected fewer operations than this one, does not end the series.
 */
export function sinceOfGroup(
  history: readonly HistoryEntry[],
  { id, state }: Pick<ChangeGroup, 'id' | 'state'>,
  selected: number,
): string | undefined {
  let since: string | undefined;
  for (const { groups, startedAt, selected: before } of [...history].reverse()) {
    const past = groups && stateIn(groups, id);
    if (past === state) since = startedAt;
    else if (past !== undefined && before >= selected) break;
  }
  return since;
}

/** The states of groups of changes, for the history. Groups that were not observable are left out. */
export function groupStates(groups: readonly Pick<ChangeGroup, 'id' | 'state'>[]): States {
  const idsIn = (state: GroupState) => groups.filter((group) => group.state === state).map(({ id }) => id);
  return { applied: idsIn('applied'), partlyApplied: idsIn('partly applied'), notApplied: idsIn('not applied') };
}

function stateIn(groups: States, id: string): GroupState | undefined {
  if (groups.applied.includes(id)) return 'applied';
  if (groups.partlyApplied.includes(id)) return 'partly applied';
  return groups.notApplied.includes(id) ? 'not applied' : undefined;
}
