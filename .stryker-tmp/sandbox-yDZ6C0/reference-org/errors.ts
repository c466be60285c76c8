// @ts-nocheck
import { randomBytes } from 'node:crypto';
import type { JsonObject } from './state.js';

/** An error of the org. The dispatcher turns it into Okta's error object. */
export class OrgError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    summary: string,
    readonly causes: string[] = [],
    readonly headers: Record<string, string> = {},
  ) {
    super(summary);
  }
}

/** No object of the type has the id. `type` is Okta's internal name. */
export function notFound(id: string, type: string): OrgError {
  return new OrgError(404, 'E0000007', `Not found: Resource not found: ${id} (${type})`);
}

/** The body or the parameters of the request are not valid. */
export function invalid(what: string, cause: string): OrgError {
  return new OrgError(400, 'E0000001', `Api validation failed: ${what}`, [cause]);
}

export function forbidden(code: string, summary: string): OrgError {
  return new OrgError(403, code, summary);
}

/**
 * The reference org does not implement the operation; real orgs may have it. The header and the summary tell this response from
 * the responses of an Okta org.
 */
export function notImplemented(): OrgError {
  return new OrgError(501, 'E0000060', 'The reference org does not serve this operation', [], {
    'x-okta-contracts-reference-org': 'not-implemented',
  });
}

/** The path exists, the method does not. */
export function wrongMethod(): OrgError {
  return new OrgError(405, 'E0000022', 'The endpoint does not support the provided HTTP method');
}

/** The path does not exist. */
export function unknownPath(): OrgError {
  return new OrgError(404, 'E0000008', 'The requested path was not found');
}

/** Okta's error object. */
export function errorBody(error: OrgError, id: string): JsonObject {
  return {
    errorCode: error.code,
    errorSummary: error.message,
    errorLink: error.code,
    errorId: id,
    errorCauses: error.causes.map((errorSummary) => ({ errorSummary })),
  };
}

/** A new id for an error object. */
export function newErrorId(): string {
  return `oae${randomBytes(16).toString('base64url')}`;
}
