// @ts-nocheck
import { existsSync, readFileSync } from 'node:fs';
import { ContractsError } from '../domain/errors.js';
import { faultOf } from '../io/files.js';
import { output } from '../io/output.js';
import { driftOf, type HistoryEntry, orgName, type RunReport } from './run-report.js';
import { upgrade } from './upgrade.js';

/** The past runs of a history file, the oldest first; none where there is no file. Throws `INPUT`, naming the line. */
export function readHistory(file: string): HistoryEntry[] {
  if (!existsSync(file)) return [];
  const entries: HistoryEntry[] = [];
  for (const [i, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (line.trim() === '') continue;
    let entry: unknown;
    try {
      entry = upgrade(JSON.parse(line));
    } catch {
      entry = undefined;
    }
    const fault = entry === undefined ? 'it is not JSON' : faultOf('history', entry);
    if (fault)
      throw new ContractsError('INPUT', `${file}, line ${i + 1}, is not a valid past run (${fault}): remove the line.`);
    entries.push(output.cleanData(entry as HistoryEntry));
  }
  return entries;
}

/** The text of a history file with one run more at its end. */
export function withHistory(file: string, report: RunReport): string {
  const past = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const separator = past === '' || past.endsWith('\n') ? '' : '\n';
  return `${past}${separator}${JSON.stringify(historyEntryOf(report))}\n`;
}

/** A run in the one line that is kept of it. */
export function historyEntryOf(report: RunReport): HistoryEntry {
  const { run, coverage, changes, requests, edition } = report;
  return {
    version: 2,
    startedAt: run.startedAt,
    org: orgName(report.org),
    edition: edition.edition,
    passed: run.passed,
    selected: coverage.selected,
    verifiable: coverage.verifiable,
    verified: coverage.verified,
    verdicts: coverage.verdicts,
    changes,
    requests: requests.sent,
    seconds: run.seconds,
    drift: driftOf(report.operations),
  };
}

/**
 * Since when something is found: the first of the past runs, without a gap until now, that found it. A run that asked less
 * than this one, and did not find it, says nothing.
 */
export function sinceOf(history: readonly HistoryEntry[], fingerprint: string, selected: number): string | undefined {
  let since: string | undefined;
  for (const entry of [...history].reverse()) {
    if (entry.drift.includes(fingerprint)) since = entry.startedAt;
    else if (entry.selected >= selected) break;
  }
  return since;
}
