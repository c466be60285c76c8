import { mergeFindings } from '../finding.js';
import type { Finding, OperationId, Verdict } from '../words.js';
import { renderFinding } from './finding-text.js';

/** What a check of recorded traffic counted. */
export interface TrafficTotals extends Record<Verdict | 'unmatched', number> {
  exchanges: number;
  operations: Map<OperationId, { exchanges: number; findings: Finding[] }>;
}

/** The summary of a check of recorded traffic, for people: a block for each operation that has something to say. */
export function renderTraffic(totals: TrafficTotals): string {
  const blocks: string[] = [];
  for (const [operation, seen] of [...totals.operations].sort(([a], [b]) => a.localeCompare(b))) {
    const findings = mergeFindings(seen.findings).filter((finding) => finding.level !== 'notice');
    if (findings.length === 0) continue;
    blocks.push(
      `${operation}  (${seen.exchanges} checked)\n${findings.map((finding) => renderFinding(finding, '  ')).join('\n')}\n`,
    );
  }
  const checked = totals.exchanges - totals.unmatched;
  blocks.push(
    `${checked} of ${totals.exchanges} exchanges checked, ${totals.operations.size} operations: ` +
      `${totals.pass} keep the contract, ${totals.stale} are stale, ${totals.violation} break it; ${totals.unmatched} call operations that are not under contract.\n`,
  );
  return blocks.join('\n');
}
