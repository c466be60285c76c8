import { type FailurePolicy, fails } from '../assess/policy.js';
import type { Change } from '../domain/change.js';
import type { Finding } from '../domain/finding.js';
import type { OperationResult } from '../domain/outcome.js';
import { renderFinding } from '../report/render/finding.js';

/** A contract that was not kept: its message is all that a person needs, so it carries no stack. */
export class ContractFailure extends Error {
  override readonly name = 'ContractFailure';
  constructor(message: string) {
    super(message);
    this.stack = `${message}`;
  }
}

/** What fails an operation apart from its changes, or `undefined`. */
export function failureOf(result: OperationResult, policy: FailurePolicy): string | undefined {
  return render(result.findings.filter((finding) => !finding.change && fails(finding, result.operation, policy)));
}

/** What fails at the place of one change, or `undefined`. */
export function failureOfChange(result: OperationResult, change: Change, policy: FailurePolicy): string | undefined {
  const text = render(
    result.findings.filter((finding) => finding.change === change.id && fails(finding, result.operation, policy)),
  );
  return text && `not applied${change.was ? ` (${change.was})` : ''}\n${text}`;
}

function render(findings: Finding[]): string | undefined {
  return findings.length > 0 ? findings.map((finding) => renderFinding(finding)).join('\n') : undefined;
}
