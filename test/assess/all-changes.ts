import type { ChangeGroup } from '../../src/assess/change-group.js';
import type { RunReport } from '../../src/assess/run-report.js';
import type { Catalogue } from '../../src/contract/catalogue.js';
import { changesOf } from '../../src/contract/changes.js';
import { requestChangesOf } from '../../src/contract/request-changes.js';
import type { Change, ChangeState } from '../../src/domain/change.js';
import { report, result, seen } from '../report/sample-report.js';

/** A report of all operations with the states that `stateOf` gives to their changes. */
export function reportOfAll(catalogue: Catalogue, stateOf: (change: Change) => ChangeState): RunReport {
  const results = [...catalogue.operations.values()].map((operation) => {
    const changes = [...changesOf(catalogue, operation), ...requestChangesOf(catalogue, operation)];
    return result(operation.id, {
      resource: operation.resource,
      changes: changes.map((one) => seen(one, stateOf(one))),
    });
  });
  return report(results, { catalogue });
}

/** A group with its guide. Fails if there is not exactly one. */
export function groupAt(groups: readonly ChangeGroup[], contract: string, kind?: ChangeGroup['kind']) {
  const found = groups.filter((group) => group.contract === contract && (kind === undefined || group.kind === kind));
  const [group] = found;
  if (found.length !== 1 || !group?.guide) throw new Error(`${found.length} groups at ${contract}`);
  return { ...group, guide: group.guide };
}
