import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ClientFile } from '../../assess/client-file.js';
import { readReport } from '../../assess/read.js';
import type { RunReport } from '../../assess/run-report.js';
import { limitToClient, withClient } from '../../assess/used-by.js';
import { loadCatalogue } from '../../contract/catalogue.js';
import { ContractsError } from '../../domain/errors.js';
import { callOf } from '../../io/call-of.js';
import { countOf } from '../../io/counts.js';
import { writeFiles } from '../../io/files.js';
import { output } from '../../io/output.js';
import { readUsedBy } from '../../recordings/used-by.js';
import { type CompareReport, compareReports } from '../../report/compare.js';
import { renderComparison } from '../../report/render/compare.js';
import { fit } from '../../report/render/fold.js';
import { renderComparisonHtml } from '../../report/render/html.js';
import { defineCommand, usedByHelp } from '../command.js';
import type { Streams } from '../streams.js';
import { fullText, viewOf } from '../view.js';
import { runVitest } from './verify.js';

export const define = () =>
  defineCommand('compare')
    .description(
      'Compares two orgs by operation and change. With settings, each org is verified first, one after the other, in the tier that its file sets.',
    )
    .requiredOption('--left <file>', 'a report.json, or a file of settings in the format of .env')
    .requiredOption('--right <file>', 'the same for the other org')
    .option('--used-by <file>', usedByHelp)
    .option('--json', 'print the differences as JSON')
    .option('--full', fullText)
    .option('--html <file>', 'also write the comparison to this file, as a page that works offline')
    .addHelpText(
      'after',
      `
Examples:
  ${callOf('compare')} --left preview.json --right production.json
  ${callOf('compare')} --left preview.env --right prod.env --html compare.html

Exit code: 0 no differences, 1 differences, 2 the comparison failed.`,
    );

/** Compares two orgs. Returns the exit code. */
export async function run(command: ReturnType<typeof define>, streams: Streams): Promise<number> {
  const values = command.opts();
  const left = await reportOf(values.left, streams);
  const right = await reportOf(values.right, streams);
  const whole = compareReports(left, right);
  const client = values.usedBy === undefined ? undefined : await readUsedBy(values.usedBy, loadCatalogue());
  const limited = (report: RunReport) => limitToClient(client ? withClient(report, client) : report);
  const report = client ? compareReports(limited(left), limited(right)) : whole;
  const { groups, outcomes, differences, sdks } = report;
  const view = viewOf(values);
  const limit = client && limitOf(client, whole, report);
  if (values.html) writeFiles('Comparison', { [values.html]: renderComparisonHtml(output.cleanData(report), limit) });
  streams.out.write(
    values.json
      ? `${JSON.stringify({ left: left.org, right: right.org, ...(limit && { limit }), groups, outcomes, differences, ...(sdks.length > 0 && { sdks }) })}\n`
      : `${limit ? `${fit(limit, view.columns, 2).join('\n')}\n\n` : ''}${renderComparison(report, view)}`,
  );
  return whole.differences.length === 0 ? 0 : 1;
}

/** States what is left out, if the comparison is limited to a client. */
function limitOf({ file, operations }: ClientFile, whole: CompareReport, shown: CompareReport): string {
  const changes = countOf(whole.groups.length - shown.groups.length, 'changes or findings');
  const hidden = countOf(whole.different - shown.different, 'operations');
  return `Limited to the ${countOf(operations.length, 'operations')} that the client of ${file} calls: ${changes} and ${hidden} that differ are not shown. The exit code is that of the whole comparison.`;
}

/** The report that a file holds, or that a run with its settings makes. Throws `INPUT`, or `CONFIG` where there was no run. */
async function reportOf(file: string, streams: Streams): Promise<RunReport> {
  if (file.endsWith('.json')) return readReport(file);
  if (!existsSync(file))
    throw new ContractsError('INPUT', `${file} cannot be read: name a report.json or an .env file that exists.`);
  const folder = mkdtempSync(join(tmpdir(), 'okta-contracts-'));
  try {
    streams.err.write(`Verifying the org of ${file} …\n`);
    // The settings of one org do not affect the other.
    await runVitest([], { OKTA_CONTRACTS_ENV: resolve(file) }, { reports: folder, isAlone: true });
    return readReport(join(folder, 'report.json'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
