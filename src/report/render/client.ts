import type { CalledOperation, ClientUse, RequestProblem } from '../../assess/client.js';
import type { RunReport } from '../../assess/run-report.js';
import { type Change, type ChangeKind, changeTitle } from '../../domain/change.js';
import { countOf } from '../../io/counts.js';
import { atSlashes, clip, fit, fold } from './fold.js';
import { wrap } from './wrap.js';

/** One part of what the client does, for every format of a report. */
export interface ClientSection {
  kind: 'changed' | 'requests' | 'removed' | 'without-contract' | 'unchanged';
  title: string;
  rows: ClientRow[];
}

/** A call, how often it was made, and what concerns the client. */
export interface ClientRow {
  count: number;
  call: string;
  detail?: string;
}

/** Changes that a client which ignores unknown properties does not notice. */
const harmless: readonly ChangeKind[] = ['added', 'new operation', 'new status'];
const mostTitles = 2;

/** `8221 requests: 5666 to 177 operations with a contract, 2555 without` */
export function clientText({ calls, operations, withoutContract }: ClientUse): string {
  const without = withoutContract.reduce((sum, { count }) => sum + count, 0);
  const known = `${calls - without} to ${countOf(operations.length, 'operations')} with a contract`;
  return `${countOf(calls, 'requests')}: ${known}, ${without} without`;
}

/** What the client does, in the order in which readers need it. Parts without content are left out. */
export function clientSections(report: RunReport): ClientSection[] {
  const { client, edition } = report;
  if (!client) return [];
  const { operations, withoutContract } = client;
  const changed = operations.filter(({ changes }) => changes.length > 0);
  const problems = operations.flatMap(({ requests }) => requests);
  const removed = operations.flatMap((one) => one.removed.map((property) => ({ operation: one.operation, property })));
  const unchanged = operations.filter(({ changes }) => changes.length === 0);
  const calls = withoutContract.reduce((sum, { count }) => sum + count, 0);
  const sections: ClientSection[] = [
    {
      kind: 'changed',
      title: `Changed in ${edition.edition}: ${changed.length} of ${countOf(operations.length, 'called operations')}`,
      rows: changedRows(report, changed),
    },
    {
      kind: 'requests',
      title: `Not accepted in requests by ${edition.edition}: ${effectsText(problems)}`,
      rows: operations
        .flatMap(({ operation, requests }) => requests.map((problem) => ({ operation, problem })))
        .sort((a, b) => rankOf(a.problem) - rankOf(b.problem) || b.problem.count - a.problem.count)
        .map(({ operation, problem }) => ({ count: problem.count, call: operation, detail: problemText(problem) })),
    },
    {
      kind: 'removed',
      title: `Removed in ${edition.edition} and still received: ${countOf(removed.length, 'properties')}`,
      rows: removed
        .map(({ operation, property: { pointer, count, disputed } }) => ({
          count,
          call: operation,
          detail: `${pointer}${disputed ? ' (disputed)' : ''}`,
        }))
        .sort((a, b) => b.count - a.count),
    },
    {
      kind: 'without-contract',
      title: `Without a contract: ${countOf(calls, 'calls')} of ${countOf(withoutContract.length, 'operations')}`,
      rows: withoutContract,
    },
    {
      kind: 'unchanged',
      title: `Not changed in ${edition.edition}: ${countOf(unchanged.length, 'called operations')}`,
      rows: unchanged.map(({ operation, count }) => ({ count, call: operation })),
    },
  ];
  return sections.filter(({ rows }) => rows.length > 0);
}

/**
 * What the client does, in blocks of lines for a terminal.
 * @param sections the sections to show @param mostLines lines of each section; further rows are counted
 */
export function renderClient(
  { client }: Pick<RunReport, 'client'>,
  sections: readonly ClientSection[],
  mostLines: number,
  columns = 80,
): string[][] {
  if (!client) return [];
  return [
    fit(`Client: ${clientText(client)}.`, columns, 2),
    ...sections.map(({ title, rows }) => [...fit(title, columns, 2), ...foldedRows(rows, mostLines, columns)]),
  ];
}

function foldedRows(rows: readonly ClientRow[], mostLines: number, columns: number): string[] {
  const width = String(Math.max(...rows.map(({ count }) => count))).length + 2;
  const entries = rows.map(({ count, call, detail }) => {
    const text = `${String(count).padStart(width)}  ${unbroken(call)}${detail === undefined ? '' : `: ${detail}`}`;
    return wrap(text, columns, width + 2).flatMap((line) =>
      atSlashes(line.replaceAll(noBreak, ' '), columns, width + 4),
    );
  });
  return fold(mostLines < Number.MAX_SAFE_INTEGER ? entries.map((entry) => clip(entry, 3)) : entries, mostLines);
}

const noBreak = '\u00a0';

/** A call whose method and path stay in one line. */
function unbroken(call: string): string {
  return call.replaceAll(' ', noBreak);
}

/** The called operations that the edition changed: first those with a change that can break the client. */
function changedRows({ operations }: RunReport, changed: readonly CalledOperation[]): ClientRow[] {
  const changes = new Map(operations.flatMap((one) => one.changes.map(({ change }) => [change.id, change] as const)));
  const rows = changed.map(({ operation, count, changes: ids }) => {
    const own = ids.flatMap((id) => changes.get(id) ?? []);
    const breaks = own.filter(({ kind }) => !harmless.includes(kind));
    const added = own.length - breaks.length;
    return { count, call: operation, detail: changesText(outermost(breaks), added), canBreak: breaks.length > 0 };
  });
  return [...rows.filter(({ canBreak }) => canBreak), ...rows.filter(({ canBreak }) => !canBreak)].map(
    ({ canBreak, ...row }) => row,
  );
}

/** Without the removed properties that are inside another removed property. */
function outermost(changes: readonly Change[]): Change[] {
  const removed = changes.filter(({ kind }) => kind === 'removed');
  return changes.filter(({ pointer }) => !removed.some((outer) => pointer.startsWith(`${outer.pointer}/`)));
}

/** `removed /type, /realmId, 3 more; 9 added` */
function changesText(breaks: readonly Change[], added: number): string {
  const kinds = [...new Set(breaks.map(({ kind }) => kind))];
  const texts = kinds.map((kind) => {
    const [first = '', ...others] = breaks.filter((one) => one.kind === kind).map(changeTitle);
    const more = others.length - mostTitles + 1;
    const listed = others.slice(0, mostTitles - 1).map((title) => title.slice(kind.length + 1));
    return [first, ...listed, ...(more > 0 ? [`${more} more`] : [])].join(', ');
  });
  return [...texts, ...(added > 0 ? [`${added} added`] : [])].join('; ');
}

/** What breaks with the edition comes first, then what no edition accepts, then what is ignored. */
function rankOf({ effect, previousOnly }: RequestProblem): number {
  return effect === 'ignored' ? 2 : previousOnly ? 0 : 1;
}

function problemText({ effect, pointer, message }: RequestProblem): string {
  return `${effect}${pointer === '' ? '' : ` ${pointer}`}: ${message}`;
}

/** `2 refused, 1 ignored`, without zeros. */
function effectsText(problems: readonly RequestProblem[]): string {
  const effects = ['refused', 'ignored'] as const;
  return effects
    .map((effect) => ({ effect, n: problems.filter((problem) => problem.effect === effect).length }))
    .filter(({ n }) => n > 0)
    .map(({ effect, n }) => `${n} ${effect}`)
    .join(', ');
}
