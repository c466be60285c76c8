import type { TrafficTotals } from '../../assess/exchanges.js';
import type { RunReport } from '../../assess/run-report.js';
import { countOf } from '../../io/counts.js';
import { changeOf, renderFinding } from './finding.js';
import { renderAccepted } from './summary.js';
import { noteOf, renderWaivers } from './terminal.js';
import { changesText, editionMatchText } from './texts.js';

/** A check of recorded traffic for the terminal: the operations with findings that are not accepted, and the numbers. */
export function renderTraffic(totals: TrafficTotals, report: RunReport): string {
  const operations = [...report.operations].sort((a, b) => a.operation.localeCompare(b.operation));
  return [
    ...operations.flatMap((operation) => renderFindings(operation, totals)),
    ...renderWaivers(report).map((line) => `${line}\n`),
    renderTotals(totals, report),
  ].join('\n');
}

function renderFindings(reported: RunReport['operations'][number], { operations }: TrafficTotals): string[] {
  const { operation, findings, note } = reported;
  const shown = findings.filter(
    ({ level, policyResult }) => level !== 'notice' && (policyResult === 'fails' || policyResult === 'passes'),
  );
  if (shown.length === 0) return [];
  const lines = shown.map(
    (finding) => `${renderFinding(finding, '  ', changeOf(finding, reported))}  [${finding.fingerprint}]`,
  );
  const title = `${operation}  (${operations.get(operation) ?? 0} checked)`;
  return [`${[title, ...noteOf(note), ...lines].join('\n')}\n`];
}

function renderTotals(totals: TrafficTotals, report: RunReport): string {
  const { exchanges, unmatched, refused, unreadable, pass, stale, violation } = totals;
  const verified = totals.operations.size;
  return [
    `${exchanges - unmatched - refused} of ${countOf(exchanges, 'exchanges')} checked, ${countOf(verified, 'operations')}: ` +
      `${pass} passed, ${stale} stale, ${violation} with violations; ${unmatched} without a contract` +
      (refused > 0 ? `; ${refused} inconclusive (error responses)` : '') +
      (unreadable > 0 ? `; ${countOf(unreadable, 'entries')} could not be read` : '') +
      '.',
    `Coverage: ${verified} of ${countOf(report.operations.length, 'operations')}. Changes: ${changesText(report)}.`,
    editionMatchText(report),
    ...renderAccepted(report),
    '',
  ].join('\n');
}
