// @ts-nocheck
import wrapAnsi from 'wrap-ansi';
import type { ReportedFinding, ReportedOperation, RunReport } from '../../assess/run-report.js';
import { changeTitle } from '../../domain/change.js';
import { levels } from '../../domain/finding.js';
import { callOf } from '../../io/call-of.js';
import { adviceFor, adviceOn } from './advice.js';
import { marks, sentenceOf, stateText } from './finding.js';
import { leftoverLines, leftoverTitle } from './leftovers.js';
import { type Paint, paintFor } from './paint.js';

const mostOperations = 20;
const mostFindings = 5;
const mostMissing = 30;
const mostDetails = 3;

/** The org of a run in one line; the reference org is never mistaken for one's own. */
export function renderOrg(org: RunReport['org']): string {
  return org.reference
    ? `The reference org (profile ${org.reference}), bundled with this project. The results do not describe your own org.`
    : `${org.url} (${org.tiers.join(', ')} tier${org.tiers.length > 1 ? 's' : ''})`;
}

/** A run for people at a terminal: the verdict first, what broke, worst first, then everything else in a few lines. */
export function renderReport(report: RunReport, paint: Paint = paintFor(false), columns = 80): string {
  return [
    renderVerdict(report, paint, columns),
    ...renderBroken(report, paint, columns),
    ...renderWaivers(report, paint),
    renderSummary(report, paint, columns),
  ].join('\n\n');
}

/** Whether an org conforms to the contract, and which edition it behaves like. */
export function renderVerdict(report: RunReport, paint: Paint = paintFor(false), columns = 80): string {
  const { run, coverage } = report;
  const kept = coverage.verified - coverage.verdicts.stale - coverage.verdicts.violation;
  const verdict = run.passed ? paint.good('PASSED') : paint.bad('FAILED');
  const rest = run.passed
    ? `${kept} of ${coverage.verified} verified operations conform to the contract.`
    : `${run.reasons.join('; ')}.`;
  const editionMatch = wrap(`        ${editionMatchSentence(report)}`, columns, 8);
  return [...renderLeftovers(report, paint, columns), `${verdict}  ${paint.bold(rest)}`, ...editionMatch].join('\n');
}

/** What is left on the org: before the verdict, because somebody has to act. */
export function renderLeftovers(
  report: Pick<RunReport, 'leftovers'>,
  paint: Paint = paintFor(false),
  columns = 80,
): string[] {
  return leftoverLines(report).flatMap((line) => {
    const [first = '', ...rest] = wrap(`${leftoverTitle(line).toUpperCase()}  ${line.text}.`, columns, 8);
    // A command stays in one line, so that it can be copied.
    return [(line.fails ? paint.bad : paint.warn)(first), ...rest, `        → ${line.fix}`];
  });
}

/** `This org behaves like 2025.08.0 in 241 of 255 operations; like 2024.08.3 in 3; 11 are undetermined.` */
export function editionMatchSentence({ editionMatch, edition }: RunReport): string {
  const parts = [
    `This org behaves like ${edition.edition} in ${editionMatch.edition} of ${editionMatch.of} operations`,
    ...(editionMatch.previous > 0 ? [`like ${edition.previous} in ${editionMatch.previous}`] : []),
    ...(editionMatch.neither > 0 ? [`like neither in ${editionMatch.neither}`] : []),
    ...(editionMatch.same > 0 ? [`the same in both editions in ${editionMatch.same}`] : []),
    ...(editionMatch.unknown > 0
      ? [`${editionMatch.unknown} ${editionMatch.unknown === 1 ? 'is' : 'are'} undetermined`]
      : []),
  ];
  return `${parts.join('; ')}.`;
}

/** Operations with findings that are more than notices, those that fail the run and the worst first. */
export function worstFirst(operations: readonly ReportedOperation[]): ReportedOperation[] {
  return operations
    .filter(({ findings }) => findings.some(({ level }) => level !== 'notice'))
    .map((operation) => ({ operation, rank: Math.min(...operation.findings.map(rankOf)) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ operation }) => operation);
}

