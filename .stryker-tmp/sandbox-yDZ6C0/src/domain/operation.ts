/** An operation's name: method and path template, as `GET /api/v1/users/{id}`. */
// @ts-nocheck

export type OperationId = `${string} /${string}`;

/** The method of an operation. */
export function methodOf(operation: OperationId): string {
  return operation.split(' ')[0] ?? '';
}

/** Whether an operation only reads. */
export function isRead(operation: OperationId): boolean {
  return methodOf(operation) === 'GET';
}

/** The path template of an operation. */
export function templateOf(operation: OperationId): string {
  return operation.split(' ')[1] ?? '';
}

/** The operation that reads the object at a path. */
export function readerOf(template: string): OperationId {
  return `GET /${template.replace(/^\//, '')}`;
}

export type Tier = 'read' | 'write' | 'org';

/** Effects of writes that a run causes on a live org only if `OKTA_CONTRACTS_ALLOW` names them. */
export const effects = ['user-activation', 'admin-roles'] as const;
export type Effect = (typeof effects)[number];
