import { join } from 'node:path';
import type { RunReport } from '../../assess/run-report.js';
import { statesOf } from '../../report/notify/changes.js';
import { isObserved } from '../../report/notify/findings.js';
import { noNight, type PastNight } from './past-night.js';
import type { OrgResult } from './result.js';

type Place = Pick<OrgResult, 'org' | 'day'>;

/**
 * The files with the rows of a report that `fleet report` queries: `report.json` itself is too large for many nights. What the run
 * did not verify keeps the rows of the night before, so that two nights are enough to state what changed.
 */
export function compactFiles(
  folder: string,
  report: RunReport,
  { org, day }: Place,
  past = noNight,
): Record<string, string> {
  const place = { org, day };
  return {
    [join(folder, 'changes.ndjson')]: linesOf(changesOf(report, place, past)),
    [join(folder, 'findings.ndjson')]: linesOf([...findingsOf(report, place), ...keptFindings(report, place, past)]),
    [join(folder, 'operations.ndjson')]: linesOf(operationsOf(report, place, past)),
  };
}

function changesOf({ groups }: RunReport, place: Place, past: PastNight): object[] {
  return groups
    .filter(({ kind }) => kind !== 'finding')
    .map((group) => {
      const { id, title, section, kind, part, resource, state, breaking, since, operations } = group;
      return {
        ...place,
        ...{ id, title, section, kind, part, resource, state, breaking, since },
        operations: operations.map(({ operation }) => operation),
        ...(statesOf(group, past.changes.get(id)) ?? past.changes.get(id)),
      };
    });
}

function findingsOf({ operations }: RunReport, place: Place): object[] {
  return operations.flatMap(({ operation, findings }) =>
    findings.map(({ fingerprint, level, kind, pointer, message, contract, policyResult, change, since }) => ({
      ...place,
      ...{ fingerprint, operation, level, kind, pointer, message, contract, policyResult, change, since },
    })),
  );
}

/** The findings of operations that the run did not verify, with the day on which they were found. */
function keptFindings(report: RunReport, place: Place, past: PastNight): object[] {
  const known = new Map(report.operations.map(({ operation, findings }) => [operation as string, findings]));
  return past.findings
    .filter((one) => known.has(one.operation) && !isObserved(one, report))
    .filter((one) => !known.get(one.operation)?.some(({ fingerprint }) => fingerprint === one.fingerprint))
    .map((one) => ({ ...one, ...place, lastFound: one.lastFound ?? one.day }));
}

function operationsOf({ operations }: RunReport, { org, day }: Place, past: PastNight): object[] {
  return operations.map(({ operation, resource, outcome }) => ({
    ...{ org, day, operation, resource },
    outcome: outcome.kind,
    verdict: 'verdict' in outcome ? outcome.verdict : undefined,
    reason: 'reason' in outcome ? outcome.reason : undefined,
    lastVerified: outcome.kind === 'verified' ? day : past.lastVerified.get(operation),
  }));
}

function linesOf(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
