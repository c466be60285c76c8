import type { OperationId } from '../domain/operation.js';
import { renderFinding } from '../report/render/finding.js';
import { checkAnswer } from './check-answer.js';

/** What vitest and jest take of a matcher. */
interface Matched {
  pass: boolean;
  message: () => string;
}

/** An answer as clients have it: of fetch, of axios (`data`), or a plain object. */
export type AnyAnswer =
  | Response
  | { status: number; headers?: Record<string, string | string[]>; body?: unknown; data?: unknown };

/** Matchers for vitest and jest: `expect(answer).toKeepContract('GET /api/v1/users/{id}')`. */
export const matchers = {
  /** Whether a response conforms to the contract of an operation; stale properties do not. A fetch response is awaited. */
  toKeepContract(received: AnyAnswer, operation: OperationId): Matched | Promise<Matched> {
    if (isResponse(received)) return readResponse(received).then((parts) => match(parts, operation));
    const { status, headers, body, data } = received ?? {};
    if (typeof status !== 'number')
      return { pass: false, message: () => 'expected a response with a status, and a body or data' };
    return match({ status, body: body ?? data, ...(headers ? { headers: { ...headers } } : {}) }, operation);
  },
};

function match(answer: Parameters<typeof checkAnswer>[1], operation: OperationId): Matched {
  const { verdict, findings } = checkAnswer(operation, answer);
  const said = findings.filter(({ level }) => level !== 'notice').map((finding) => renderFinding(finding));
  return {
    pass: verdict === 'pass',
    message: () =>
      verdict === 'pass'
        ? `expected the response to violate the contract of ${operation}, but it conforms to it`
        : `expected the response to conform to the contract of ${operation}\n${said.join('\n')}`,
  };
}

function isResponse(received: unknown): received is Response {
  return typeof (received as Response | undefined)?.clone === 'function';
}

async function readResponse(response: Response): Promise<Parameters<typeof checkAnswer>[1]> {
  const text = await response.clone().text();
  let body: unknown = text === '' ? undefined : text;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch {
    // It stays text.
  }
  return { status: response.status, headers: Object.fromEntries(response.headers), body };
}
