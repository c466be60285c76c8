import type { ReportedOperation, RunReport } from '../assess/run-report.js';
import { type ChangeState, changeTitle } from '../domain/change.js';
import type { OperationId } from '../domain/operation.js';
import { sentenceOf } from './render/finding.js';
import { unverifiedText } from './render/texts.js';

/** The differences between two orgs in one operation. */
export interface Difference {
  operation: OperationId;
  /** `pass`, `stale`, `violation`, or why the operation was not verified. */
  left: string;
  right: string;
  /** Changes whose state differs; `unknown` in a report without the operation. */
  changes: { title: string; left: ChangeState | 'unknown'; right: ChangeState | 'unknown' }[];
  /** Findings that only one of the orgs has. */
  onlyLeft: string[];
  onlyRight: string[];
}

/** The differences of two reports by operation. */
export function differencesOf(left: RunReport, right: RunReport): Difference[] {
  const of = (report: RunReport) => new Map(report.operations.map((operation) => [operation.operation, operation]));
  const [lefts, rights] = [of(left), of(right)];
  const names = [...new Set([...lefts.keys(), ...rights.keys()])];
  return names.flatMap((operation) => {
    const [a, b] = [lefts.get(operation), rights.get(operation)];
    const difference: Difference = {
      operation,
      left: outcomeOf(a),
      right: outcomeOf(b),
      changes: changesThatDiffer(a, b),
      onlyLeft: findingsOnlyIn(a, b),
      onlyRight: findingsOnlyIn(b, a),
    };
    const { changes, onlyLeft, onlyRight } = difference;
    const isSame = difference.left === difference.right && changes.length + onlyLeft.length + onlyRight.length === 0;
    return isSame ? [] : [difference];
  });
}

/** The outcome of an operation in one or two words. */
export function outcomeOf(operation: ReportedOperation | undefined): string {
  if (!operation) return 'not exercised';
  const { outcome } = operation;
  if (outcome.kind === 'verified') return outcome.verdict;
  return unverifiedText(outcome);
}

function changesThatDiffer(a: ReportedOperation | undefined, b: ReportedOperation | undefined): Difference['changes'] {
  const stateIn = (operation: ReportedOperation | undefined, id: string): ChangeState | 'unknown' =>
    operation?.changes.find(({ change }) => change.id === id)?.state ?? 'unknown';
  const all = new Map([...(a?.changes ?? []), ...(b?.changes ?? [])].map(({ change }) => [change.id, change]));
  return [...all.values()]
    .map((change) => ({ title: changeTitle(change), left: stateIn(a, change.id), right: stateIn(b, change.id) }))
    .filter(({ left, right }) => left !== right);
}

function findingsOnlyIn(a: ReportedOperation | undefined, b: ReportedOperation | undefined): string[] {
  const known = new Set(b?.findings.map(({ fingerprint }) => fingerprint));
  return (a?.findings ?? [])
    .filter(({ fingerprint, level, change }) => level !== 'notice' && !change && !known.has(fingerprint))
    .map(sentenceOf);
}
