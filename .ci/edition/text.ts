import { countOf } from '../../src/io/counts.js';
import type { NamedOperation } from '../document.js';
import type { Difference } from '../ledger-diff.js';
import type { Plan } from './plan.js';
import type { DifferenceClass, Entry, Step } from './step.js';

const classes: readonly DifferenceClass[] = ['server change', 'documentation correction', 'unknown'];
const titles: Record<DifferenceClass, string> = {
  'server change': 'Server changes',
  'documentation correction': 'Documentation corrections',
  unknown: 'Unknown',
};

/** One line about a step. */
export function summaryOf({ from, to, added, removed, changed, deprecated, entries }: Step): string {
  if (entries.length === 0) return `${from} → ${to}: the documents do not differ.`;
  const counts = classes.map((name) => `${countIn(entries, name)} ${name}`);
  return `${from} → ${to}: ${added.length} operations added, ${removed.length} removed, ${changed.length} changed, ${deprecated.length} deprecated; ${countOf(entries.length, 'differences')}: ${counts.join(', ')}.`;
}

/** What a person must decide about a step, in Markdown. */
export function decisionsText({ to }: Step, decisions: readonly string[]): string {
  const lines = [
    `# Decisions about ${to}`,
    '',
    'The import did not change these locations of contracts/. A person must compare them with the document.',
    '',
    ...decisions.map((decision) => `- ${decision}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** What an import writes. @param bytes the growth of contracts/, without spaces */
export function planText({ written, skipped, decisions }: Plan, files: number, bytes: number): string {
  const list = (counts: ReadonlyMap<string, number>) =>
    [...counts].sort((a, b) => b[1] - a[1]).map(([what, n]) => `  ${n} ${what}`);
  return [
    `Changes in ${countOf(files, 'files')} of contracts/, ${bytes < 0 ? '' : '+'}${bytes} bytes:`,
    ...list(written),
    'Differences without a change:',
    ...list(skipped),
    `${countOf(decisions.length, 'decisions')} that a person must make${decisions.length > 0 ? ':' : '.'}`,
  ].join('\n');
}

/** The ledger of a step in Markdown. */
export function ledgerText(step: Step): string {
  const lines = [`# Ledger of ${step.to}`, '', summaryOf(step), ''];
  for (const [title, operations] of [
    ['Operations removed', step.removed],
    ['Operations deprecated', step.deprecated],
  ] as const)
    lines.push(
      ...section(
        title,
        operations.map(({ id }: NamedOperation) => `\`${id}\``),
      ),
    );
  for (const name of classes.slice(0, 2))
    lines.push(
      ...section(
        titles[name],
        step.entries.filter((one) => one.class === name).map((one) => `${entryText(one)}: ${one.because}`),
      ),
    );
  lines.push(...section(titles.unknown, unknownLines(step.entries)));
  return `${lines.join('\n').trimEnd()}\n`;
}

function countIn(entries: readonly Entry[], name: DifferenceClass): number {
  return entries.filter((one) => one.class === name).length;
}

function section(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`## ${title}`, '', ...items.map((item) => `- ${item}`), ''];
}

function entryText({ difference, all }: Entry): string {
  return `${operationText(difference, all)}: ${differenceText(difference)}`;
}

function operationText({ operation }: Difference, all: readonly Difference[]): string {
  const others = new Set(all.map((one) => one.operation)).size - 1;
  return `\`${operation}\`${others > 0 ? ` and ${countOf(others, 'operations')}` : ''}`;
}

/** Differences without a source, by operation: they are many, and no reader needs a line for each. */
function unknownLines(entries: readonly Entry[]): string[] {
  const groups = new Map<string, string[]>();
  for (const { difference, all, class: name } of entries) {
    if (name !== 'unknown') continue;
    const key = operationText(difference, all);
    groups.set(key, [...(groups.get(key) ?? []), differenceText(difference)]);
  }
  return [...groups].map(([operation, texts]) => `${operation}: ${texts.join('; ')}`);
}

/** A difference in a few words: `added /profile in requests`. */
export function differenceText({ part, kind, pointer, before, after, variant }: Difference): string {
  if (part === 'operation') return kind;
  if (part === 'status') return `status ${pointer} ${kind}`;
  const at = part === 'parameter' ? `?${pointer.slice(1)}` : pointer || 'body';
  const place = `${at}${variant ? ` (${variant})` : ''}${part === 'request' ? ' in requests' : ''}`;
  if (kind === 'variant') return `variant ${before === '' ? 'added' : 'removed'}: ${place}`;
  if (kind === 'added' || kind === 'removed') return `${kind} ${place}`;
  if (kind === 'required' || kind === 'nullable') return `${after === 'true' ? '' : 'not '}${kind} ${place}`;
  return `${kind} ${place} ${changedText(before, after)}`;
}

function changedText(before: string, after: string): string {
  const [old, now] = [before, after].map((text) => text.split(' | ').filter((value) => value !== '')) as [
    string[],
    string[],
  ];
  if (old.length === 0 && now.length > 6) return `+${countOf(now.length, 'values')}`;
  return [
    ...now.filter((value) => !old.includes(value)).map((value) => `+${value}`),
    ...old.filter((value) => !now.includes(value)).map((value) => `-${value}`),
  ].join(' ');
}
