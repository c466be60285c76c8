import type { Verdict } from '../domain/finding.js';
import type { OperationResult } from '../domain/outcome.js';
import type { RunReport, UnverifiedGroup } from './run-report.js';

/**
 * Counts the verified operations by verdict, and groups the others by the reason. An operation is verifiable if it was not
 * skipped: the tier, the scopes, the role and the org allow to call it.
 */
export function coverageOf(
  operations: readonly Pick<OperationResult, 'operation' | 'outcome'>[],
): RunReport['coverage'] {
  const verdicts: Record<Verdict, number> = { pass: 0, stale: 0, violation: 0 };
  const unverified: UnverifiedGroup[] = [];
  for (const { operation, outcome } of operations) {
    if (outcome.kind === 'verified') {
      verdicts[outcome.verdict] += 1;
      continue;
    }
    const reason = outcome.kind === 'not exercised' ? undefined : outcome.reason;
    const group = unverified.find((one) => one.kind === outcome.kind && one.reason === reason);
    if (group) group.operations.push(operation);
    else unverified.push({ kind: outcome.kind, ...(reason && { reason }), operations: [operation] });
  }
  const numberOf = (...kinds: OperationResult['outcome']['kind'][]) =>
    operations.filter(({ outcome }) => kinds.includes(outcome.kind)).length;
  return {
    selected: numberOf('verified', 'skipped', 'inconclusive'),
    verifiable: numberOf('verified', 'inconclusive'),
    verified: numberOf('verified'),
    verdicts,
    unverified,
  };
}
