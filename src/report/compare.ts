import type { ChangeGroup, GroupOperation, GroupState } from '../assess/change-group.js';
import type { RunReport } from '../assess/run-report.js';
import type { OperationId } from '../domain/operation.js';
import { type ComparedSdkGroups, compareSdks } from './compare-sdks.js';
import { type Difference, differencesOf, outcomeOf } from './differences.js';

/** The state of a change on one of two orgs; `unknown` if its report does not have it. */
export type ComparedState = GroupState | 'unknown';

/**
 * What a difference means for code that works with the left org and moves to the right org:
 * - `breaks`: it may fail
 * - `gains`: something new is usable
 * - `differs`: it still works, or one of the states is not known
 */
export type Severity = 'breaks' | 'gains' | 'differs';

/** Severities, in report order. */
export const severities = ['breaks', 'gains', 'differs'] as const satisfies readonly Severity[];

/** One change of the API, or one finding, with its state on both orgs. */
export interface CompareGroup
  extends Pick<
    ChangeGroup,
    'id' | 'kind' | 'part' | 'title' | 'pointer' | 'resource' | 'contract' | 'breaking' | 'was'
  > {
  severity: Severity;
  /** What to do, in a sentence. */
  advice: string;
  left: ComparedState;
  right: ComparedState;
  /** Only the operations whose state differs. */
  operations: {
    operation: OperationId;
    left: GroupOperation['state'] | 'unknown';
    right: GroupOperation['state'] | 'unknown';
  }[];
}

/** Operations with the same two results. */
export interface OutcomePair {
  /** `pass`, `stale`, `violation`, or why the operation was not verified. */
  left: string;
  right: string;
  operations: OperationId[];
}

/** One of the compared orgs. */
export type ComparedOrg = Pick<RunReport, 'org' | 'edition' | 'editionMatch' | 'changes'> & { startedAt: string };

/** The comparison of two reports: what an integration has to expect when it moves from the left org to the right org. */
export interface CompareReport {
  left: ComparedOrg;
  right: ComparedOrg;
  /** The differences by what changed, in report order. */
  groups: CompareGroup[];
  /** Operations that were verified on one org only. */
  outcomes: OutcomePair[];
  /** Number of operations that differ, and of those that do not. */
  different: number;
  same: number;
  /** The differences by operation. */
  differences: Difference[];
  /** What SDKs made of the responses of both orgs. It does not change whether the orgs differ. */
  sdks: ComparedSdkGroups[];
}

/** Compares two reports. */
export function compareReports(left: RunReport, right: RunReport): CompareReport {
  const differences = differencesOf(left, right);
  const all = new Set([...left.operations, ...right.operations].map(({ operation }) => operation));
  return {
    left: orgOf(left),
    right: orgOf(right),
    groups: groupsOf(left, right),
    outcomes: outcomesOf(left, right),
    different: differences.length,
    same: all.size - differences.length,
    differences,
    sdks: compareSdks(left.sdks, right.sdks),
  };
}

function orgOf({ org, edition, editionMatch, changes, run }: RunReport): ComparedOrg {
  return { org, edition, editionMatch, changes, startedAt: run.startedAt };
}

function groupsOf(left: RunReport, right: RunReport): CompareGroup[] {
  const of = ({ groups }: RunReport) => new Map(groups.filter(isCompared).map((group) => [group.id, group]));
  const [lefts, rights] = [of(left), of(right)];
  return [...new Set([...lefts.keys(), ...rights.keys()])]
    .flatMap((id) => {
      const [a, b] = [lefts.get(id), rights.get(id)];
      return compareGroup(a ?? (b && groupIn(left, b)), b ?? (a && groupIn(right, a)));
    })
    .sort(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        b.operations.length - a.operations.length ||
        a.title.localeCompare(b.title),
    );
}

/** Notices and findings about requests concern the contract and the client, and not the orgs. */
function isCompared({ kind, level, part }: ChangeGroup): boolean {
  return kind !== 'finding' || (level !== 'notice' && part !== 'request');
}

/** A change that is part of another group in one of the reports: properties of a removed object. */
function groupIn({ operations }: RunReport, group: ChangeGroup): ChangeGroup | undefined {
  const states = operations.flatMap(({ operation, changes }) => {
    const own = changes.find(({ change }) => change.kind === group.kind && change.contract === group.contract);
    return own ? [{ operation, state: own.state }] : [];
  });
  const [first] = states;
  return (
    first && {
      ...group,
      operations: states,
      state: states.find(({ state }) => state !== 'not observable')?.state ?? first.state,
    }
  );
}

