import type { FindingParts, RequestVerdict } from '../domain/finding.js';
import type { OperationContract } from './model.js';

/** One thing that is wrong with a request, and which edition accepts a request that has it. */
export interface RequestFault extends FindingParts {
  kind: 'request';
  accepted: RequestVerdict;
}

/** A finding about the whole request. An org refuses a request that its edition does not accept. */
export function aboutRequest(
  { id, resource }: OperationContract,
  accepted: RequestVerdict,
  message: string,
  count = 1,
): RequestFault {
  const contract = `${resource}/operations.json#${id}`;
  const parts = {
    kind: 'request' as const,
    level: 'warning' as const,
    pointer: '',
    contract,
    message,
    count,
    accepted,
  };
  return accepted === 'accepted' ? parts : { ...parts, effect: 'refused' };
}
