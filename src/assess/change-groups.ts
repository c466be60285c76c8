import { createHash } from 'node:crypto';
import { evidenceText } from '../contract/levels.js';
import { type Change, type ChangeKind, documentsOnChange } from '../domain/change.js';
import { byLevel, withoutTimes } from '../domain/finding.js';
import type { OperationId } from '../domain/operation.js';
import type { ChangeResult } from '../domain/outcome.js';
import { type ChangeGroup, type GroupOperation, type GroupState, groupSections } from './change-group.js';
import { sinceOfGroup } from './group-history.js';
import { titleOfChange, titleOfFinding } from './group-title.js';
import type { HistoryEntry, ReportedFinding, ReportedOperation } from './run-report.js';

/** A group while its operations are collected. */
interface Draft {
  key: string;
  resource: string;
  contract: string;
  pointer: string;
  operations: Map<OperationId, GroupOperation>;
  findings: ReportedFinding[];
  /** None for findings that belong to no change. */
  change?: Change;
  /** For changed properties of an object that has itself another state: the pointer of the object, and the places of the properties. */
  inside?: { pointer: string; places: Set<string> };
}

const breakingKinds: readonly ChangeKind[] = ['removed', 'changed', 'required', 'removed status', 'deprecated'];

/**
 * Groups the changes and findings of a run by what changed: one group for each schema location, with all affected operations, in
 * report order. Changes inside a removed, an added or a new part belong to the group of that part, unless their state differs.
 * @param history past runs of the org, oldest first @param selected number of selected operations
 */
export function changeGroupsOf(
  operations: readonly ReportedOperation[],
  history: readonly HistoryEntry[],
  selected: number,
): ChangeGroup[] {
  const drafts = new Map<string, Draft>();
  for (const operation of operations) collect(operation, drafts);
  return [...drafts.values()].map((draft) => withSince(groupOf(draft), history, selected)).sort(byReportOrder);
}

