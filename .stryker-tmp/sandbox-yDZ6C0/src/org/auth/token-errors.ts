// @ts-nocheck
import { ContractsError } from '../../domain/errors.js';

/** Errors about the scopes, not about the client. */
export const scopeErrors: ReadonlySet<string> = new Set(['invalid_scope', 'consent_required', 'access_denied']);

/** Errors of RFC 6749, RFC 9449 and Okta's token endpoint. Others are not shown: they can contain any text. */
const knownErrors = new Set([
  ...scopeErrors,
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'invalid_token',
  'unauthorized_client',
  'unsupported_grant_type',
  'unsupported_response_type',
  'server_error',
  'temporarily_unavailable',
  'use_dpop_nonce',
  'invalid_dpop_proof',
]);

/** The org issued no token. */
export class TokenRefused extends ContractsError {
  constructor(
    org: string,
    /** A known error code, or the status. */
    readonly error: string,
  ) {
    super('UNAUTHENTICATED', `${org} issues no token to the client (${error}): ${advice(error)}.`);
  }
}

/** The name of an error of the token endpoint: a known code, else the status; never a text of the org. */
export function errorCodeOf(status: number, error: unknown): string {
  if (typeof error === 'string' && knownErrors.has(error)) return error;
  return status === 200 ? 'no token in the response' : error === undefined ? `${status}` : `${status}, unknown error`;
}

function advice(error: string): string {
  if (error === 'invalid_client')
    return 'check OKTA_CLIENT_CLIENTID, OKTA_CLIENT_PRIVATEKEY and OKTA_CLIENT_PRIVATEKEYID';
  if (scopeErrors.has(error))
    return 'grant the app the Okta API scopes that it asks for, or name fewer in OKTA_CLIENT_SCOPES';
  return "check the app's settings on the org";
}
