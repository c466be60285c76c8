import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { surroundings } from '../../config/load.js';
import { ContractsError } from '../../domain/errors.js';
import { callOf } from '../../io/call-of.js';
import { writeFiles } from '../../io/files.js';
import { output } from '../../io/output.js';
import { fit } from '../../report/render/fold.js';
import { renderFleetHtml } from '../../report/render/html.js';
import { renderTable } from '../../report/render/table.js';
import { defineCommand } from '../command.js';
import { fleetPage } from '../fleet/page.js';
import { type Answer, queries, queryFile, runQueries } from '../fleet/query.js';
import type { Streams } from '../streams.js';
import { fullText } from '../view.js';

const mostRows = 12;

export const define = () =>
  defineCommand('fleet report')
    .description(
      'Queries the reports of a fleet over orgs and days with DuckDB, an optional package: npm install @duckdb/node-api. docs/fleet.md describes the tables, and how to write your own queries.',
    )
    .argument('<folder>', 'the folder that `fleet --out` wrote to')
    .addOption(new Option('--query <name>', 'only this query; default: all except change').choices(queries))
    .option('--change <text>', 'which orgs have this change: its ID, or a part of its title')
    .option('--more-than <number>', 'findings on more than so many orgs; default: 1', count)
    .option('--html <file>', 'write a page with the changes by org and the tables, which works offline')
    .option('--sql <file>', 'run the SQL of this file instead')
    .option('--json', 'print the rows as JSON, one object for each row')
    .option('--full', fullText)
    .addHelpText(
      'after',
      `
Examples:
  ${callOf('fleet report')} fleet
  ${callOf('fleet report')} fleet --change settings
  ${callOf('fleet report')} fleet --html fleet/index.html
  ${callOf('fleet report')} fleet --query findings --more-than 10 --json

Exit code: 0 the queries ran, 2 the folder or a query is invalid.`,
    );

type Values = ReturnType<ReturnType<typeof define>['opts']>;

/** Queries the reports of a fleet. Returns the exit code. */
export async function run(command: ReturnType<typeof define>, { out }: Streams): Promise<number> {
  const [folder] = command.processedArgs;
  const values = command.opts();
  const { columns } = surroundings();
  refuseUnused(values);
  const variables = { change: values.change, moreThan: values.moreThan ?? 1 };
  if (values.html !== undefined) {
    const page = renderFleetHtml(output.cleanData(await fleetPage(folder, values.html, variables)));
    writeFiles('Page', { [values.html]: page });
    out.write(`Page: ${values.html}\n`);
    return 0;
  }
  const files = filesOf(values);
  const answers = await runQueries(folder, files, variables);
  for (const [i, answer] of answers.entries()) {
    if (values.json) for (const row of answer.rows) out.write(`${JSON.stringify(row)}\n`);
    else out.write(`${i === 0 ? '' : '\n'}${renderAnswer(answer, columns, values.full ?? false)}\n`);
  }
  return 0;
}

/** Throws `INPUT` for options that would have no effect. */
function refuseUnused({ html, query, change, sql, json, full }: Values): void {
  const given = Object.entries({ query, change, sql, json, full }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
  if (html !== undefined && given.length > 0)
    throw fault(`--html writes a page with all answers: use it without --${given.join(' and --')}.`);
  if (sql !== undefined && (query ?? change) !== undefined)
    throw fault('--sql runs the SQL of a file: use it without --query and --change.');
  if (change !== undefined && query !== undefined && query !== 'change')
    throw fault(`--change has a query of its own: use it without --query ${query}.`);
  if (query === 'change' && change === undefined) throw fault('--query change needs the change: use --change <text>.');
}

function fault(message: string): ContractsError {
  return new ContractsError('INPUT', message);
}

function filesOf({ query, change, sql }: Values): string[] {
  if (sql !== undefined) return [sql];
  if (query !== undefined) return [queryFile(query)];
  return (change === undefined ? queries.filter((name) => name !== 'change') : (['change'] as const)).map(queryFile);
}

function renderAnswer({ title, columns, rows, unknown }: Answer, width: number, isFull: boolean): string {
  if (rows.length === 0)
    return fit(`${title}: ${unknown === undefined ? 'none' : `unknown, because ${unknown}`}`, width, 2).join('\n');
  const shown = isFull ? rows : rows.slice(0, mostRows);
  const more = rows.length > shown.length ? [`… and ${rows.length - shown.length} more: --full shows all.`] : [];
  const lines =
    columns.at(-1) === 'reason'
      ? shown.flatMap((row) => renderReason(row, width))
      : renderTable(
          columns,
          shown.map((row) => columns.map((name) => textOf(row[name]))),
          width,
        );
  return [`${title} (${rows.length})`, ...lines, ...more].join('\n');
}

/** A reason is too long for a column. */
function renderReason({ org, day, reason, 'last verified': last }: Record<string, unknown>, width: number): string[] {
  const known = last === null ? 'never verified' : `last verified ${textOf(last)}`;
  return fit(`${textOf(org)} (${textOf(day)}, ${known}): ${textOf(reason)}`, width, 2);
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function count(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('Use a whole number, 0 or above.');
  return Number(text);
}