function rankOf({ policyResult, level }: ReportedFinding): number {
  return (policyResult === 'fails' ? 0 : levels.length) + levels.indexOf(level);
}

function renderBroken(report: RunReport, paint: Paint, columns: number): string[] {
  const worst = worstFirst(report.operations);
  const missing = worst.filter(isNotServed);
  const others = worst.filter((operation) => !isNotServed(operation));
  const blocks = others.slice(0, mostOperations).map((operation) => renderOperation(operation, paint, columns));
  const more = others.length - mostOperations;
  if (more > 0) blocks.push(`… and ${more} more operations: see reports/index.html.`);
  if (missing.length > 0) blocks.push(renderMissing(missing, paint));
  if (blocks.length > 0)
    blocks.push(`Fingerprints are in brackets. To accept a finding: ${callOf('waive')} FINGERPRINT`);
  return blocks;
}

/** An operation of which there is nothing to say but that the org does not serve it yet. */
function isNotServed({ findings, changes }: ReportedOperation): boolean {
  const grave = findings.filter(({ level }) => level !== 'notice');
  const added = changes.find(({ change }) => change.kind === 'new operation')?.change.id;
  return added !== undefined && grave.every(({ change }) => change === added);
}

function renderMissing(operations: ReportedOperation[], paint: Paint): string {
  const lines = operations.slice(0, mostMissing).map(({ operation, findings }) => {
    const { fingerprint = '', policyResult } = findings.find(({ level }) => level !== 'notice') ?? {};
    return `  ✗ ${operation} ${paint.dim(`[${fingerprint}]${policyResult === 'fails' ? '' : ` ${policyResult}`}`)}`;
  });
  const more = operations.length - lines.length;
  return [
    paint.bad(`New operations that this org does not serve yet: ${operations.length}`),
    ...lines,
    ...(more > 0 ? [`  … and ${more} more`] : []),
    '    → do not call them yet',
  ].join('\n');
}

/** One operation with what was found of it: expected and found shapes, the change it belongs to, and what to do. */
export function renderOperation(operation: ReportedOperation, paint: Paint = paintFor(false), columns = 80): string {
  const findings = operation.findings.filter(({ level }) => level !== 'notice').sort((a, b) => rankOf(a) - rankOf(b));
  const worst = findings.some(({ policyResult }) => policyResult === 'fails') ? paint.bad : paint.warn;
  const lines = [worst(operation.operation), ...noteOf(operation.note, columns).map(paint.dim)];
  for (const finding of findings.slice(0, mostFindings)) {
    const change = operation.changes.find((entry) => entry.change.id === finding.change)?.change;
    lines.push(...wrap(`  ${marks[finding.level]} ${sentenceOf(finding)}`, columns, 4));
    const about = [
      ...(change ? [`${changeTitle(change)}: ${stateText('not applied')}${change.was ? ` (${change.was})` : ''}`] : []),
      ...(finding.waiver ? [`waived until ${finding.waiver.expires} by ${finding.waiver.owner}`] : []),
      ...(finding.policyResult === 'known' ? ['known from the baseline'] : []),
      finding.since ? `first found on ${finding.since.slice(0, 10)}` : 'first found in this run',
    ];
    lines.push(...wrap(`    ${about.join('; ')} [${finding.fingerprint}]`, columns, 4).map(paint.dim));
    lines.push(paint.dim(`    contracts/${finding.contract}`));
    lines.push(...wrap(`    → ${adviceOn(change)}`, columns, 6));
  }
  if (findings.length > mostFindings) lines.push(`  … and ${findings.length - mostFindings} more`);
  return lines.join('\n');
}

/** What the contract notes of an operation. */
export function noteOf(note: string | undefined, columns = 80): string[] {
  return note === undefined ? [] : wrap(`  Note: ${note}`, columns, 4);
}

