import type { writeSync } from 'node:fs';
import { join } from 'node:path';
import { withHistory } from '../assess/history.js';
import type { RunReport } from '../assess/run-report.js';
import { limitToClient } from '../assess/used-by.js';
import { ContractsError } from '../domain/errors.js';
import { makeFolder, reasonOf, writeFiles } from '../io/files.js';
import { output } from '../io/output.js';
import { renderCtrf } from './render/ctrf.js';
import { renderHtml } from './render/html.js';
import { renderJunit } from './render/junit.js';
import { renderMarkdown } from './render/markdown.js';
import { renderPrometheus } from './render/prometheus.js';
import { renderSarif } from './render/sarif.js';

/** The file of past runs in a folder of reports. */
export function historyFile(folder: string): string {
  return join(folder, 'history.ndjson');
}

/**
 * Writes the reports of a run below `folder`, and adds the run to its history: the only place that writes there. Either all
 * files are written or none. Throws `INPUT`. @param write replaces the system's own write
 */
export function writeReports(folder: string, report: RunReport, write?: typeof writeSync): void {
  makeFolder(folder);
  const history = historyFile(folder);
  writeFiles('Reports', { ...rendered(folder, report), [history]: withHistory(history, report) }, write);
}

/** Writes every format of a report below `folder`, all or none. Throws `INPUT`. @param write replaces the system's own write */
export function renderReports(folder: string, report: RunReport, write?: typeof writeSync): void {
  makeFolder(folder);
  writeFiles('Reports', rendered(folder, report), write);
}

function rendered(folder: string, given: RunReport): Record<string, string> {
  // Before the formats escape anything.
  const report = output.cleanData(given);
  const limited = limitToClient(report);
  return {
    [join(folder, 'report.json')]: `${JSON.stringify(report, null, 1)}\n`,
    [join(folder, 'junit.xml')]: renderJunit(report),
    [join(folder, 'report.md')]: renderMarkdown(limited),
    [join(folder, 'report.sarif')]: renderSarif(report),
    [join(folder, 'ctrf.json')]: renderCtrf(report),
    [join(folder, 'metrics.prom')]: renderPrometheus(report),
    [join(folder, 'index.html')]: renderHtml(limited),
  };
}

/** Adds the report to the summary of a job of GitHub Actions. Throws `INPUT`. @param file what `GITHUB_STEP_SUMMARY` names */
export function addToJobSummary(file: string, report: RunReport): void {
  try {
    output.appendFile(file, renderMarkdown(limitToClient(output.cleanData(report))));
  } catch (cause) {
    throw new ContractsError(
      'INPUT',
      `The job summary cannot be written to ${file} (${reasonOf(cause)}): free disk space, or unset GITHUB_STEP_SUMMARY.`,
      { cause },
    );
  }
}
