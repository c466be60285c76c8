import { parseBody } from '../domain/exchange.js';
import type { Finding } from '../domain/finding.js';
import { methodOf, type OperationId } from '../domain/operation.js';
import { renderFinding } from '../report/render/finding.js';
import {
  type AnyExchange,
  type AnyHeaders,
  type AnyRequest,
  type CheckOptions,
  checkRequest,
  checkResponse,
} from './check-response.js';

/** The result of a matcher of vitest and jest. */
interface MatcherResult {
  pass: boolean;
  message: () => string;
}

/** A response of a client: of fetch, of axios (`data`), or a plain object. */
export type AnyResponse = Response | { status: number; headers?: AnyHeaders; body?: unknown; data?: unknown };

/** A request of a client: of fetch, of axios (`data`), or a plain object. A text that is JSON is parsed. */
export type SentRequest = Request | (AnyRequest & { method?: string; data?: unknown });

/** Matchers for vitest and jest: `expect(response).toKeepContract('GET /api/v1/users/{id}')`. */
export const matchers = {
  /**
   * Passes if a response matches the contract of an operation: violations and stale findings fail, warnings do not. Await the matcher
   * for a fetch response. With `{ partial: true }`, missing properties do not fail: for mocks that have only what a test reads.
   */
  toKeepContract(
    received: AnyResponse,
    operation: OperationId,
    options?: CheckOptions,
  ): MatcherResult | Promise<MatcherResult> {
    if (isResponse(received)) return readResponse(received).then((parts) => match(parts, operation, options));
    const { status, headers, body, data } = received ?? {};
    if (typeof status !== 'number')
      return { pass: false, message: () => 'expected a response with a status, and a body or data' };
    return match({ status, body: body ?? data, ...(headers ? { headers } : {}) }, operation, options);
  },

  /**
   * Passes if the edition accepts a request of an operation: its body, query parameters and content type. It fails for what only the
   * previous edition accepts. Await the matcher for a fetch request.
   */
  toMatchRequestContract(received: SentRequest, operation: OperationId): MatcherResult | Promise<MatcherResult> {
    if (typeof received !== 'object' || received === null)
      return { pass: false, message: () => 'expected a request with a body, or a url with query parameters' };
    if (!isRequest(received)) {
      const { data, body = data, ...request } = received;
      return matchRequest({ ...request, body }, operation);
    }
    const { method, url, headers } = received;
    return received
      .clone()
      .text()
      .then((body) => matchRequest({ method, url, headers: Object.fromEntries(headers), body }, operation));
  },
};

function matchRequest(
  { method, body: sent, ...request }: AnyRequest & { method?: string },
  operation: OperationId,
): MatcherResult {
  const body = typeof sent === 'string' ? parseBody(sent) : sent;
  const { verdict, operation: id, findings } = checkRequest(operation, { ...request, body });
  const isOther = method !== undefined && method.toUpperCase() !== methodOf(id);
  const pass = !isOther && (verdict === undefined || verdict === 'accepted');
  const what = isOther
    ? `, but its method is ${method.toUpperCase()}`
    : verdict === 'previous only'
      ? ', but only the previous edition accepts it'
      : '';
  return {
    pass,
    message: () =>
      pass
        ? `expected the contract of ${operation} to reject the request, but it accepts it`
        : `expected the request to conform to the contract of ${operation}${what}\n${linesOf(findings)}`,
  };
}

function linesOf(findings: readonly Finding[]): string {
  return findings
    .filter(({ level }) => level !== 'notice')
    .map((finding) => renderFinding(finding))
    .join('\n');
}

function isRequest(received: SentRequest): received is Request {
  return typeof (received as Request).clone === 'function';
}

function match(response: AnyExchange['response'], operation: OperationId, options?: CheckOptions): MatcherResult {
  const { verdict, findings } = checkResponse(operation, response, options);
  return {
    pass: verdict === 'pass',
    message: () =>
      verdict === 'pass'
        ? `expected the response to violate the contract of ${operation}, but it conforms to it`
        : `expected the response to conform to the contract of ${operation}\n${linesOf(findings)}`,
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
