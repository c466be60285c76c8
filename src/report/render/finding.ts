import type { ReportedOperation } from '../../assess/run-report.js';
import type { Change } from '../../domain/change.js';
import type { Finding, Level } from '../../domain/finding.js';
import { countOf } from '../../io/counts.js';

export const marks: Record<Level, string> = { violation: '✗', stale: '~', warning: '!', notice: '·' };

/** A finding in two lines: what is wrong, and the place in the contract. */
export function renderFinding(finding: Finding, indent = ''): string {
  return `${indent}${marks[finding.level]} ${sentenceOf(finding)}\n${indent}  contracts/${finding.contract}`;
}

/** A finding in one line: kind, pointer, expected and actual shape. */
export function sentenceOf(finding: Finding): string {
  const times = finding.count > 1 ? ` (${countOf(finding.count, 'times')})` : '';
  return `${finding.kind} ${finding.pointer || 'the response'}: ${finding.message}${times}`;
}

/** The change that a finding belongs to. */
export function changeOf({ change: id }: Finding, { changes }: Pick<ReportedOperation, 'changes'>): Change | undefined {
  return id === undefined ? undefined : changes.find(({ change }) => change.id === id)?.change;
}
