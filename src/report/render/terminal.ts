import type { ReportedFinding, ReportedOperation, RunReport } from '../../assess/run-report.js';
import { changeTitle } from '../../domain/change.js';
import { callOf } from '../../io/call-of.js';
import { countOf } from '../../io/counts.js';
import { adviceOn, adviceToAccept } from './advice.js';
import { changeOf, evidenceOf, marks, sentenceOf } from './finding.js';
import { leftoverLines, leftoverTitle } from './leftovers.js';
import { type Paint, paintFor } from './paint.js';
import { type Section, sectionsOf } from './sections.js';
import { renderSummary } from './summary.js';
import { editionMatchText } from './texts.js';
import { wrap } from './wrap.js';

const mostOperations = 20;
const mostFindings = 5;
const mostUnavailable = 30;

/** A run for the terminal: the verdict, the findings with the most severe first, and the numbers of the run. */
export function renderReport(report: RunReport, paint: Paint = paintFor(false), columns = 80): string {
  return [
    renderVerdict(report, paint, columns),
    ...renderFindings(report, paint, columns),
    ...adviceToAccept(report).map((line) => wrap(line, columns, 0).join('\n')),
    ...renderWaivers(report, paint),
    renderSummary(report, paint, columns),
  ].join('\n\n');
}

/** Whether the org matches the contract, and how many operations have migrated to the new edition. */
export function renderVerdict(report: RunReport, paint: Paint = paintFor(false), columns = 80): string {
  const { run, coverage, edition } = report;
  const matching = coverage.verified - coverage.verdicts.stale - coverage.verdicts.violation;
  const verdict = run.passed ? paint.good('PASSED') : paint.bad('FAILED');
  const rest = run.passed
    ? `${matching} of ${countOf(coverage.verified, 'verified operations')} ${matching === 1 ? 'matches' : 'match'} ${edition.edition}.`
    : `${run.reasons.join('; ')}.`;
  return [
    ...renderLeftovers(report, paint, columns),
    `${verdict}  ${paint.bold(rest)}`,
    ...wrap(`        ${editionMatchText(report)}`, columns, 8),
  ].join('\n');
}

/** The objects left on the org. They come before the verdict because someone has to act. */
export function renderLeftovers(
  report: Pick<RunReport, 'leftovers'>,
  paint: Paint = paintFor(false),
  columns = 80,
): string[] {
  return leftoverLines(report).flatMap((line) => {
    const [first = '', ...rest] = wrap(`${leftoverTitle(line).toUpperCase()}  ${line.text}.`, columns, 8);
    // A command stays in one line so that it can be copied.
    return [(line.fails ? paint.bad : paint.warn)(first), ...rest, `        → ${line.fix}`];
  });
}

function renderFindings(report: RunReport, paint: Paint, columns: number): string[] {
  const blocks = sectionsOf(report).flatMap((section) => renderSection(section, paint, columns));
  if (blocks.length > 0)
    blocks.push(`To accept a finding, pass its fingerprint [in brackets] to \`${callOf('waive')}\`.`);
  return blocks;
}

/** A section: its title with the number of operations, and the operations. */
function renderSection({ kind, title, operations }: Section, paint: Paint, columns: number): string[] {
  const unavailable = operations.filter(isUnavailable);
  const others = operations.filter((operation) => !isUnavailable(operation));
  const blocks = others.slice(0, mostOperations).map((operation) => renderOperation(operation, paint, columns));
  const more = others.length - mostOperations;
  if (more > 0) blocks.push(`… and ${countOf(more, 'more operations')}: see reports/index.html.`);
  if (unavailable.length > 0) blocks.push(renderUnavailable(unavailable, paint));
  const color = kind === 'broken' ? paint.bad : paint.warn;
  return [color(`${title}: ${countOf(operations.length, 'operations')}`), ...blocks];
}

/** Whether the only findings of an operation are that it is new and the org does not serve it yet. */
function isUnavailable({ findings, changes }: ReportedOperation): boolean {
  const shown = findings.filter(({ level }) => level !== 'notice');
  const added = changes.find(({ change }) => change.kind === 'new operation')?.change.id;
  return added !== undefined && shown.every(({ change }) => change === added);
}

function renderUnavailable(operations: ReportedOperation[], paint: Paint): string {
  const lines = operations.slice(0, mostUnavailable).map(({ operation, findings }) => {
    const { fingerprint = '', policyResult } = findings.find(({ level }) => level !== 'notice') ?? {};
    return `  ${marks.stale} ${operation} ${paint.dim(`[${fingerprint}]${policyResult === 'fails' ? '' : ` ${policyResult}`}`)}`;
  });
  const more = operations.length - lines.length;
  return [
    paint.warn(`Not available on this org yet: ${countOf(operations.length, 'new operations')}`),
    ...lines,
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ].join('\n');
}

/** One operation with its findings: expected and actual shape, the change that a finding belongs to, and what to do. */
export function renderOperation(operation: ReportedOperation, paint: Paint = paintFor(false), columns = 80): string {
  const findings = operation.findings.filter(({ level }) => level !== 'notice');
  const fails = findings.some(({ policyResult }) => policyResult === 'fails');
  const more = findings.length - mostFindings;
  return [
    (fails ? paint.bad : paint.warn)(operation.operation),
    ...noteOf(operation.note, columns).map(paint.dim),
    ...findings.slice(0, mostFindings).flatMap((finding) => renderDetails(finding, operation, paint, columns)),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ].join('\n');
}

function renderDetails(
  finding: ReportedFinding,
  operation: ReportedOperation,
  paint: Paint,
  columns: number,
): string[] {
  const change = changeOf(finding, operation);
  const evidence = evidenceOf(finding, change);
  const about = [
    ...(change ? [`${changeTitle(change)}: not applied${change.was ? ` (${change.was})` : ''}`] : []),
    ...(finding.waiver ? [`waived until ${finding.waiver.expires} by ${finding.waiver.owner}`] : []),
    ...(finding.policyResult === 'known' ? ['known from the baseline'] : []),
    finding.since ? `first found on ${finding.since.slice(0, 10)}` : 'first found in this run',
  ];
  return [
    ...wrap(`  ${marks[finding.level]} ${sentenceOf(finding)}`, columns, 4),
    ...wrap(`    ${about.join('; ')} [${finding.fingerprint}]`, columns, 4).map(paint.dim),
    ...(evidence === undefined ? [] : wrap(`    Evidence: ${evidence}`, columns, 6).map(paint.dim)),
    paint.dim(`    contracts/${finding.contract}`),
    ...wrap(`    → ${adviceOn(finding, change)}`, columns, 6),
  ];
}

/** The note of a contract about an operation. */
export function noteOf(note: string | undefined, columns = 80): string[] {
  return note === undefined ? [] : wrap(`  Note: ${note}`, columns, 4);
}

/** Waivers that are expired or no longer needed. */
export function renderWaivers({ waivers }: RunReport, paint: Paint = paintFor(false)): string[] {
  const line = (waiver: RunReport['waivers']['expired'][number], problem: string) => {
    const name = waiver.fingerprint ?? `${waiver.operation} ${waiver.pointer || 'the response'}`;
    return `${paint.bad('Waiver')} ${name} ${problem} (${waiver.owner}: ${waiver.reason}). Remove it from the waivers file or renew it.`;
  };
  const lines = [
    ...waivers.expired.map((waiver) => line(waiver, `expired on ${waiver.expires}`)),
    ...waivers.unused.map((waiver) => line(waiver, 'no longer matches a finding')),
  ];
  return lines.length > 0 ? [lines.join('\n')] : [];
}
