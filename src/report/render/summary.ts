import type { RunReport, UnverifiedGroup } from '../../assess/run-report.js';
import { countOf } from '../../io/counts.js';
import { adviceFor } from './advice.js';
import { clip, fit, fold } from './fold.js';
import {
  changesText,
  editionsText,
  evidenceText,
  pagingText,
  requestChangesText,
  requestsText,
  unverifiedText,
  verifiedText,
} from './texts.js';
import { plainView, type View } from './view.js';

const mostGroupLines = 6;
const mostAccepted = 2;

/** The numbers of a run: verified operations, and why the others were not verified; in full also evidence, changes and requests. */
export function renderSummary(report: RunReport, view: View = plainView()): string {
  const { coverage, requests, edition } = report;
  const { columns, full } = view;
  const paging = pagingText(report);
  const editions = editionsText(report);
  const groups = coverage.unverified.map((group) => renderGroup(group, detailsOf(report, group), view));
  const lines = [
    ...fit(`Verified   ${verifiedText(coverage)}`, columns, 11),
    ...(full ? groups.flat() : fold(groups, mostGroupLines)),
  ];
  if (!full) return [...lines, ...renderAccepted(report, columns).slice(0, mostAccepted)].join('\n');
  return [
    ...lines,
    ...fit(`Evidence   ${evidenceText(report)}`, columns, 11),
    ...(paging === undefined ? [] : fit(`Paging     ${paging}`, columns, 11)),
    ...fit(`Changes    ${changesText(report)}`, columns, 11),
    ...requestChangeLines(report, columns),
    ...fit(
      `Requests   ${requestsText(report)}, ${requests.waitedSeconds.toFixed(1)} s waiting for rate limits`,
      columns,
      11,
    ),
    ...renderAccepted(report, columns),
    ...fit(`Edition    ${edition.edition} (previous: ${edition.previous})`, columns, 11),
    ...(editions === '' ? [] : fit(`Editions   ${editions}`, columns, 11)),
  ].join('\n');
}

/** The number of findings that waivers and the baseline accept. */
export function renderAccepted({ waivers, baseline }: Pick<RunReport, 'waivers' | 'baseline'>, columns = 80): string[] {
  const lines: string[] = [];
  if (waivers.used > 0) lines.push(`Waived     ${countOf(waivers.used, 'findings')}`);
  if (baseline)
    lines.push(
      `Baseline   ${baseline.org}, ${baseline.startedAt.slice(0, 10)}: ${countOf(baseline.new, 'new findings')}, ${baseline.known} known, ${baseline.gone} resolved`,
    );
  return lines.flatMap((line) => fit(line, columns, 11));
}

/** Operations that were not verified for one reason, and what to do. The detail is shown once if it is the same for all. */
function renderGroup(group: UnverifiedGroup, details: string[], { paint, columns, full }: View): string[] {
  const { operations, reason } = group;
  const isSame = new Set(details).size === 1;
  const title = `           ${operations.length} ${unverifiedText(group)}${isSame ? details[0] : ''}`;
  const advice = fit(`             → ${adviceFor(reason)}`, columns, 15);
  if (!full) return [...clip(fit(title, columns, 13), 2), paint.dim(firstSentences(advice))];
  const listed = isSame
    ? []
    : operations.flatMap((operation, i) => fit(`             ${operation}${details[i]}`, columns, 15));
  return [...fit(title, columns, 13), ...[...listed, ...advice].map(paint.dim)];
}

/** The sentences of an advice that end in its first line. */
function firstSentences(lines: readonly string[]): string {
  const [first = ''] = clip(lines, 1);
  const end = first.lastIndexOf('. ');
  return lines.length > 1 && end > 0 ? first.slice(0, end + 1) : first;
}

/** The detail of each operation of a group, with a colon before it; empty where there is none. */
function detailsOf(report: RunReport, group: UnverifiedGroup): string[] {
  const details = new Map(
    report.operations.map(({ operation, outcome }) => [operation, 'detail' in outcome ? `: ${outcome.detail}` : '']),
  );
  return group.operations.map((operation) => details.get(operation) ?? '');
}

function requestChangeLines(report: RunReport, columns: number): string[] {
  const text = requestChangesText(report);
  return text === undefined ? [] : fit(`           in requests: ${text}`, columns, 11);
}
