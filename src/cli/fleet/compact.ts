import { join } from 'node:path';
import type { RunReport } from '../../assess/run-report.js';
import type { OrgResult } from './result.js';

/** The files with the rows of a report that `fleet report` queries: `report.json` itself is too large for many nights. */
export function compactFiles(
  folder: string,
  { operations, groups }: RunReport,
  { org, day }: Pick<OrgResult, 'org' | 'day'>,
): Record<string, string> {
  const place = { org, day };
  const changes = groups
    .filter(({ kind }) => kind !== 'finding')
    .map(({ id, title, section, kind, part, resource, state, breaking, since, operations: affected }) => ({
      ...place,
      ...{ id, title, section, kind, part, resource, state, breaking, since },
      operations: affected.map(({ operation }) => operation),
    }));
  const findings = operations.flatMap(({ operation, findings: found }) =>
    found.map(({ fingerprint, level, kind, pointer, message, contract, policyResult, change, since }) => ({
      ...place,
      ...{ fingerprint, operation, level, kind, pointer, message, contract, policyResult, change, since },
    })),
  );
  const outcomes = operations.map(({ operation, resource, outcome }) => ({
    ...place,
    operation,
    resource,
    outcome: outcome.kind,
    verdict: 'verdict' in outcome ? outcome.verdict : undefined,
    reason: 'reason' in outcome ? outcome.reason : undefined,
  }));
  return {
    [join(folder, 'changes.ndjson')]: linesOf(changes),
    [join(folder, 'findings.ndjson')]: linesOf(findings),
    [join(folder, 'operations.ndjson')]: linesOf(outcomes),
  };
}

function linesOf(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
