import { type FailurePolicy, fails } from '../assess/policy.js';
import type { Change } from '../domain/change.js';
import type { Finding } from '../domain/finding.js';
import type { OperationResult } from '../domain/outcome.js';
import { renderFinding } from '../report/render/finding.js';

/** An operation does not conform to its contract. The message is sufficient, so that it has no stack. */
export class ContractFailure extends Error {
  override readonly name = 'ContractFailure';
  constructor(message: string) {
    super(message);
    this.stack = `${message}`;
  }
}

/** Why an operation fails, except for its changes; `undefined` if it does not fail. */
export function failureOf(result: OperationResult, policy: FailurePolicy): string | undefined {
  return render(result.findings.filter((finding) => !finding.change && fails(finding, result.operation, policy)));
}

/** Why a change fails; `undefined` if it does not fail. */
export function failureOfChange(result: OperationResult, change: Change, policy: FailurePolicy): string | undefined {
  const text = render(
    result.findings.filter((finding) => finding.change === change.id && fails(finding, result.operation, policy)),
    change,
  );
  return text && `not applied${change.was ? ` (${change.was})` : ''}\n${text}`;
}

function render(findings: Finding[], change?: Change): string | undefined {
  return findings.length > 0 ? findings.map((finding) => renderFinding(finding, '', change)).join('\n') : undefined;
}
