import type { RunReport } from '../../assess/run-report.js';
import { limitText } from '../../assess/used-by.js';
import { callOf } from '../../io/call-of.js';
import { countOf } from '../../io/counts.js';
import { adviceToAccept } from './advice.js';
import { renderFindings, renderWaivers } from './details.js';
import { clip, fit } from './fold.js';
import { failingText, figuresText, renderGroups } from './groups.js';
import { leftoverLines, leftoverTitle } from './leftovers.js';
import { renderSdks, sdkClosing } from './sdk.js';
import { renderSummary } from './summary.js';
import { editionMatchText } from './texts.js';
import { plainView, type View } from './view.js';

/** Lines of a report that is not shown in full. With the lines before and after it, a run prints at most 60. */
const mostLines = 42;
/** A run on the reference org has no pre-flight. */
const mostLinesOnReference = 50;
const mostVerdictLines = 3;
const mostLeftoverLines = 6;
const mostWaiverLines = 3;

/**
 * A run for the terminal: the verdict, four figures, the changes and findings by what changed, what was not verified, and the
 * verdict again. @param end lines before the last verdict
 */
export function renderReport(report: RunReport, view: View = plainView(), end: readonly string[] = []): string {
  const head = [
    renderVerdict(report, view).split('\n'),
    [figuresText(report), limitText(report)].flatMap((text) => (text === undefined ? [] : fit(text, view.columns, 2))),
  ];
  const tail = [
    ...(view.full ? renderFindings(report, view).map((block) => block.split('\n')) : []),
    view.full ? renderWaivers(report, view) : clip(renderWaivers(report, view), mostWaiverLines),
    renderSummary(report, view).split('\n'),
    renderSdks(report, view),
    renderNext(report, view),
    [...end],
    [verdictLine(report, view), ...sdkClosing(report, view)],
  ];
  const used = [...head, ...tail].filter((block) => block.length > 0);
  const groups = renderGroups(
    report,
    view,
    view.full
      ? Number.MAX_SAFE_INTEGER
      : (report.org.reference ? mostLinesOnReference : mostLines) - used.flat().length - used.length,
  );
  const blocks = [...head, groups, ...tail].filter((block) => block.length > 0);
  return blocks.map((block) => block.join('\n')).join('\n\n');
}

/** Whether the org matches the contract, and how many operations have migrated to the new edition. */
export function renderVerdict(report: RunReport, view: View = plainView()): string {
  const { columns, full, paint } = view;
  const lines = fit(verdictText(report), columns, 8);
  const [first = '', ...rest] = full ? lines : clip(lines, mostVerdictLines);
  const left = renderLeftovers(report, view);
  const fails = failingText(report);
  const failing = fails === undefined ? [] : clip(fit(`        Fails: ${fails}`, columns, 8), 2);
  return [
    ...(full || left.length <= mostLeftoverLines
      ? left
      : [...left.slice(0, mostLeftoverLines - 1), `        … more: see the report.`]),
    paintVerdict(first, report, view),
    ...rest,
    ...failing.map(paint.bad),
    ...clip(fit(`        ${editionMatchText(report)}`, columns, 8), 2),
  ].join('\n');
}

/** The verdict in one line, for the end of a run. */
export function verdictLine(report: RunReport, view: View = plainView()): string {
  const [first = ''] = clip(fit(verdictText(report), view.columns, 8), 1);
  return paintVerdict(first, report, view);
}

function verdictText({ run, coverage, edition }: RunReport): string {
  if (!run.passed) return `FAILED  ${run.reasons.join('; ')}.`;
  const others = coverage.verdicts.stale + coverage.verdicts.violation;
  const matching = coverage.verified - others;
  const verb = matching === 1 || coverage.verified === 1 ? 'matches' : 'match';
  const rest = others === 0 ? '' : `; ${others} ${others === 1 ? 'differs but passes' : 'differ but pass'}`;
  return `PASSED  ${matching} of ${countOf(coverage.verified, 'verified operations')} ${verb} ${edition.edition}${rest}.`;
}

function paintVerdict(line: string, { run }: Pick<RunReport, 'run'>, { paint }: View): string {
  return `${(run.passed ? paint.good : paint.bad)(line.slice(0, 6))}${paint.bold(line.slice(6))}`;
}

/** The objects left on the org. They come before the verdict because someone has to act. */
export function renderLeftovers(
  report: Pick<RunReport, 'leftovers'>,
  { paint, columns }: View = plainView(),
): string[] {
  return leftoverLines(report).flatMap((line) => {
    const [first = '', ...rest] = fit(`${leftoverTitle(line).toUpperCase()}  ${line.text}.`, columns, 8);
    // A command stays in one line so that it can be copied.
    return [(line.fails ? paint.bad : paint.warn)(first), ...rest, `        → ${line.fix}`];
  });
}

/** What to do with findings. */
function renderNext(report: RunReport, { full, columns }: View): string[] {
  const hasFindings = report.operations.some(({ findings }) => findings.some(({ level }) => level !== 'notice'));
  return [
    ...(hasFindings ? fit(`→ To accept a finding: \`${callOf('waive')} FINGERPRINT\` (in brackets).`, columns, 2) : []),
    ...adviceToAccept(report).flatMap((line) => fit(`→ ${line}`, columns, 2)),
    ...(full ? [] : fit('→ --full shows each operation, with fingerprints, evidence and advice.', columns, 2)),
  ];
}
