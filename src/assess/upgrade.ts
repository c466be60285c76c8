import { isObject } from '../domain/json.js';
import { faultOf } from '../io/files.js';
import { changeGroupsOf } from './change-groups.js';
import { coverageOf } from './coverage.js';
import type { RunReport } from './run-report.js';

/** Properties that have another name since version 2. */
const renamed: Record<string, string> = {
  likeness: 'editionMatch',
  alike: 'sameInBoth',
  untold: 'unknown',
  judgement: 'policyResult',
  stillAsBefore: 'notApplied',
};
/** Values that have another name since version 2, by property. */
const renamedValues: Record<string, Record<string, string>> = {
  likeness: { alike: 'same in both', untold: 'unknown' },
  state: { 'still as before': 'not applied' },
};

/** Converts a report of version 1 or 2 to version 3, or a line of a history of version 1 to version 2. Returns other data unchanged. */
export function upgrade(data: unknown): unknown {
  const second = toVersion2(data);
  return isObject(second) && second.version === 2 && 'operations' in second ? withGroups(second) : second;
}

function toVersion2(data: unknown): unknown {
  if (!isObject(data) || data.version !== 1) return data;
  const current = { ...(rename(data) as object), version: 2 };
  return 'operations' in current ? upgradeReport(current) : current;
}

/** Version 2 did not group the changes. */
function withGroups(report: object): unknown {
  const current = { groups: [], ...report, version: 3 } as unknown as RunReport;
  // Invalid data is reported by the schema.
  if (faultOf('report', current)) return current;
  return { ...current, groups: changeGroupsOf(current.operations, current.history, current.coverage.selected) };
}

/** Version 1 grouped operations that were not verified by a text, and left out what earlier releases did not count. */
function upgradeReport(report: object): object {
  const { coverage, operations } = report as { coverage?: unknown; operations?: unknown };
  // Invalid data is reported by the schema.
  if (!isObject(coverage) || !Array.isArray(operations)) return report;
  if (!operations.every((one) => isObject(one) && isObject(one.outcome))) return report;
  const { verifiable, unverified } = coverageOf(operations);
  return { leftovers: [], ...report, coverage: { verifiable, ...coverage, unverified } };
}

function rename(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(rename);
  if (!isObject(data)) return data;
  const entries = Object.entries(data).map(([name, value]) => {
    if (name === 'history' && Array.isArray(value)) return [name, value.map(upgrade)];
    const to = Object.hasOwn(renamed, name) ? renamed[name] : name;
    return [to, typeof value === 'string' ? (renamedValues[name]?.[value] ?? value) : rename(value)];
  });
  return withStatus(Object.fromEntries(entries));
}

/** Version 1 had the status of a change only at the end of its ID. */
function withStatus(change: Record<string, unknown>): unknown {
  const { kind, id } = change;
  if ((kind !== 'new status' && kind !== 'removed status') || typeof id !== 'string') return change;
  return { ...change, status: Number(id.slice(-3)) };
}
