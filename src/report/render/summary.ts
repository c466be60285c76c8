import type { RunReport, UnverifiedGroup } from '../../assess/run-report.js';
import { countOf } from '../../io/counts.js';
import { adviceFor } from './advice.js';
import { type Paint, paintFor } from './paint.js';
import {
  changesText,
  evidenceText,
  pagingText,
  requestChangesText,
  requestsText,
  unverifiedText,
  verifiedText,
} from './texts.js';
import { wrap } from './wrap.js';

const mostDetails = 3;

/** The numbers of a run: verified operations, why the others were not verified, changes and requests. */
export function renderSummary(report: RunReport, paint: Paint = paintFor(false), columns = 80): string {
  const { coverage, requests, edition } = report;
  const paging = pagingText(report);
  return [
    ...wrap(`Verified   ${verifiedText(coverage)}`, columns, 11),
    ...coverage.unverified.flatMap((group) => renderGroup(group, detailsOf(report, group), paint, columns)),
    ...wrap(`Evidence   ${evidenceText(report)}`, columns, 11),
    ...(paging === undefined ? [] : wrap(`Paging     ${paging}`, columns, 11)),
    `Changes    ${changesText(report)}`,
    ...requestChangeLines(report, columns),
    ...wrap(
      `Requests   ${requestsText(report)}, ${requests.waitedSeconds.toFixed(1)} s waiting for rate limits`,
      columns,
      11,
    ),
    ...renderAccepted(report),
    `Edition    ${edition.edition} (previous: ${edition.previous})`,
  ].join('\n');
}

function requestChangeLines(report: RunReport, columns: number): string[] {
  const text = requestChangesText(report);
  return text === undefined ? [] : wrap(`           in requests: ${text}`, columns, 11);
}

/** The number of findings that waivers and the baseline accept. */
export function renderAccepted({ waivers, baseline }: Pick<RunReport, 'waivers' | 'baseline'>): string[] {
  const lines: string[] = [];
  if (waivers.used > 0) lines.push(`Waived     ${countOf(waivers.used, 'findings')}`);
  if (baseline)
    lines.push(
      `Baseline   ${baseline.org}, ${baseline.startedAt.slice(0, 10)}: ${countOf(baseline.new, 'new findings')}, ${baseline.known} known, ${baseline.gone} resolved`,
    );
  return lines;
}

/** Operations that were not verified for one reason. The detail is shown once if it is the same for all. */
function renderGroup(group: UnverifiedGroup, details: string[], paint: Paint, columns: number): string[] {
  const { operations, reason } = group;
  const isSame = new Set(details).size === 1;
  const title = `           ${operations.length} ${unverifiedText(group)}${isSame ? details[0] : ''}`;
  const advice = wrap(`             → ${adviceFor(reason)}`, columns, 15).map(paint.dim);
  if (isSame) return [...wrap(title, columns, 13), ...advice];
  const listed = operations
    .slice(0, mostDetails)
    .flatMap((operation, i) => wrap(`             ${operation}${details[i]}`, columns, 15));
  const more = operations.length - mostDetails;
  return [
    ...wrap(title, columns, 13),
    ...listed.map(paint.dim),
    ...(more > 0 ? [paint.dim(`             … and ${more} more`)] : []),
    ...advice,
  ];
}

/** The detail of each operation of a group, with a colon before it; empty where there is none. */
function detailsOf(report: RunReport, group: UnverifiedGroup): string[] {
  const details = new Map(
    report.operations.map(({ operation, outcome }) => [operation, 'detail' in outcome ? `: ${outcome.detail}` : '']),
  );
  return group.operations.map((operation) => details.get(operation) ?? '');
}
