// @ts-nocheck
import type { TrafficTotals } from '../../assess/exchanges.js';
import type { RunReport } from '../../assess/run-report.js';
import { renderFinding } from './finding.js';
import { editionMatchSentence, noteOf, renderAccepted, renderWaivers } from './terminal.js';

/** The summary of a check of recorded traffic, for people: a block for each operation in which something was found that nobody accepted. */
export function renderTraffic(totals: TrafficTotals, report: RunReport): string {
  const blocks: string[] = [];
  for (const { operation, findings, note } of [...report.operations].sort((a, b) =>
    a.operation.localeCompare(b.operation),
  )) {
    const open = findings.filter(
      ({ level, policyResult }) => level !== 'notice' && policyResult !== 'waived' && policyResult !== 'known',
    );
    if (open.length === 0) continue;
    const lines = [
      ...noteOf(note),
      ...open.map((finding) => `${renderFinding(finding, '  ')}  [${finding.fingerprint}]`),
    ];
    blocks.push(`${operation}  (${totals.operations.get(operation)} checked)\n${lines.join('\n')}\n`);
  }
  blocks.push(...renderWaivers(report).map((line) => `${line}\n`));
  const checked = totals.exchanges - totals.unmatched - totals.refused;
  const refused = totals.refused > 0 ? `; ${totals.refused} inconclusive (error responses)` : '';
  const { applied, notApplied, notObservable } = report.changes;
  const unreadable =
    totals.unreadable > 0
      ? `; ${totals.unreadable} ${totals.unreadable === 1 ? 'entry' : 'entries'} could not be read`
      : '';
  blocks.push(
    `${checked} of ${totals.exchanges} exchanges checked, ${totals.operations.size} ${totals.operations.size === 1 ? 'operation' : 'operations'}: ` +
      `${totals.pass} passed, ${totals.stale} stale, ${totals.violation} with violations; ${totals.unmatched} without a contract${refused}${unreadable}.\n` +
      `Coverage: ${totals.operations.size} of ${report.operations.length} operations. Changes: ${applied} applied, ${notApplied} not applied, ${notObservable} not observable.\n` +
      `${[editionMatchSentence(report), ...renderAccepted(report)].join('\n')}\n`,
  );
  return blocks.join('\n');
}
