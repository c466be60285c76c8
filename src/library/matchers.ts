import type { OperationId } from '../domain/operation.js';
import { renderFinding } from '../report/render/finding.js';
import { type AnyExchange, checkResponse } from './check-response.js';

/** The result of a matcher of vitest and jest. */
interface MatcherResult {
  pass: boolean;
  message: () => string;
}

/** A response of a client: of fetch, of axios (`data`), or a plain object. */
export type AnyResponse =
  | Response
  | { status: number; headers?: Record<string, string | string[]>; body?: unknown; data?: unknown };

/** Matchers for vitest and jest: `expect(response).toKeepContract('GET /api/v1/users/{id}')`. */
export const matchers = {
  /**
   * Passes if a response matches the contract of an operation: violations and stale findings fail, warnings do not. Await the matcher
   * for a fetch response.
   */
  toKeepContract(received: AnyResponse, operation: OperationId): MatcherResult | Promise<MatcherResult> {
    if (isResponse(received)) return readResponse(received).then((parts) => match(parts, operation));
    const { status, headers, body, data } = received ?? {};
    if (typeof status !== 'number')
      return { pass: false, message: () => 'expected a response with a status, and a body or data' };
    return match({ status, body: body ?? data, ...(headers ? { headers: { ...headers } } : {}) }, operation);
  },
};

function match(response: AnyExchange['response'], operation: OperationId): MatcherResult {
  const { verdict, findings } = checkResponse(operation, response);
  const lines = findings.filter(({ level }) => level !== 'notice').map((finding) => renderFinding(finding));
  return {
    pass: verdict === 'pass',
    message: () =>
      verdict === 'pass'
        ? `expected the response to violate the contract of ${operation}, but it conforms to it`
        : `expected the response to conform to the contract of ${operation}\n${lines.join('\n')}`,
  };
}

function isResponse(received: unknown): received is Response {
  return typeof (received as Response | undefined)?.clone === 'function';
}

async function readResponse(response: Response): Promise<AnyExchange['response']> {
  const text = await response.clone().text();
  let body: unknown = text === '' ? undefined : text;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch {
    // A body that is not JSON stays text.
  }
  return { status: response.status, headers: Object.fromEntries(response.headers), body };
}
