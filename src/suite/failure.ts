import type { Settings } from '../config.js';
import { renderFinding } from '../report/finding-text.js';
import type { Change, Finding, OperationResult } from '../words.js';

/** A contract that was not kept: its message is all that a person needs, so it carries no stack. */
export class ContractFailure extends Error {
  override readonly name = 'ContractFailure';
  constructor(message: string) {
    super(message);
    this.stack = `${message}`;
  }
}

/** Whether a finding fails a run. */
export function fails(finding: Finding, settings: Pick<Settings, 'strict' | 'stale'>): boolean {
  if (finding.level === 'violation') return true;
  if (finding.level === 'stale') return settings.stale === 'fail';
  return finding.level === 'warning' && settings.strict;
}

/** What fails an operation apart from its changes, or `undefined`. */
export function failureOf(result: OperationResult, settings: Settings): string | undefined {
  return render(result.findings.filter((finding) => !finding.change && fails(finding, settings)));
}

/** What fails at the place of one change, or `undefined`. */
export function failureOfChange(result: OperationResult, change: Change, settings: Settings): string | undefined {
  const findings = result.findings.filter((finding) => finding.change === change.id && fails(finding, settings));
  const text = render(findings);
  return text && `still as before${change.was ? ` (${change.was})` : ''}\n${text}`;
}

function render(findings: Finding[]): string | undefined {
  return findings.length > 0 ? findings.map((finding) => renderFinding(finding)).join('\n') : undefined;
}
