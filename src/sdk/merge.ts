import type { SdkFinding, SdkOperation, SdkOutcome, SdkReport } from '../domain/sdk.js';
import { inOrder, mostAffectedFirst, mostFindings } from './collector.js';

/** Adds up the reports of the same SDK, of shards of one run. */
export function mergeSdkReports(reports: readonly SdkReport[]): SdkReport[] {
  const merged = new Map<string, SdkReport>();
  for (const report of reports) {
    const key = `${report.spec} ${report.name} ${report.version}`;
    const sum = merged.get(key);
    merged.set(key, sum ? added(sum, report) : report);
  }
  return [...merged.values()];
}

function added(a: SdkReport, b: SdkReport): SdkReport {
  const outcomes = Object.keys(a.responses) as SdkOutcome[];
  const unknown = [...(a.unknownOperations ?? []), ...(b.unknownOperations ?? [])];
  const findings = sums(
    [...a.findings, ...b.findings],
    ({ fingerprint, result }) => `${fingerprint} ${result}`,
    addFindings,
  );
  const unlisted = Math.max(0, findings.length - mostFindings);
  const further = (a.furtherFindings ?? 0) + (b.furtherFindings ?? 0) + unlisted;
  const stopped = a.stopped ?? b.stopped;
  return {
    ...a,
    responses: Object.fromEntries(
      outcomes.map((outcome) => [outcome, a.responses[outcome] + b.responses[outcome]]),
    ) as SdkReport['responses'],
    // Shards have different operations.
    operationsRead: (a.operationsRead ?? 0) + (b.operationsRead ?? 0),
    operations: mostAffectedFirst(
      sums([...a.operations, ...b.operations], ({ operation }) => operation, addOperations),
    ),
    findings: inOrder(findings).slice(0, mostFindings),
    ...(unknown.length > 0
      ? {
          unknownOperations: sums(
            unknown,
            ({ operation }) => operation,
            (one, other) => ({ ...one, responses: one.responses + other.responses }),
          ),
        }
      : {}),
    ...(further > 0 ? { furtherFindings: further } : {}),
    ...(stopped === undefined ? {} : { stopped }),
  };
}

function addOperations(a: SdkOperation, b: SdkOperation): SdkOperation {
  return {
    ...a,
    responses: a.responses + b.responses,
    failed: a.failed + b.failed,
    empty: a.empty + b.empty,
    loss: a.loss + b.loss,
  };
}

function addFindings(a: SdkFinding, b: SdkFinding): SdkFinding {
  return { ...a, responses: a.responses + b.responses, items: a.items + b.items };
}

/** Adds up the entries with the same key. */
function sums<T>(entries: readonly T[], keyOf: (entry: T) => string, add: (a: T, b: T) => T): T[] {
  const merged = new Map<string, T>();
  for (const entry of entries) {
    const sum = merged.get(keyOf(entry));
    merged.set(keyOf(entry), sum ? add(sum, entry) : entry);
  }
  return [...merged.values()];
}
