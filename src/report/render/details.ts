import type { ReportedFinding, ReportedOperation, RunReport } from '../../assess/run-report.js';
import { changeTitle } from '../../domain/change.js';
import { countOf } from '../../io/counts.js';
import { adviceOn } from './advice.js';
import { changeOf, evidenceOf, marks, sentenceOf } from './finding.js';
import { fit } from './fold.js';
import { type Section, sectionsOf } from './sections.js';
import { plainView, type View } from './view.js';

/** The findings by operation, in sections: expected and actual shape, evidence, place in the contract, and what to do. */
export function renderFindings(report: RunReport, view: View): string[] {
  return sectionsOf(report).flatMap((section) => renderSection(section, view));
}

function renderSection({ kind, title, operations }: Section, view: View): string[] {
  const color = kind === 'broken' ? view.paint.bad : view.paint.warn;
  return [
    fit(`${title}: ${countOf(operations.length, 'operations')}`, view.columns, 2)
      .map(color)
      .join('\n'),
    ...operations.map((operation) => renderOperation(operation, view)),
  ];
}

/** One operation with its findings. */
export function renderOperation(operation: ReportedOperation, view = plainView()): string {
  const { paint, columns } = view;
  const findings = operation.findings.filter(({ level }) => level !== 'notice');
  const fails = findings.some(({ policyResult }) => policyResult === 'fails');
  return [
    ...fit(operation.operation, columns, 2).map(fails ? paint.bad : paint.warn),
    ...noteOf(operation.note, columns).map(paint.dim),
    ...findings.flatMap((finding) => renderDetails(finding, operation, view)),
  ].join('\n');
}

function renderDetails(finding: ReportedFinding, operation: ReportedOperation, { paint, columns }: View): string[] {
  const change = changeOf(finding, operation);
  const evidence = evidenceOf(finding, change);
  const about = [
    ...(change ? [`${changeTitle(change)}: not applied${change.was ? ` (${change.was})` : ''}`] : []),
    ...(finding.waiver ? [`waived until ${finding.waiver.expires} by ${finding.waiver.owner}`] : []),
    ...(finding.policyResult === 'known' ? ['known from the baseline'] : []),
    finding.since ? `first found on ${finding.since.slice(0, 10)}` : 'first found in this run',
  ];
  return [
    ...fit(`  ${marks[finding.level]} ${sentenceOf(finding)}`, columns, 4),
    ...fit(`    ${about.join('; ')} [${finding.fingerprint}]`, columns, 4).map(paint.dim),
    ...(evidence === undefined ? [] : fit(`    Evidence: ${evidence}`, columns, 6).map(paint.dim)),
    // In one line so that it can be copied.
    paint.dim(`    contracts/${finding.contract}`),
    ...fit(`    → ${adviceOn(finding, change)}`, columns, 6),
  ];
}

/** The note of a contract about an operation. */
export function noteOf(note: string | undefined, columns = 80): string[] {
  return note === undefined ? [] : fit(`  Note: ${note}`, columns, 4);
}

/** Waivers that are expired or no longer needed, in lines. */
export function renderWaivers({ waivers }: Pick<RunReport, 'waivers'>, { columns }: View = plainView()): string[] {
  const line = (waiver: RunReport['waivers']['expired'][number], problem: string) => {
    const name = waiver.fingerprint ?? `${waiver.operation} ${waiver.pointer || 'the response'}`;
    const text = `Waiver ${name} ${problem} (${waiver.owner}: ${waiver.reason}). Remove it from the waivers file or renew it.`;
    return fit(text, columns, 2);
  };
  return [
    ...waivers.expired.flatMap((waiver) => line(waiver, `expired on ${waiver.expires}`)),
    ...waivers.unused.flatMap((waiver) => line(waiver, 'no longer matches a finding')),
  ];
}
