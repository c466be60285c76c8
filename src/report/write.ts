import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** Writes every format of a report below `folder`. */
export function renderReports(folder: string, report: RunReport): void {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('report.json', `${JSON.stringify(report, null, 1)}\n`);
  write('junit.xml', renderJunit(report));
  write('report.md', renderMarkdown(report));
  write('report.sarif', renderSarif(report));
  write('index.html', renderHtml(report));
}

/** Adds the report to the summary of a job of GitHub Actions. @param file what `GITHUB_STEP_SUMMARY` names */
export function addToJobSummary(file: string, report: RunReport): void {
  appendFileSync(file, renderMarkdown(report));
}
