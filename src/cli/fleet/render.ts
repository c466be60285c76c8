import { countOf } from '../../io/counts.js';
import { fit } from '../../report/render/fold.js';
import { renderTable } from '../../report/render/table.js';
import type { OrgResult } from './result.js';

/** One line for an org that has ended. */
export function renderResult({ org, result, reason, verified, seconds }: OrgResult, columns: number): string {
  const verb =
    result === 'failed' ? (reason ?? '') : `${countOf(verified, 'operations')} verified${reason ? `; ${reason}` : ''}`;
  const text = `${result.padEnd(10)}  ${org} (${seconds} s): ${verb}`;
  return text.length <= columns ? text : `${text.slice(0, columns - 1)}…`;
}

/** The table at the end of a fleet run, with the reasons of the orgs that did not pass below it. */
export function renderFleet(results: readonly OrgResult[], columns: number): string {
  const order = ['failed', 'violations', 'passed'];
  const sorted = [...results].sort(
    (a, b) => order.indexOf(a.result) - order.indexOf(b.result) || a.org.localeCompare(b.org),
  );
  const rows = sorted.map(({ org, result, verified, verifiable, failing, seconds }) => [
    ...[org, result, `${verified}`, `${verifiable}`, `${failing}`, `${seconds.toFixed(1)} s`],
  ]);
  const head = ['Org', 'Result', 'Verified', 'Verifiable', 'Failing', 'Time'];
  const reasons = sorted.flatMap(({ org, reason }) => (reason ? fit(`${org}: ${reason}`, columns, 2) : []));
  return [
    ...renderTable(head, rows, columns),
    ...(reasons.length > 0 ? ['', ...reasons] : []),
    '',
    summaryOf(results),
  ].join('\n');
}

/** `10 orgs: 5 passed, 4 failed, 1 with violations.` */
function summaryOf(results: readonly OrgResult[]): string {
  const numberOf = (wanted: OrgResult['result']) => results.filter(({ result }) => result === wanted).length;
  return `${countOf(results.length, 'orgs')}: ${numberOf('passed')} passed, ${numberOf('failed')} failed, ${numberOf('violations')} with violations.`;
}
