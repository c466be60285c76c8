import { countOf } from '../../io/counts.js';
import {
  type ComparedOrg,
  type CompareGroup,
  type CompareReport,
  type OutcomePair,
  type Severity,
  severities,
} from '../compare.js';
import type { ComparedSdkGroups } from '../compare-sdks.js';
import type { Difference } from '../differences.js';
import { clip, fit, fold, share } from './fold.js';
import { operationCount } from './groups.js';
import { sdkGroupNumbers, sdkResults } from './sdk-texts.js';
import { editionMatchText, renderOrg } from './texts.js';
import { plainView, type View } from './view.js';

const titles: Record<Severity, string> = {
  breaks: 'Breaks code that works with the left org',
  gains: 'New on the right org',
  differs: 'Different, but not breaking or not known',
};
const marks: Record<Severity, string> = { breaks: '✗', gains: '+', differs: '·' };

/** Lines of a comparison that is not shown in full. */
const mostLines = 54;
const mostAdvice = 2;
/** Entries of the sections that break nothing. */
const mostShown = 4;

/** A comparison for the terminal: the verdict, the orgs, the differences by what changed, and the verdict again. */
export function renderComparison(report: CompareReport, view: View = plainView()): string {
  const { columns, full } = view;
  const verdict = fit(verdictOf(report), columns, 11);
  const head = [verdict, [...orgLines('Left', report.left, view), ...orgLines('Right', report.right, view)]];
  const tail = [
    ...(full ? report.differences.map((difference) => renderDifference(difference, view)) : []),
    full || report.different === 0
      ? []
      : fit('→ --full shows everything: each operation, and its findings.', columns, 2),
    report.different === 0 ? [] : verdict,
  ].filter((block) => block.length > 0);
  const sections = [
    ...severities.flatMap((severity) => sectionOf(severity, report.groups, view)),
    ...outcomeSection(report.outcomes, view),
    ...report.sdks.slice(0, full ? undefined : mostShown).map((sdk) => sdkSection(sdk, view)),
  ];
  const fixed = [...head, ...tail, ...sections.map(({ title }) => title)];
  const left = full ? Number.MAX_SAFE_INTEGER : mostLines - fixed.flat().length - fixed.length;
  const shares = full
    ? sections.map(() => left)
    : share(
        left,
        sections.map(({ entries, rest }) => entries.flat().length + (rest > 0 ? 1 : 0)),
      );
  const bodies = sections.map(({ title, entries, rest }, i) => [...title, ...fold(entries, shares[i] ?? 0, rest)]);
  return `${[...head, ...bodies, ...tail].map((block) => block.join('\n')).join('\n\n')}\n`;
}

function verdictOf({ groups, different, same }: CompareReport): string {
  if (different === 0) return 'SAME  No operation differs.';
  const breaking = groups.filter(({ severity }) => severity === 'breaks').length;
  const others = `${same} ${same === 1 ? 'does' : 'do'} not`;
  const operations = `${countOf(different, 'operations')} ${different === 1 ? 'differs' : 'differ'}, ${others}`;
  return `DIFFERENT  ${operations}: ${countOf(groups.length, nounOf(groups))}, ${breaking} breaking.`;
}

function orgLines(name: string, report: ComparedOrg, { columns }: View): string[] {
  return [
    ...clip(fit(`${name.padEnd(7)}${renderOrg(report.org)}`, columns, 7), 3),
    ...clip(fit(`       ${editionMatchText(report)}`, columns, 7), 2),
  ];
}

function nounOf(groups: readonly CompareGroup[]): string {
  return groups.some(({ kind }) => kind === 'finding') ? 'changes or findings' : 'changes';
}

interface Section {
  title: string[];
  entries: string[][];
  /** Number of entries that are only counted. */
  rest: number;
}

function sectionOf(severity: Severity, groups: readonly CompareGroup[], view: View): Section[] {
  const own = groups.filter((group) => group.severity === severity);
  if (own.length === 0) return [];
  const color = severity === 'breaks' ? view.paint.bad : view.paint.bold;
  const title = fit(`${titles[severity]}: ${countOf(own.length, nounOf(own))}`, view.columns, 2).map(color);
  const advice = [...new Set(own.map((group) => group.advice))].slice(0, mostAdvice);
  const lines = advice.flatMap((text) => fit(`  → ${text}`, view.columns, 4)).map(view.paint.dim);
  const entries = own.map((group) => entryOf(group, view));
  const most = view.full || severity === 'breaks' ? entries.length : mostShown;
  return [
    {
      title: view.full ? title : [...title, ...lines],
      entries: entries.slice(0, most),
      rest: entries.length - Math.min(most, entries.length),
    },
  ];
}

function entryOf(group: CompareGroup, { columns, full, paint }: View): string[] {
  const { title, severity, left, right, operations, advice, was } = group;
  const n = operationCount(title, operations.length).map((count) => ` (${count})`);
  const lines = [
    ...fit(
      `  ${marks[severity]} ${title}${n.join('')}: ${left} | ${right}${full && was ? `; was: ${was}` : ''}`,
      columns,
      4,
    ),
    ...(full ? fit(`    → ${advice}`, columns, 6).map(paint.dim) : []),
  ];
  return full ? lines : clip(lines, 4);
}

function outcomeSection(outcomes: readonly OutcomePair[], { columns, full }: View): Section[] {
  if (outcomes.length === 0) return [];
  const n = outcomes.reduce((sum, { operations }) => sum + operations.length, 0);
  const entries = outcomes.map(({ left, right, operations }) => [
    ...clip(fit(`  ${operations.length} ${left} | ${right}`, columns, 4), 2),
    ...(full ? operations.flatMap((operation) => fit(`      ${operation}`, columns, 8)) : []),
  ]);
  const title = fit(`Verified on one org only: ${countOf(n, 'operations')}`, columns, 2);
  const most = full ? entries.length : mostShown;
  return [{ title, entries: entries.slice(0, most), rest: entries.length - Math.min(most, entries.length) }];
}

/** What an SDK cannot read on one of the orgs only. */
function sdkSection({ name, left, right, onlyLeft, onlyRight }: ComparedSdkGroups, { columns, full }: View): Section {
  const title = [
    `SDK ${name}`,
    `  Left:  ${left ?? 'it did not read the responses.'}`,
    `  Right: ${right ?? 'it did not read the responses.'}`,
  ].flatMap((line, i) => clip(fit(line, columns, i === 0 ? 2 : 9), 2));
  const entries = Object.entries({ right: onlyRight, left: onlyLeft }).flatMap(([side, groups]) =>
    groups.map((group) => {
      const text = `${sdkResults[group.result]}: ${group.title.replaceAll('`', '')} (${sdkGroupNumbers(group)})`;
      const lines = fit(`  only ${side} ${text}`, columns, 4);
      return full ? lines : clip(lines, 2);
    }),
  );
  const most = full ? entries.length : mostShown;
  return { title, entries: entries.slice(0, most), rest: entries.length - Math.min(most, entries.length) };
}

function renderDifference({ operation, left, right, ...difference }: Difference, { columns }: View): string[] {
  return [
    operation,
    ...(left === right ? [] : [`  verdict: ${left} | ${right}`]),
    ...difference.changes.map((change) => `  ${change.title}: ${change.left} | ${change.right}`),
    ...difference.onlyLeft.map((finding) => `  only left: ${finding}`),
    ...difference.onlyRight.map((finding) => `  only right: ${finding}`),
  ].flatMap((line) => fit(line, columns, 4));
}
