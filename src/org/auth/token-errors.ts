import { ContractsError } from '../../domain/errors.js';

/** Errors about the scopes, not about the client. */
const scopeErrors = ['invalid_scope', 'consent_required', 'access_denied'] as const;

/** Errors of RFC 6749, RFC 9449 and Okta's token endpoint. Others are never shown: the org may send any text. */
const knownErrors = [
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
] as const;

/** Why a response of the token endpoint has no token. */
export interface TokenError {
  status: number;
  /** `other` is an error code that is not a known one; `undefined`: the response has no error code. */
  code?: (typeof knownErrors)[number] | 'other';
}

/** The org issued no token. */
export class TokenRefused extends ContractsError {
  constructor(
    org: string,
    readonly error: TokenError,
  ) {
    super('UNAUTHENTICATED', `${org} issues no token to the client (${nameOf(error)}): ${adviceOn(error)}.`);
  }

  /** Whether the org refused the requested scopes, not the client. */
  get isAboutScopes(): boolean {
    return isScopeError(this.error);
  }
}

/** The error in a response of the token endpoint. @param error the property `error` of its body */
export function tokenErrorOf(status: number, error: unknown): TokenError {
  if (error === undefined) return { status };
  return { status, code: knownErrors.find((known) => known === error) ?? 'other' };
}

function nameOf({ status, code }: TokenError): string {
  if (code !== undefined && code !== 'other') return code;
  if (status === 200) return 'no token in the response';
  return code === undefined ? `${status}` : `${status}, unknown error`;
}

function isScopeError({ code }: TokenError): boolean {
  return scopeErrors.some((known) => known === code);
}

function adviceOn(error: TokenError): string {
  if (error.code === 'invalid_client')
    return 'check OKTA_CLIENT_CLIENTID, OKTA_CLIENT_PRIVATEKEY and OKTA_CLIENT_PRIVATEKEYID';
  if (isScopeError(error))
    return 'grant the app the Okta API scopes that it asks for, or name fewer in OKTA_CLIENT_SCOPES';
  return "check the app's settings on the org";
}