function compareGroup(left: ChangeGroup | undefined, right: ChangeGroup | undefined): CompareGroup[] {
  const group = left ?? right;
  if (!group) return [];
  const operations = operationsOf(left, right);
  if (operations.length === 0) return [];
  const { id, kind, part, title, pointer, resource, contract, breaking, was } = group;
  const states: States =
    kind === 'finding'
      ? { left: left?.state ?? 'unknown', right: right?.state ?? 'unknown' }
      : { left: stateOf(operations, 'left'), right: stateOf(operations, 'right') };
  const { severity, advice } = meaningOf(group, states);
  return [
    {
      ...{ id, severity, kind, part, title, pointer, resource, contract, breaking },
      ...(was === undefined ? {} : { was }),
      ...states,
      advice,
      operations,
    },
  ];
}

/** The operations whose state differs. A finding that only one org has differs. */
function operationsOf(left: ChangeGroup | undefined, right: ChangeGroup | undefined): CompareGroup['operations'] {
  const of = (group: ChangeGroup | undefined) =>
    new Map(group?.operations.map(({ operation, state }) => [operation, state]));
  const [lefts, rights] = [of(left), of(right)];
  return [...new Set([...lefts.keys(), ...rights.keys()])]
    .map((operation) => ({
      operation,
      left: lefts.get(operation) ?? ('unknown' as const),
      right: rights.get(operation) ?? ('unknown' as const),
    }))
    .filter((one) => one.left !== one.right);
}

/** The state of a change on one org, in the operations that differ: in others, it is the same on both orgs. */
function stateOf(operations: CompareGroup['operations'], side: 'left' | 'right'): ComparedState {
  const states = new Set(operations.map((one) => one[side]));
  if (states.has('applied')) return states.has('not applied') ? 'partly applied' : 'applied';
  return (['not applied', 'broken', 'not observable'] as const).find((state) => states.has(state)) ?? 'unknown';
}

/** The states of one change on both orgs. */
type States = { left: ComparedState; right: ComparedState };

const isOn = (state: ComparedState) => state === 'applied' || state === 'partly applied';

function meaningOf(
  { kind, breaking }: ChangeGroup,
  { left, right }: States,
): Pick<CompareGroup, 'severity' | 'advice'> {
  if (kind === 'finding')
    return right === 'broken' && left !== 'broken'
      ? { severity: 'breaks', advice: 'Only the right org has this fault: test your integration with it.' }
      : { severity: 'differs', advice: 'Only the left org has this fault, or both have it in different operations.' };
  if (left === 'unknown' || left === 'not observable' || right === 'unknown' || right === 'not observable')
    return { severity: 'differs', advice: 'One of the runs could not observe it: verify both orgs in the same tier.' };
  const [before, after] = [isOn(left), isOn(right)];
  if (breaking)
    return after && (!before || left === 'partly applied')
      ? { severity: 'breaks', advice: 'The right org has applied it: change your code before you move.' }
      : { severity: 'differs', advice: 'The right org has not applied it: code must accept both forms.' };
  return before && (!after || right === 'partly applied')
    ? { severity: 'breaks', advice: 'The right org does not have it yet: do not rely on it there.' }
    : { severity: 'gains', advice: 'Only the right org has it: use it there when you need it.' };
}

/** Operations that were verified on one org only, or on none for different reasons, most frequent first. */
function outcomesOf(left: RunReport, right: RunReport): OutcomePair[] {
  const of = (report: RunReport) => new Map(report.operations.map((operation) => [operation.operation, operation]));
  const [lefts, rights] = [of(left), of(right)];
  const pairs = new Map<string, OutcomePair>();
  for (const operation of new Set([...lefts.keys(), ...rights.keys()])) {
    const [a, b] = [lefts.get(operation), rights.get(operation)];
    if (a?.outcome.kind === 'verified' && b?.outcome.kind === 'verified') continue;
    const [before, after] = [outcomeOf(a), outcomeOf(b)];
    if (before === after) continue;
    const pair = pairs.get(`${before} | ${after}`) ?? { left: before, right: after, operations: [] };
    pair.operations.push(operation);
    pairs.set(`${before} | ${after}`, pair);
  }
  return [...pairs.values()].sort((a, b) => b.operations.length - a.operations.length);
}
