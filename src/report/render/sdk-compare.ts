import { type SdkCause, type SdkFinding, sdkOutcomes } from '../../domain/sdk.js';
import { countOf, listOf } from '../../io/counts.js';
import type { ComparedSdk, SdkComparison, SdkDifference } from '../../sdk/compare.js';
import { clip, fit, fold, share } from './fold.js';
import { plainView, type View } from './view.js';

/** Lines of a comparison that is not shown in full. */
const mostLines = 54;

/** Causes that their messages state. */
const namedByMessage: readonly SdkCause[] = ['dropped', 'swallowed', 'other'];

interface Section {
  title: string[];
  entries: string[][];
}

/** A comparison of two SDKs for the terminal. It ends with a sentence that says what to do. */
export function renderSdkComparison(comparison: SdkComparison, view: View = plainView()): string {
  const { columns, full, paint } = view;
  const { from, to, compared, newlyFailing, fixed, newlyDropped, noLongerDropped } = comparison;
  const head = [
    [
      `${countOf(compared, 'responses')}, each passed to both SDKs`,
      ...sideLines('From', from, view),
      ...sideLines('To', to, view),
    ],
  ];
  const sections = [
    sectionOf('Newly fails', '✗', newlyFailing, view, paint.bad),
    removedSection(comparison, view),
    sectionOf('Fixed', '✓', fixed, view, paint.bold),
    sectionOf('Newly dropped', '-', newlyDropped, view, paint.bold),
    sectionOf('No longer dropped', '+', noLongerDropped, view, paint.bold),
  ].flat();
  const more = full || sections.length === 0 ? [] : [fit('→ --full shows everything.', columns, 2)];
  const end = fit(adviceOf(comparison), columns, 0);
  const fixedLines = [...head, ...more, end, ...sections.map(({ title }) => title)];
  const left = mostLines - fixedLines.flat().length - fixedLines.length;
  const needs = sections.map(({ entries }) => entries.flat().length);
  const shares = full ? needs : share(left, needs);
  const bodies = sections.map(({ title, entries }, i) => [...title, ...fold(entries, shares[i] ?? 0)]);
  return `${[...head, ...bodies, ...more, end].map((block) => block.join('\n')).join('\n\n')}\n`;
}

/** What to do, as one sentence. */
export function adviceOf({ from, to, newlyFailing, fixed, newlyDropped, removed }: SdkComparison): string {
  const [old, next] = [nameOf(from), nameOf(to)];
  const failing = new Set(newlyFailing.findings.map(({ operation }) => operation)).size;
  const responses = `${countOf(newlyFailing.responses, 'responses')} of ${countOf(failing, 'operations')}`;
  const breaks = [
    ...(failing > 0 ? [`${responses} newly ${newlyFailing.responses === 1 ? 'fails' : 'fail'}`] : []),
    ...(removed.length > 0 ? [`${countOf(removed.length, 'operations')} can no longer be read`] : []),
  ];
  if (breaks.length > 0) {
    const fixes = fixed.responses > 0 ? ` (${countOf(fixed.responses, 'responses')} fixed)` : '';
    const what = listOf('conjunction', breaks);
    return `If ${next} replaces ${old}, ${what}${fixes}: stay with ${old}, or read these operations without the models of the SDK.`;
  }
  const dropped = new Set(newlyDropped.findings.map(({ operation, pointer }) => `${operation} ${pointer}`)).size;
  const start = `Nothing newly fails: ${next} can replace ${old}`;
  if (dropped === 0) return `${start}.`;
  return `${start} if your code does not use the ${countOf(dropped, 'properties')} that ${dropped === 1 ? 'is' : 'are'} newly dropped.`;
}

function nameOf({ name, version }: Pick<ComparedSdk, 'name' | 'version'>): string {
  return `${name} ${version}`;
}

function sideLines(title: string, side: ComparedSdk, { columns }: View): string[] {
  const counts = sdkOutcomes
    .filter((outcome) => side.responses[outcome] > 0)
    .map((outcome) => `${outcome} ${side.responses[outcome]}`);
  return [
    ...fit(`${title.padEnd(6)}${nameOf(side)}: ${counts.join(', ')}`, columns, 6),
    ...(side.stopped === undefined ? [] : fit(`      ${side.stopped}`, columns, 6)),
  ];
}

function sectionOf(
  title: string,
  mark: string,
  { responses, findings }: SdkDifference,
  view: View,
  color: (text: string) => string,
): Section[] {
  if (findings.length === 0) return [];
  const byOperation = new Map<string, SdkFinding[]>();
  for (const finding of findings)
    byOperation.set(finding.operation, [...(byOperation.get(finding.operation) ?? []), finding]);
  const head = `${title}: ${countOf(responses, 'responses')} of ${countOf(byOperation.size, 'operations')}`;
  const entries = [...byOperation].map(([operation, own]) => entryOf(mark, operation, own, view));
  return [{ title: fit(head, view.columns, 2).map(color), entries }];
}

/** An operation with its causes, the most frequent first. */
function entryOf(mark: string, operation: string, findings: readonly SdkFinding[], view: View): string[] {
  const { columns, full, paint } = view;
  const causes = findings.map(({ pointer, cause, message, responses, items, advice }) => {
    const places = items === responses ? '' : ` with ${countOf(items, 'items')}`;
    const named = namedByMessage.includes(cause) ? '' : `${cause}, `;
    const text = `      ${pointer || 'the body'} ${message} (${named}${countOf(responses, 'responses')}${places})`;
    return full
      ? [...fit(text, columns, 8), ...fit(`        → ${advice}`, columns, 10).map(paint.dim)]
      : clip(fit(text, columns, 8), 3);
  });
  const shown = full ? causes : causes.slice(0, 2);
  const rest = causes.length - shown.length;
  return [
    ...fit(`  ${mark} ${operation}`, columns, 4),
    ...shown.flat(),
    ...(rest > 0 ? [`      … and ${countOf(rest, 'more places')}`] : []),
  ];
}

function removedSection({ removed, to }: SdkComparison, { columns, paint }: View): Section[] {
  if (removed.length === 0) return [];
  const title = `No method or no type in ${nameOf(to)}: ${countOf(removed.length, 'operations')}`;
  const entries = removed.map(({ operation, responses }) =>
    fit(`  ✗ ${operation} (${countOf(responses, 'responses')})`, columns, 4),
  );
  return [{ title: fit(title, columns, 2).map(paint.bad), entries }];
}
