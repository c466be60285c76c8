import type { Finding, FindingParts, RequestVerdict } from '../domain/finding.js';
import type { OperationContract } from './model.js';

/** One thing that is wrong with a request, and which edition accepts a request that has it. */
export interface RequestFault extends FindingParts {
  kind: 'request';
  accepted: RequestVerdict;
}

/** A finding about the whole request. */
export function aboutRequest(
  { id, resource }: OperationContract,
  accepted: RequestVerdict,
  message: string,
  count = 1,
): RequestFault {
  const contract = `${resource}/operations.json#${id}`;
  return { kind: 'request', level: 'warning', pointer: '', contract, message, count, accepted };
}

/** Whether a finding of kind `request` says that the org answered otherwise than the contract of the request expects. */
export function isAboutOutcome({ pointer, message }: Pick<Finding, 'pointer' | 'message'>): boolean {
  return pointer === '' && /^The org (?:accepted|refused) a request/.test(message);
}

/**
 * What an org of the edition does with the part of a request that a finding is about. `undefined` where the finding does not tell:
 * a value that the contract does not know may be accepted.
 */
export function effectOf(finding: Pick<Finding, 'level' | 'pointer' | 'message'>): 'refused' | 'ignored' | undefined {
  if (isAboutOutcome(finding)) return undefined;
  if (/^Unknown (?:property|query parameter)|^More unknown| is read-only: /.test(finding.message)) return 'ignored';
  if (/ is no longer accepted /.test(finding.message)) return finding.level === 'notice' ? 'ignored' : 'refused';
  return finding.level === 'notice' ? undefined : 'refused';
}

/** Whether a finding of kind `request` is about something that the previous edition accepts. */
export function isPreviousOnly({ level, message }: Pick<Finding, 'level' | 'message'>): boolean {
  return level !== 'notice' && /` (?:is no longer accepted|is required|was changed) .*\b\d{4}\.\d/.test(message);
}
