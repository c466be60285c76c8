import { historyEntryOf } from '../../src/assess/history.js';
import type { RunReport } from '../../src/assess/run-report.js';
import { type Catalogue, loadCatalogue } from '../../src/contract/catalogue.js';
import { changesOf } from '../../src/contract/changes.js';
import type { OperationContract } from '../../src/contract/model.js';
import type { OperationId } from '../../src/domain/operation.js';
import type { OperationResult, Outcome } from '../../src/domain/outcome.js';
import { finding, oneOfEach, report, result, seen } from './sample-report.js';

const outcomes: Outcome[] = [
  { kind: 'verified', verdict: 'pass' },
  { kind: 'verified', verdict: 'violation' },
  { kind: 'verified', verdict: 'stale' },
  { kind: 'skipped', reason: 'needs-write-tier', detail: 'runs in the write tier only' },
];

/** A report with every operation of the contracts, or the first ones; their outcomes alternate between all kinds. */
export function everything(most = Number.POSITIVE_INFINITY): RunReport {
  const catalogue = loadCatalogue();
  // Most operations did not change: those that did come first.
  const isUnchanged = ({ category }: OperationContract) => Number(category === 'compatible' || category === 'fixture');
  const operations = [...catalogue.operations.values()].sort((a, b) => isUnchanged(a) - isUnchanged(b));
  const results = operations.slice(0, most).map((operation, i) => {
    const made = resultOf(catalogue, operation, i);
    const isBad = made.outcome.kind === 'verified' && made.outcome.verdict !== 'pass';
    const findings = made.changes.map(({ change }) =>
      finding(operation.id, { pointer: change.pointer, change: change.id, level: 'stale', kind: 'removed' }),
    );
    const level = made.outcome.kind === 'verified' && made.outcome.verdict === 'stale' ? 'stale' : 'violation';
    const own = finding(operation.id, { pointer: '/own', level });
    return { ...made, findings: isBad ? [own, ...findings] : [] };
  });
  return report(results, { history: history() });
}

/** A report with this many operations, which repeat those of the contracts, and this many findings in different places. */
export function large(operations: number, findings: number): RunReport {
  const catalogue = loadCatalogue();
  const all = [...catalogue.operations.values()];
  const results = Array.from({ length: operations }, (_, i) => {
    const operation = all[i % all.length] as OperationContract;
    const made = resultOf(catalogue, operation, i);
    const round = Math.floor(i / all.length);
    const id: OperationId = round === 0 ? operation.id : `${operation.id}/copy${round}`;
    const contract = `${operation.resource}/x.schema.json#/properties/p${i}/type`;
    const own = i < findings ? [finding(id, { pointer: `/p${i}`, level: 'violation', contract })] : [];
    const outcome: Outcome = own.length > 0 ? { kind: 'verified', verdict: 'violation' } : made.outcome;
    return { ...made, operation: id, outcome, findings: own };
  });
  return report(results, { history: history() });
}

function resultOf(catalogue: Catalogue, operation: OperationContract, i: number): OperationResult {
  const outcome = outcomes[i % outcomes.length] as Outcome;
  const isBad = outcome.kind === 'verified' && outcome.verdict !== 'pass';
  const changes = changesOf(catalogue, operation).map((change) => seen(change, isBad ? 'not applied' : 'applied'));
  return result(operation.id, { resource: operation.resource, outcome, changes });
}

/** 90 runs, one each day. */
function history(): RunReport['history'] {
  const past = historyEntryOf(report(oneOfEach));
  return Array.from({ length: 90 }, (_, i) => ({
    ...past,
    startedAt: new Date(Date.UTC(2026, 7, 1 + i)).toISOString(),
    drift: Array.from({ length: i % 30 }, (__, n) => n.toString(16).padStart(16, '0')),
  }));
}
