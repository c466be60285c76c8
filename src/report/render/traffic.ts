import type { TrafficTotals } from '../../assess/exchanges.js';
import type { ReportedFinding, RunReport } from '../../assess/run-report.js';
import { countOf } from '../../io/counts.js';
import { clientSections, renderClient } from './client.js';
import { noteOf, renderWaivers } from './details.js';
import { changeOf, renderFinding } from './finding.js';
import { clip, fit } from './fold.js';
import { figuresText, renderGroups } from './groups.js';
import { renderSdks, sdkClosing } from './sdk.js';
import { renderAccepted } from './summary.js';
import { renderVerdict, verdictLine } from './terminal.js';
import { changesText, editionMatchText } from './texts.js';
import { plainView, type View } from './view.js';

/** Lines of a check that is not shown in full. */
const mostLines = 58;
/** Lines of each section about the client. */
const mostClientLines = 4;

/**
 * A check of traffic for the terminal: the verdict, what the client does, the changes and findings by what changed, the numbers,
 * and the verdict again. @param end lines before the last verdict
 */
export function renderTraffic(
  totals: TrafficTotals,
  given: RunReport,
  view: View = plainView(),
  end: readonly string[] = [],
): string {
  const report = withFaults(given, totals);
  const { columns, full } = view;
  const sections = clientSections(report).filter(({ kind }) => full || kind !== 'unchanged');
  const client = renderClient(report, sections, full ? Number.MAX_SAFE_INTEGER : mostClientLines, columns);
  const head = [renderVerdict(report, view).split('\n'), full ? [] : client.flat()];
  const tail = [
    ...(full ? findingsByOperation(report, totals, view) : []),
    full ? renderWaivers(report, view) : clip(renderWaivers(report, view), 3),
    [...fit(`${figuresText(report)}`, columns, 2), ...renderTotals(totals, report, view)],
    renderSdks(report, view),
    full ? [] : fit('→ --full shows each operation, with evidence and advice.', columns, 2),
    [...end],
    [verdictLine(report, view), ...sdkClosing(report, view)],
  ];
  const used = [...head, ...tail].filter((block) => block.length > 0);
  const most = full ? Number.MAX_SAFE_INTEGER : mostLines - used.flat().length - used.length;
  const groups = renderGroups(
    report,
    view,
    most,
    full ? undefined : ['broken', 'breaking applied', 'breaking not applied'],
  );
  const blocks = [...head, ...(full ? client : []), groups, ...tail].filter((block) => block.length > 0);
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`;
}

/** An entry that cannot be read fails the check, whatever the others show. */
function withFaults(report: RunReport, { unreadable }: TrafficTotals): RunReport {
  if (unreadable === 0) return report;
  const reasons = [`${countOf(unreadable, 'entries')} could not be read`, ...report.run.reasons];
  return { ...report, run: { ...report.run, passed: false, reasons } };
}

function findingsByOperation(report: RunReport, totals: TrafficTotals, view: View): string[][] {
  return [...report.operations]
    .sort((a, b) => a.operation.localeCompare(b.operation))
    .map((operation) => renderFindings(operation, totals, view));
}

function isShown({ level, policyResult }: ReportedFinding): boolean {
  return level !== 'notice' && (policyResult === 'fails' || policyResult === 'passes');
}

function renderFindings(
  reported: RunReport['operations'][number],
  { operations }: TrafficTotals,
  { columns }: View,
): string[] {
  const { operation, findings, note } = reported;
  const shown = findings.filter(isShown);
  if (shown.length === 0) return [];
  const lines = shown.flatMap((finding) => {
    const [place = '', ...texts] = renderFinding(finding, '  ', changeOf(finding, reported)).split('\n').reverse();
    // The place in the contract stays in one line so that it can be copied.
    return [...texts.reverse().flatMap((line) => fit(line, columns, 4)), `${place}  [${finding.fingerprint}]`];
  });
  return [
    ...fit(`${operation}  (${operations.get(operation) ?? 0} checked)`, columns, 2),
    ...noteOf(note, columns),
    ...lines,
  ];
}

function renderTotals(totals: TrafficTotals, report: RunReport, { columns, full }: View): string[] {
  return [
    ...fit(totalsText(totals), columns, 2),
    ...fit(`Coverage: ${totals.operations.size} of ${countOf(report.operations.length, 'operations')}.`, columns, 2),
    ...(full ? fit(`Changes: ${changesText(report)}.`, columns, 2) : []),
    ...(full ? fit(editionMatchText(report), columns, 2) : []),
    ...renderAccepted(report, columns),
  ];
}

function totalsText({ exchanges, operations, ...totals }: TrafficTotals): string {
  const { unmatched, refused, unreadable, pass, stale, violation } = totals;
  return (
    `${exchanges - unmatched - refused} of ${countOf(exchanges, 'exchanges')} checked, ${countOf(operations.size, 'operations')}: ` +
    `${pass} passed, ${stale} stale, ${violation} with violations; ${unmatched} without a contract` +
    (refused > 0 ? `; ${refused} inconclusive (error responses)` : '') +
    (unreadable > 0 ? `; ${countOf(unreadable, 'entries')} could not be read` : '') +
    '.'
  );
}
