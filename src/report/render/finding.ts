import type { ReportedOperation } from '../../assess/run-report.js';
import { evidenceText } from '../../contract/levels.js';
import { type Change, documentsOnChange } from '../../domain/change.js';
import type { Finding, Level } from '../../domain/finding.js';
import { countOf } from '../../io/counts.js';

export const marks: Record<Level, string> = { violation: '✗', stale: '~', warning: '!', notice: '·' };

/** A finding in two or three lines: what is wrong, its evidence if known, and the place in the contract. */
export function renderFinding(finding: Finding, indent = '', change?: Change): string {
  const evidence = evidenceOf(finding, change);
  return [
    `${indent}${marks[finding.level]} ${sentenceOf(finding)}`,
    ...(evidence === undefined ? [] : [`${indent}  Evidence: ${evidence}`]),
    `${indent}  contracts/${finding.contract}`,
  ].join('\n');
}

/**
 * The evidence of a finding in a few words; `undefined` if it is not known.
 * @param change the change that the finding belongs to
 */
export function evidenceOf({ evidence, level }: Finding, change?: Change): string | undefined {
  if (change && (level === 'stale' || !evidence)) return documentsOnChange(change);
  return evidence && evidenceText(evidence);
}

/** A finding in one line: kind, pointer, expected and actual shape. */
export function sentenceOf(finding: Finding): string {
  const times = finding.count > 1 ? ` (${countOf(finding.count, 'times')})` : '';
  return `${finding.kind} ${subjectOf(finding)}: ${finding.message}${times}`;
}

/** What a finding is about, in words: the pointer, or the whole of it. */
export function subjectOf({ kind, pointer }: Pick<Finding, 'kind' | 'pointer'>): string {
  return pointer || (kind === 'request' ? 'the whole request' : 'the response');
}

/** The change that a finding belongs to. */
export function changeOf({ change: id }: Finding, { changes }: Pick<ReportedOperation, 'changes'>): Change | undefined {
  return id === undefined ? undefined : changes.find(({ change }) => change.id === id)?.change;
}
