import type { TrafficTotals } from '../../assess/exchanges.js';
import type { ReportedFinding, RunReport } from '../../assess/run-report.js';
import { levels } from '../../domain/finding.js';
import { countOf } from '../../io/counts.js';
import { clientSections, foldLines, renderClient } from './client.js';
import { changeOf, marks, renderFinding, sentenceOf } from './finding.js';
import { worstFirst } from './sections.js';
import { renderAccepted } from './summary.js';
import { noteOf, renderVerdict, renderWaivers } from './terminal.js';
import { changesText, editionMatchText } from './texts.js';
import { wrap } from './wrap.js';

const columns = 80;
/** Lines of each section about the client. */
const mostClientLines = 24;
const mostSummaryLines = 4;

/** A check of traffic for the terminal: what the client does, the findings that are not accepted, and the numbers. */
export function renderTraffic(totals: TrafficTotals, report: RunReport): string {
  const operations = [...report.operations].sort((a, b) => a.operation.localeCompare(b.operation));
  return [
    ...renderClient(report, clientSections(report), mostClientLines).map((lines) => `${lines.join('\n')}\n`),
    ...operations.flatMap((operation) => renderFindings(operation, totals)),
    ...renderWaivers(report).map((line) => `${line}\n`),
    renderTotals(totals, report),
  ].join('\n');
}

/** A check of traffic on one screen: the verdict, what the client does, the worst findings, and the verdict again. */
export function renderTrafficSummary(totals: TrafficTotals, report: RunReport): string {
  const verdict = verdictOf(totals, report);
  const sections = clientSections(report).filter(({ kind }) => kind !== 'unchanged');
  const blocks = [
    ...renderClient(report, sections, mostSummaryLines),
    ...foldedFindings(report),
    [...wrap(totalsText(totals), columns, 2), ...wrap(editionMatchText(report), columns, 2)],
  ];
  return `${[...verdict, '', ...blocks.flat(), '', ...verdict].join('\n')}\n`;
}

/** The verdict in one or two lines. An entry that cannot be read fails the check, whatever the others show. */
function verdictOf({ unreadable }: TrafficTotals, report: RunReport): string[] {
  const { reasons } = report.run;
  const faults = unreadable > 0 ? [`${countOf(unreadable, 'entries')} could not be read`] : [];
  const run = { ...report.run, passed: report.run.passed && unreadable === 0, reasons: [...faults, ...reasons] };
  const [line = ''] = renderVerdict({ ...report, run }).split('\n');
  return wrap(line, columns, 8);
}

/** The number of findings by level, and the worst of them. */
function foldedFindings(report: RunReport): string[][] {
  const found = worstFirst(report.operations).flatMap(({ operation, findings }) =>
    findings.filter(isShown).map((finding) => ({ operation, finding })),
  );
  if (found.length === 0) return [];
  const counts = levels.flatMap((level) => {
    const n = found.filter(({ finding }) => finding.level === level).length;
    return n === 0 ? [] : [level === 'stale' ? `${n} stale` : countOf(n, `${level}s`)];
  });
  const entries = found.map(({ operation, finding }) =>
    wrap(`  ${marks[finding.level]} ${operation}: ${placeOf(finding)}`, columns, 4),
  );
  return [[`Findings: ${counts.join(', ')}`, ...foldLines(entries, mostSummaryLines)]];
}

/** A finding that belongs to a change has a long message: its kind and place identify it. */
function placeOf(finding: ReportedFinding): string {
  return finding.change ? `${finding.kind} ${finding.pointer || 'the response'}` : sentenceOf(finding);
}

function isShown({ level, policyResult }: ReportedFinding): boolean {
  return level !== 'notice' && (policyResult === 'fails' || policyResult === 'passes');
}

function renderFindings(reported: RunReport['operations'][number], { operations }: TrafficTotals): string[] {
  const { operation, findings, note } = reported;
  const shown = findings.filter(isShown);
  if (shown.length === 0) return [];
  const lines = shown.flatMap((finding) => {
    const [place = '', ...texts] = renderFinding(finding, '  ', changeOf(finding, reported)).split('\n').reverse();
    // The place in the contract stays in one line so that it can be copied.
    return [...texts.reverse().flatMap((line) => wrap(line, columns, 4)), `${place}  [${finding.fingerprint}]`];
  });
  const title = `${operation}  (${operations.get(operation) ?? 0} checked)`;
  return [`${[title, ...noteOf(note), ...lines].join('\n')}\n`];
}

function renderTotals(totals: TrafficTotals, report: RunReport): string {
  return [
    ...wrap(totalsText(totals), columns, 2),
    `Coverage: ${totals.operations.size} of ${countOf(report.operations.length, 'operations')}.`,
    `Changes: ${changesText(report)}.`,
    editionMatchText(report),
    ...renderAccepted(report),
    '',
  ].join('\n');
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
