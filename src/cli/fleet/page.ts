import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { countOf } from '../../io/counts.js';
import type { FleetMatrix, FleetPageData, FleetTable, Value } from '../../report/fleet-page-data.js';
import { type Answer, queryFile, runQueries, type Variables } from './query.js';

const tables = ['orgs', 'failed', 'last-night', 'findings', 'never-verified', 'removed'] as const;

const keys: FleetMatrix['keys'] = {
  ...{ a: 'applied', p: 'partly applied', n: 'not applied', o: 'not observable', b: 'broken' },
  '-': 'unknown',
};
const keyOf = new Map(Object.entries(keys).map(([key, state]) => [String(state), key]));

/** What the page of a fleet shows. Throws `INPUT` or `CONFIG`. @param file where it will be written: links are relative to it */
export async function fleetPage(folder: string, file: string, variables: Variables): Promise<FleetPageData> {
  const [matrix, ...answers] = await runQueries(folder, (['matrix', ...tables] as const).map(queryFile), variables);
  const [orgs] = answers;
  const rows = orgs?.rows ?? [];
  const numberOf = (result: string) => rows.filter((row) => row.result === result).length;
  const parts = ['passed', 'failed', 'violations'] as const;
  const names = { passed: 'passed', failed: 'failed', violations: 'with violations' };
  const counts = parts.map((part) => `${numberOf(part)} ${names[part]}`).join(', ');
  const reports = rows.flatMap((row) => reportOf(folder, file, String(row.org), String(row.day)));
  const day =
    rows
      .map((row) => String(row.day))
      .sort()
      .at(-1) ?? '';
  return {
    page: 'fleet',
    title: `${countOf(rows.length, 'orgs')}: ${counts}`,
    day,
    matrix: {
      ...matrixOf(rows.map((row) => String(row.org)).sort(inOrder), matrix?.rows ?? []),
      older: olderThan(day, rows),
    },
    tables: answers.map((answer, i) => tableOf(tables[i] ?? 'orgs', answer)),
    reports: Object.fromEntries(reports),
  };
}

/** `org2` is before `org10`. */
function inOrder(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

/** The address of the last report of an org, if it exists. */
function reportOf(folder: string, file: string, org: string, day: string): [string, string][] {
  const report = join(folder, org, day, 'index.html');
  if (!/^[A-Za-z0-9][\w-]*$/.test(org) || !/^[\d-]+$/.test(day) || !existsSync(report)) return [];
  const parts = relative(dirname(file), report).split(/[/\\]/);
  return [[org, `./${parts.map(encodeURIComponent).join('/')}`]];
}

/** The orgs that were not verified on a day. */
function olderThan(day: string, rows: readonly Record<string, unknown>[]): FleetMatrix['older'] {
  return rows
    .map((row) => ({ org: String(row.org), day: row['last verified'] === null ? null : String(row['last verified']) }))
    .filter((one) => one.day !== day)
    .sort((a, b) => inOrder(a.org, b.org));
}

function matrixOf(orgs: string[], rows: readonly Record<string, unknown>[]): Omit<FleetMatrix, 'older'> {
  const places = new Map(orgs.map((org, i) => [org, i]));
  const changes = new Map<string, { id: string; title: string; isBreaking: boolean; states: string[] }>();
  for (const { id, title, breaking, org, state } of rows) {
    const known = changes.get(String(id));
    const change = known ?? {
      ...{ id: String(id), title: String(title), isBreaking: breaking === true },
      states: orgs.map(() => '-'),
    };
    if (!known) changes.set(change.id, change);
    const place = places.get(String(org));
    if (place !== undefined) change.states[place] = keyOf.get(String(state)) ?? '-';
  }
  return { orgs, keys, changes: [...changes.values()].map((one) => ({ ...one, states: one.states.join('') })) };
}

/** DuckDB returns large integers as text. */
function tableOf(id: string, { title, columns, rows, unknown }: Answer): FleetTable {
  const numbers = new Set(columns.filter((name) => rows.every((row) => /^\d{1,15}$/.test(String(row[name] ?? '0')))));
  const toValue = (name: string, value: unknown): Value => {
    if (value === null || value === undefined) return null;
    return numbers.has(name) ? Number(value) : String(value);
  };
  return {
    ...{ id, title, columns },
    rows: rows.map((row) => columns.map((name) => toValue(name, row[name]))),
    ...(unknown !== undefined && { unknown }),
  };
}
