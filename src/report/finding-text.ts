import type { Finding, Level } from '../words.js';

const marks: Record<Level, string> = { violation: '✗', stale: '~', warning: '!', notice: '·' };

/** A finding as two lines: what is wrong where, and which place of the contract says so. */
export function renderFinding(finding: Finding, indent = ''): string {
  const times = finding.count > 1 ? ` (${finding.count} times)` : '';
  const place = finding.pointer || 'the answer';
  return `${indent}${marks[finding.level]} ${finding.kind} ${place}: ${finding.message}${times}\n${indent}  contracts/${finding.contract}`;
}
