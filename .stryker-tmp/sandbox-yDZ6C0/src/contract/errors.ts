// @ts-nocheck
import type { OperationContract } from './model.js';

/** Error statuses that follow from what an operation is, as Okta's documents list them. An entry names only further ones. */
export function defaultErrors({
  template,
  oauthScopes,
  request,
}: Pick<OperationContract, 'template' | 'oauthScopes' | 'request'>): number[] {
  return [
    ...(request === undefined ? [] : [400]),
    ...(oauthScopes.length === 0 ? [] : [403]),
    ...(template.includes('{') ? [404] : []),
    429,
  ];
}
