import type { Headers } from '../../domain/exchange.js';
import type { Json } from '../../domain/json.js';
import { reasonOf } from '../http.js';
import { dateOf, numberOf } from '../responses.js';
import { isConcurrentLimit, resetWait } from './buckets.js';

/** The maximum number of attempts for a request. */
export const mostAttempts = 5;
const mostAfterFaults = 3;
/** The maximum length of a single wait in milliseconds, independent of the org's headers. */
export const longestWait = 120_000;

/** Methods that can be sent again although the org may have processed them. */
const idempotent = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);
/** The request never left this machine. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);
/** The org or a proxy closed the connection. */
const connectionClosed = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** Milliseconds to wait before a request is sent again after a response; `undefined` if it is not. */
export function waitAfterResponse(
  method: string,
  response: { status: number; headers: Headers; body?: Json | undefined },
  attempt: number,
): number | undefined {
  const { status, headers } = response;
  const requested = retryAfter(headers);
  if (status === 429) {
    if (attempt >= mostAttempts) return undefined;
    // The reset header of a concurrent limit belongs to another limit.
    if (isConcurrentLimit(headers)) return Math.max(requested ?? 0, backOff(attempt));
    return Math.max(requested ?? 0, resetWait(headers) ?? (requested === undefined ? 5_000 : 1_000));
  }
  // The object is locked by another change, and the request was not processed.
  const isLocked = status === 423;
  if (
    attempt >= mostAfterFaults ||
    !(isLocked || (status >= 500 && status !== 501 && idempotent.has(method.toUpperCase())))
  )
    return undefined;
  return Math.max(requested ?? 0, backOff(attempt));
}

/**
 * The value of a `Retry-After` header in milliseconds: a number of seconds, or a date by the org's clock. At most
 * `longestWait`; `undefined` if the header is missing or invalid.
 */
export function retryAfter(headers: Headers): number | undefined {
  const value = headers['retry-after'];
  const seconds = numberOf(value);
  const date = dateOf(value);
  const wait =
    seconds !== undefined
      ? seconds * 1000
      : date === undefined
        ? undefined
        : Math.max(0, date - (dateOf(headers.date) ?? Date.now()));
  return wait === undefined ? undefined : Math.min(longestWait, wait);
}

/** Milliseconds to wait before a request without a response is sent again; `undefined` if it is not. */
export function waitAfterConnectionError(method: string, cause: unknown, attempt: number): number | undefined {
  if (attempt >= mostAfterFaults) return undefined;
  const reason = reasonOf(cause);
  if (neverSent.has(reason) || (connectionClosed.has(reason) && idempotent.has(method.toUpperCase())))
    return backOff(attempt);
  return undefined;
}

/** Exponential, with jitter. */
function backOff(attempt: number): number {
  return 250 * 2 ** attempt * (0.5 + Math.random());
}
