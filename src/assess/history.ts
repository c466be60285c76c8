import { existsSync, readFileSync } from 'node:fs';
import { ContractsError } from '../domain/errors.js';
import { faultOf } from '../io/files.js';
import { output } from '../io/output.js';
import { groupStates } from './group-history.js';
import { driftOf, type HistoryEntry, orgName, type RunReport } from './run-report.js';
import { sdkDriftOf } from './sdk-history.js';
import { upgrade } from './upgrade.js';

/** The past runs of a history file, oldest first; none without a file. Throws `INPUT` and names the line. */
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

/** The text of a history file with a run added at the end. */
export function withHistory(file: string, report: RunReport): string {
  const past = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const separator = past === '' || past.endsWith('\n') ? '' : '\n';
  return `${past}${separator}${JSON.stringify(historyEntryOf(report))}\n`;
}

/** The line of a run in the history. */
export function historyEntryOf(report: RunReport): HistoryEntry {
  const { run, coverage, changes, requests, edition } = report;
  const sdkFindings = sdkDriftOf(report.sdks);
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
    groups: groupStates(report.groups),
    ...(sdkFindings && { sdkFindings }),
  };
}

/**
 * The start of the first run, without a gap until now, that had the finding. A run that selected fewer operations than this one
 * and did not have the finding does not end the series, nor does a run that verified nothing.
 */
export function sinceOf(history: readonly HistoryEntry[], fingerprint: string, selected: number): string | undefined {
  let since: string | undefined;
  for (const entry of [...history].reverse()) {
    if (entry.drift.includes(fingerprint)) since = entry.startedAt;
    else if (entry.selected >= selected && entry.verified > 0) break;
  }
  return since;
}