function collect(operation: ReportedOperation, drafts: Map<string, Draft>): void {
  const draftOf = (key: string, contract: string, pointer: string): Draft => {
    const known = drafts.get(key);
    if (known) {
      if (pointer.length < known.pointer.length) known.pointer = pointer;
      return known;
    }
    const resource = /^[^/#]+(?=\/)/.exec(contract)?.[0] ?? operation.resource;
    const draft: Draft = { key, resource, contract, pointer, operations: new Map(), findings: [] };
    drafts.set(key, draft);
    return draft;
  };
  const ofChange = new Map<string, Draft>();
  for (const result of operation.changes) {
    const outer = outermost(result, operation.changes);
    const isPart = outer.state === result.state || result.state === 'not observable';
    const { change } = isPart ? outer : result;
    const isInside = !isPart && outer.change.kind === change.kind;
    const key = isInside ? `${change.kind} inside ${outer.change.contract}` : keyOfChange(change, operation.resource);
    const draft = draftOf(key, change.contract, change.pointer);
    draft.change ??= change;
    if (isInside) {
      const { places = [] } = draft.inside ?? {};
      draft.inside = { pointer: outer.change.pointer, places: new Set([...places, change.contract]) };
    }
    ofChange.set(result.change.id, draft);
    if (change === result.change) addOperation(draft, operation, result);
  }
  for (const finding of operation.findings) {
    const change = changeIdOf(finding, operation);
    const known = change === undefined ? undefined : ofChange.get(change);
    const draft = known ?? draftOf(keyOfFinding(finding, operation.resource), finding.contract, finding.pointer);
    draft.findings.push(finding);
    if (!draft.operations.has(operation.operation))
      draft.operations.set(operation.operation, {
        operation: operation.operation,
        state: isDefect(finding) ? 'broken' : 'not observable',
      });
  }
}

/** The change that contains another one: a removed object contains its removed properties, a new operation everything added. */
function outermost(result: ChangeResult, all: readonly ChangeResult[]): ChangeResult {
  const { kind, part, pointer } = result.change;
  if (kind === 'added' || kind === 'new status') {
    const operation = all.find(({ change }) => change.kind === 'new operation');
    if (operation) return operation;
  }
  const outer = all.filter(
    ({ change }) =>
      change.kind === kind && change.part === part && change.pointer !== '' && pointer.startsWith(`${change.pointer}/`),
  );
  return outer.sort((a, b) => a.change.pointer.length - b.change.pointer.length)[0] ?? result;
}

function keyOfChange({ kind, part, pointer, status, contract }: Change, resource: string): string {
  if (kind === 'new operation' || kind === 'deprecated') return `${kind} ${resource}`;
  if (status !== undefined) return `${kind} ${status} ${resource}`;
  return contract.includes('/operations.json#')
    ? `${kind} ${part ?? 'response'} ${pointer} ${resource}`
    : `${kind} ${contract}`;
}

function keyOfFinding(finding: ReportedFinding, resource: string): string {
  const { kind, pointer, contract } = finding;
  return contract.includes('/operations.json#')
    ? `finding ${kind} ${pointer} ${resource} ${withoutTimes(finding)}`
    : `finding ${kind} ${contract}`;
}

/** The change that a finding belongs to. A finding about a request names none: its place in the contract does. */
function changeIdOf({ change, kind, contract }: ReportedFinding, { changes }: ReportedOperation): string | undefined {
  if (change !== undefined || kind !== 'request') return change;
  return changes.find(
    ({ change: one }) =>
      one.part === 'request' &&
      breakingKinds.includes(one.kind) &&
      (contract === one.contract || contract.startsWith(`${one.contract}/`)),
  )?.change.id;
}

function addOperation(draft: Draft, { operation, outcome }: ReportedOperation, result: ChangeResult): void {
  const isGone = 'reason' in outcome && outcome.reason === 'gone' && result.change.kind === 'deprecated';
  const state = isGone ? 'applied' : result.state;
  const known = draft.operations.get(operation)?.state;
  const order: unknown[] = ['not applied', 'applied', 'not observable'];
  if (known !== undefined && order.indexOf(known) <= order.indexOf(state)) return;
  const why = 'detail' in outcome ? outcome.detail : result.detail;
  const reason = state === 'not observable' ? why : undefined;
  draft.operations.set(operation, { operation, state, ...(reason === undefined ? {} : { reason }) });
}

function groupOf({ key, change, inside, ...draft }: Draft): ChangeGroup {
  const operations = [...draft.operations.values()];
  const findings = [...draft.findings].sort(byLevel);
  const [worst] = findings;
  const kind: ChangeGroup['kind'] = change?.kind ?? 'finding';
  const { pointer, resource, contract } = draft;
  const breaking = kind !== 'finding' && breakingKinds.includes(kind);
  const state = stateOf(operations);
  const part = partOf(change, worst);
  const named = { kind, part, pointer, resource, operations, status: change?.status, inside };
  const evidence = change ? documentsOnChange(change) : worst?.evidence && evidenceText(worst.evidence);
  return {
    id: createHash('sha256').update(key).digest('hex').slice(0, 10),
    section: change ? sectionOf(breaking, state) : worst && isDefect(worst) ? 'broken' : 'other',
    kind,
    part,
    title: change || !worst ? titleOfChange(named) : titleOfFinding(named, worst),
    ...{ pointer, resource, contract, breaking, state, operations },
    findings: [...new Set(findings.map(({ fingerprint }) => fingerprint))],
    ...(worst && { level: worst.level, policyResult: resultOf(findings) }),
    ...(evidence && { evidence }),
    ...(change?.was !== undefined && { was: change.was }),
    ...(change?.when !== undefined && { when: change.when }),
    ...(change?.disputed !== undefined && { disputed: change.disputed }),
    affects: [part === 'response' ? 'reads' : part === 'request' ? 'sends' : 'calls'],
  };
}

/** Whether a finding that belongs to no change is about the org, or about a request that no edition accepts. */
function isDefect({ kind, level }: ReportedFinding): boolean {
  return level === 'violation' || (level !== 'notice' && kind !== 'request');
}

function stateOf(operations: readonly GroupOperation[]): GroupState {
  const states = new Set(operations.map(({ state }) => state));
  if (states.has('applied')) return states.has('not applied') ? 'partly applied' : 'applied';
  if (states.has('not applied')) return 'not applied';
  return states.has('broken') ? 'broken' : 'not observable';
}

function sectionOf(breaking: boolean, state: GroupState): ChangeGroup['section'] {
  const isApplied = state === 'applied' || state === 'partly applied';
  if (breaking && isApplied) return 'breaking applied';
  if (breaking && state === 'not applied') return 'breaking not applied';
  return isApplied ? 'usable' : 'other';
}

function partOf(change: Change | undefined, worst: ReportedFinding | undefined): ChangeGroup['part'] {
  if (!change) return worst?.kind === 'request' ? 'request' : worst?.kind === 'status' ? 'status' : 'response';
  if (change.kind === 'new operation' || change.kind === 'deprecated') return 'operation';
  return change.status === undefined ? (change.part ?? 'response') : 'status';
}

/** Notices do not count: they always pass. */
function resultOf(findings: readonly ReportedFinding[]): ReportedFinding['policyResult'] {
  const shown = findings.filter(({ level }) => level !== 'notice').map(({ policyResult }) => policyResult);
  const order: ReportedFinding['policyResult'][] = ['fails', 'passes', 'waived', 'known'];
  return order.find((result) => shown.includes(result)) ?? 'passes';
}

function withSince(group: ChangeGroup, history: readonly HistoryEntry[], selected: number): ChangeGroup {
  const since = sinceOfGroup(history, group, selected);
  return since === undefined ? group : { ...group, since };
}

/** Violations come before warnings, whatever the number of operations. */
function byReportOrder(a: ChangeGroup, b: ChangeGroup): number {
  const rankOf = ({ section, level }: ChangeGroup) =>
    2 * groupSections.indexOf(section) + (section === 'broken' && level !== 'violation' ? 1 : 0);
  return rankOf(a) - rankOf(b) || b.operations.length - a.operations.length || a.title.localeCompare(b.title);
}
