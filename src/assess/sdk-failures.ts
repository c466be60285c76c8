import type { SdkReport } from '../domain/sdk.js';
import { sdkOutcomes } from '../domain/sdk.js';
import type { ChangeGroup, GroupSdk } from './change-group.js';
import type { ReportedOperation } from './run-report.js';

/**
 * Makes a function that adds to a group which SDKs cannot read its place: the same pointer of the same operation.
 * @param operations the operations of the report
 */
export function createWithSdks(
  operations: readonly Pick<ReportedOperation, 'operation' | 'changes' | 'findings'>[],
  sdks: readonly SdkReport[] = [],
): (group: ChangeGroup) => ChangeGroup {
  const failures = failuresByPlace(sdks);
  if (failures.size === 0) return (group) => group;
  const byName = new Map(operations.map((one) => [one.operation, one]));
  return (group) => {
    const own = new Map<string, GroupSdk>();
    for (const { operation } of group.operations)
      for (const pointer of pointersOf(group, byName.get(operation)))
        for (const failure of failures.get(`${operation} ${pointer}`) ?? []) {
          const key = `${failure.name} ${failure.version}`;
          own.set(key, worse(own.get(key), failure));
        }
    return own.size === 0 ? group : { ...group, sdks: [...own.values()] };
  };
}

function failuresByPlace(sdks: readonly SdkReport[]): Map<string, GroupSdk[]> {
  const failures = new Map<string, GroupSdk[]>();
  for (const { name, version, findings } of sdks)
    for (const { operation, pointer, result } of findings) {
      const key = `${operation} ${pointer}`;
      failures.set(key, [...(failures.get(key) ?? []), { name, version, result }]);
    }
  return failures;
}

/** The places of a group in the responses of an operation. */
function pointersOf(
  { kind, contract, findings, part }: ChangeGroup,
  operation: Pick<ReportedOperation, 'changes' | 'findings'> | undefined,
): Set<string> {
  if (!operation || part === 'request') return new Set();
  const changes = operation.changes.filter(({ change }) => change.kind === kind && change.contract === contract);
  const found = operation.findings.filter(({ fingerprint }) => findings.includes(fingerprint));
  return new Set([...changes.map(({ change }) => change), ...found].map(({ pointer }) => pointer));
}

function worse(known: GroupSdk | undefined, next: GroupSdk): GroupSdk {
  return known && sdkOutcomes.indexOf(known.result) <= sdkOutcomes.indexOf(next.result) ? known : next;
}