/** Waivers that are of no use any more. */
export function renderWaivers({ waivers }: RunReport, paint: Paint = paintFor(false)): string[] {
  const line = (what: string) => (waiver: RunReport['waivers']['expired'][number]) => {
    const about = waiver.fingerprint ?? `${waiver.operation} ${waiver.pointer || 'the response'}`;
    return `${paint.bad('Waiver')} ${about} ${what} (${waiver.owner}: ${waiver.reason}). Remove it from the waivers file or renew it.`;
  };
  const lines = [
    ...waivers.expired.map((waiver) => line(`expired on ${waiver.expires}`)(waiver)),
    ...waivers.unused.map(line('no longer matches a finding')),
  ];
  return lines.length > 0 ? [lines.join('\n')] : [];
}

/** What the run comes to: verified of how many, why the others were not, and what became of the changes. */
export function renderSummary(report: RunReport, paint: Paint = paintFor(false), columns = 80): string {
  const { coverage, changes, requests, run } = report;
  const { pass, stale, violation } = coverage.verdicts;
  const lines = wrap(
    `Verified   ${verifiedOf(coverage)}: ${pass} passed, ${stale} stale, ${violation} with violations`,
    columns,
    11,
  );
  for (const [why, operations] of Object.entries(coverage.unverified)) {
    const details = operations.map((operation) => detailOf(report, operation));
    const isOne = new Set(details).size === 1;
    lines.push(...wrap(`           ${operations.length} ${why}${isOne ? details[0] : ''}`, columns, 13));
    if (!isOne) {
      for (const [i, operation] of operations.slice(0, mostDetails).entries())
        lines.push(...wrap(`             ${operation}${details[i]}`, columns, 15).map(paint.dim));
      if (operations.length > mostDetails)
        lines.push(paint.dim(`             … and ${operations.length - mostDetails} more`));
    }
    lines.push(...wrap(`             → ${adviceFor(why)}`, columns, 15).map(paint.dim));
  }
  lines.push(
    `Evidence   ${recordedOf(report)} backed by recorded responses, the others by Okta's documents only`,
    `Changes    ${changes.applied} applied, ${changes.notApplied} not applied, ${changes.notObservable} not observable`,
    `Requests   ${requests.sent} in ${run.seconds.toFixed(1)} s, ${requests.answered429} with status 429, ${requests.waitedSeconds.toFixed(1)} s waiting for rate limits`,
  );
  lines.push(...renderAccepted(report));
  lines.push(`Edition    ${report.edition.edition} (previous: ${report.edition.previous})`);
  return lines.join('\n');
}

/** `61 of 312 operations, 63 verifiable`; `312 of 312 operations` where all are verifiable. */
export function verifiedOf({ selected, verifiable, verified }: RunReport['coverage']): string {
  return `${verified} of ${selected} operations${verifiable === selected ? '' : `, ${verifiable} verifiable`}`;
}

/** How many findings were accepted, by waivers and by a baseline. */
export function renderAccepted({ waivers, baseline }: RunReport): string[] {
  const lines: string[] = [];
  if (waivers.used > 0) lines.push(`Waived     ${waivers.used} ${waivers.used === 1 ? 'finding' : 'findings'}`);
  if (baseline)
    lines.push(
      `Baseline   ${baseline.org} of ${baseline.startedAt.slice(0, 10)}: ${baseline.new} findings new, ${baseline.known} known, ${baseline.gone} gone`,
    );
  return lines;
}

function detailOf({ operations }: RunReport, name: string): string {
  const outcome = operations.find(({ operation }) => operation === name)?.outcome;
  return outcome && 'detail' in outcome ? `: ${outcome.detail}` : '';
}

/** How many operations were verified by a contract that rests on recorded answers. */
function recordedOf({ operations }: RunReport): number {
  return operations.filter(({ outcome, evidence }) => outcome.kind === 'verified' && evidence !== 'documented').length;
}

/** Wraps a line at `columns` characters and indents the later lines. A long word is not broken. */
export function wrap(line: string, columns: number, indent: number): string[] {
  // wrap-ansi has no hanging indent: only what follows the indent is wrapped. It would trim a space at its start.
  const head = new RegExp(`^.{0,${indent}}(?=\\S)`, 's').exec(line)?.[0] ?? '';
  const [first = '', ...rest] = wrapAnsi(line.slice(head.length), columns - indent).split('\n');
  return [head + first, ...rest.map((text) => ' '.repeat(indent) + text)];
}
