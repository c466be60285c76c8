import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ContractsError } from '../errors.js';
import { output } from '../output.js';
import { appendHistory } from './history.js';
import { renderHtml } from './html.js';
import { renderJunit } from './junit.js';
import { renderMarkdown } from './markdown.js';
import type { RunReport } from './model.js';
import { renderSarif } from './sarif.js';

/** The file of past runs in a folder of reports. */
export function historyFile(folder: string): string {
  return join(folder, 'history.ndjson');
}

/** Writes the reports of a run below `folder`, and adds the run to its history: the only place that writes there. */
export function writeReports(folder: string, report: RunReport): void {
  renderReports(folder, report);
  appendHistory(historyFile(folder), report);
}

/** Makes the folder that reports are to be written to. Throws `INPUT` where it cannot be. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    const { code } = cause as { code?: string };
    throw new ContractsError('INPUT', `Reports cannot be written to ${folder} (${code}): name another folder.`, {
      cause,
    });
  }
}

/** Writes every format of a report below `folder`. Throws `INPUT` where it cannot be made. */
export function renderReports(folder: string, given: RunReport): void {
  makeFolder(folder);
  // Before the formats escape anything.
  const report = output.cleanData(given);
  const write = (name: string, text: string) => output.writeFile(join(folder, name), text);
  write('report.json', `${JSON.stringify(report, null, 1)}\n`);
  write('junit.xml', renderJunit(report));
  write('report.md', renderMarkdown(report));
  write('report.sarif', renderSarif(report));
  write('index.html', renderHtml(report));
}

/** Adds the report to the summary of a job of GitHub Actions. @param file what `GITHUB_STEP_SUMMARY` names */
export function addToJobSummary(file: string, report: RunReport): void {
  output.appendFile(file, renderMarkdown(output.cleanData(report)));
}
