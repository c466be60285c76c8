// @ts-nocheck
import type { ChangeState } from '../../domain/change.js';
import type { Finding, Level } from '../../domain/finding.js';

export const marks: Record<Level, string> = { violation: '✗', stale: '~', warning: '!', notice: '·' };

/** A state of a change as reports show it: `not applied` for `still as before`. */
export function stateText<T extends string>(state: ChangeState | T): string {
  return state === 'not applied' ? 'not applied' : state;
}

/** A finding as two lines: what is wrong where, and which place of the contract says so. */
export function renderFinding(finding: Finding, indent = ''): string {
  return `${indent}${marks[finding.level]} ${sentenceOf(finding)}\n${indent}  contracts/${finding.contract}`;
}

/** A finding in one line: kind, place, what was expected, and what came. */
export function sentenceOf(finding: Finding): string {
  const times = finding.count > 1 ? ` (${finding.count} times)` : '';
  return `${finding.kind} ${finding.pointer || 'the response'}: ${finding.message}${times}`;
}
