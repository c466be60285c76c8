import type { OperationId, Verdict } from '../words.js';
import { renderFinding } from './finding-text.js';
import type { RunReport } from './model.js';
import { likenessSentence } from './terminal.js';

/** What a check of recorded traffic counted. */
export interface TrafficTotals extends Record<Verdict | 'unmatched', number> {
  exchanges: number;
  unreadable: number;
  /** How many exchanges of each operation were checked. */
  operations: Map<OperationId, number>;
}

/** The summary of a check of recorded traffic, for people: a block for each operation that has something to say. */
export function renderTraffic(totals: TrafficTotals, report: RunReport): string {
  const blocks: string[] = [];
  for (const { operation, findings } of [...report.operations].sort((a, b) => a.operation.localeCompare(b.operation))) {
    const grave = findings.filter((finding) => finding.level !== 'notice');
    if (grave.length === 0) continue;
    blocks.push(
      `${operation}  (${totals.operations.get(operation)} checked)\n${grave.map((finding) => renderFinding(finding, '  ')).join('\n')}\n`,
    );
  }
  const checked = totals.exchanges - totals.unmatched;
  const { applied, stillAsBefore, notObservable } = report.changes;
  const unreadable = totals.unreadable > 0 ? `; ${totals.unreadable} entries could not be read` : '';
  blocks.push(
    `${checked} of ${totals.exchanges} exchanges checked, ${totals.operations.size} operations: ` +
      `${totals.pass} keep the contract, ${totals.stale} are stale, ${totals.violation} break it; ${totals.unmatched} call operations that are not under contract${unreadable}.\n` +
      `They cover ${totals.operations.size} of ${report.operations.length} contracts. Changes: ${applied} applied, ${stillAsBefore} still as before, ${notObservable} not observable.\n` +
      `${likenessSentence(report)}\n`,
  );
  return blocks.join('\n');
}
