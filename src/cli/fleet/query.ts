import { basename, dirname } from 'node:path';
import { ContractsError } from '../../domain/errors.js';
import { ownFile, readText } from '../../io/files.js';
import { output } from '../../io/output.js';

/** The result of a query. */
export interface Answer {
  /** The question, from the first line of the SQL file. */
  title: string;
  columns: string[];
  rows: Record<string, unknown>[];
  /** Why there are no rows, if no org was verified yet. */
  unknown?: string;
}

/** The queries of this package: files in `queries/`. */
export const queries = ['orgs', 'failed', 'last-night', 'findings', 'never-verified', 'change', 'removed'] as const;
export type QueryName = (typeof queries)[number];

/** The variables that queries read. */
export interface Variables {
  change?: string | undefined;
  moreThan: number;
}

/** Runs queries over the reports of a fleet. Throws `INPUT` or `CONFIG` with one sentence. @param files of SQL */
export async function runQueries(folder: string, files: readonly string[], variables: Variables): Promise<Answer[]> {
  const { DuckDBInstance } = await loadDuckDb();
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(
      `SET VARIABLE reports = ${quoted(folder)}; SET VARIABLE more_than = ${variables.moreThan}; SET VARIABLE change = ${quoted(variables.change ?? '')};`,
    );
    await run(queryFile('views'), () => connection.run(readText('SQL file', queryFile('views'))), folder);
    const nights = await connection.runAndReadAll('FROM nights LIMIT 1');
    const answers: Answer[] = [];
    for (const file of files) {
      const sql = readText('SQL file', file);
      const result = await run(file, () => connection.runAndReadAll(sql), folder);
      const question = /^--\s*(.+)$/m.exec(sql)?.[1] ?? basename(file);
      const title = question.replace('`more_than`', String(variables.moreThan));
      const rows = output.cleanData(result.getRowObjectsJson());
      const isUnknown = rows.length === 0 && nights.currentRowCount === 0 && !ofResults.includes(file);
      answers.push({
        ...{ title, columns: result.columnNames(), rows },
        ...(isUnknown && { unknown: 'no org was verified' }),
      });
    }
    return answers;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Queries that need no verified org. */
const ofResults = (['failed', 'removed'] as const).map(queryFile);

/** The SQL file of a query of this package. */
export function queryFile(name: QueryName | 'matrix' | 'views'): string {
  return ownFile('queries', `${name}.sql`);
}

async function run<T>(file: string, work: () => Promise<T>, folder: string): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    if (/No files found/i.test(text) && file === queryFile('views'))
      throw new ContractsError(
        'INPUT',
        `${folder} has no results of a fleet: name the folder that \`fleet --out\` wrote to.`,
        { cause },
      );
    if (isRemote(folder)) throw remoteFault(folder, text, cause);
    const why = text.split('\n')[0];
    // The SQL of this package is correct, so a file of the reports is damaged.
    if (dirname(file) === dirname(queryFile('views')))
      throw new ContractsError('INPUT', `${folder} cannot be read (${why}): restore or remove the damaged file.`, {
        cause,
      });
    throw new ContractsError('INPUT', `${basename(file)} cannot be run (${why}): correct the SQL.`, { cause });
  }
}

/** Whether reports are in a bucket, and not in a folder of this machine: `s3://acme-reports/fleet`. */
export function isRemote(folder: string): boolean {
  return /^[a-z][a-z0-9]+:\/\//i.test(folder);
}

function remoteFault(folder: string, text: string, cause: unknown): ContractsError {
  const hint = /httpfs|extension/i.test(text)
    ? 'DuckDB needs its extension httpfs for that, which is not installed here and cannot be downloaded: install it once as docs/fleet.md describes, or copy the reports to a folder.'
    : `${text.split('\n')[0]}: check the path and the credentials, or copy the reports to a folder.`;
  return new ContractsError('INPUT', `${folder} cannot be read: ${hint}`, { cause });
}

/** DuckDB is large, and only this command needs it. */
async function loadDuckDb(): Promise<typeof import('@duckdb/node-api')> {
  try {
    return await import('@duckdb/node-api');
  } catch (cause) {
    throw new ContractsError(
      'CONFIG',
      '`fleet report` needs DuckDB, which is not installed: run npm install @duckdb/node-api.',
      { cause },
    );
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
