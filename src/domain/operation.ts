/** An operation's name: method and path template, as `GET /api/v1/users/{id}`. */
export type OperationId = `${string} /${string}`;

export type Tier = 'read' | 'write' | 'org';

/** Effects of writes that a run causes on a live org only if `OKTA_CONTRACTS_ALLOW` names them. */
export const effects = ['user-activation', 'admin-roles'] as const;
export type Effect = (typeof effects)[number];
