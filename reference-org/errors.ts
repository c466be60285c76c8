/** An error answer of the org, thrown where it is found and turned into Okta's error object in one place. */
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

/** No object of this kind has the id. `kind` is Okta's internal name of it. */
export function notFound(id: string, kind: string): OrgError {
  return new OrgError(404, 'E0000007', `Not found: Resource not found: ${id} (${kind})`);
}

/** The request's body or parameters are not valid. */
export function invalid(what: string, cause: string): OrgError {
  return new OrgError(400, 'E0000001', `Api validation failed: ${what}`, [cause]);
}

export function forbidden(code: string, summary: string): OrgError {
  return new OrgError(403, code, summary);
}

/**
 * The reference org does not serve the operation, which says nothing about Okta. The header and the summary identify it, so
 * that nobody takes it for the answer of an Okta org.
 */
export function notImplemented(): OrgError {
  return new OrgError(501, 'E0000060', 'The reference org does not serve this operation', [], {
    'x-okta-contracts-reference-org': 'not-implemented',
  });
}

/** The path is known, the method is not. */
export function wrongMethod(): OrgError {
  return new OrgError(405, 'E0000022', 'The endpoint does not support the provided HTTP method');
}

/** The path is not known. */
export function unknownPath(): OrgError {
  return new OrgError(404, 'E0000008', 'The requested path was not found');
}

/** Okta's error object. */
export function errorBody(error: OrgError, id: string): object {
  return {
    errorCode: error.code,
    errorSummary: error.message,
    errorLink: error.code,
    errorId: id,
    errorCauses: error.causes.map((errorSummary) => ({ errorSummary })),
  };
}
