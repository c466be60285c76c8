import type { Headers } from '../../domain/exchange.js';
import type { Json } from '../../domain/json.js';
import { reasonOf } from '../http.js';
import { dateOf, numberOf } from '../responses.js';
import { isConcurrentLimit, resetWait } from './buckets.js';

/** A request is sent at most this often, whatever happens to it. */
export const mostAttempts = 5;
const mostAfterFaults = 3;
/** No single wait is longer than this, in milliseconds, whatever an org asks for. */
export const longestWait = 120_000;

/** Methods that may be sent again although they may have been carried out: the second time changes nothing. */
const idempotent = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);
/** The request never left this machine. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);
/** The org, or a host before it, let the connection go. */
const letGo = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** Milliseconds to wait before a request is sent again after an answer, or `undefined` where it is not. */
export function waitAfterAnswer(
  method: string,
  answer: { status: number; headers: Headers; body?: Json | undefined },
  attempt: number,
): number | undefined {
  const { status, headers } = answer;
  const asked = retryAfter(headers);
  if (status === 429) {
    if (attempt >= mostAttempts) return undefined;
    // The reset header of a concurrent limit belongs to another limit.
    if (isConcurrentLimit(headers)) return Math.max(asked ?? 0, backOff(attempt));
    return Math.max(asked ?? 0, resetWait(headers) ?? (asked === undefined ? 5_000 : 1_000));
  }
  // The object is locked by a change under way: nothing was done.
  const isLocked = status === 423;
  if (
    attempt >= mostAfterFaults ||
    !(isLocked || (status >= 500 && status !== 501 && idempotent.has(method.toUpperCase())))
  )
    return undefined;
  return Math.max(asked ?? 0, backOff(attempt));
}

/**
 * Milliseconds that a `Retry-After` header asks to wait: a number of seconds, or a date by the org's clock. At most
 * `longestWait`; `undefined` where the header is missing or invalid.
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

/** Milliseconds to wait before a request that got no answer is sent again, or `undefined` where it is not. */
export function waitAfterSilence(method: string, cause: unknown, attempt: number): number | undefined {
  if (attempt >= mostAfterFaults) return undefined;
  const reason = reasonOf(cause);
  if (neverSent.has(reason) || (letGo.has(reason) && idempotent.has(method.toUpperCase()))) return backOff(attempt);
  return undefined;
}

/** Longer each time, and never the same for two requests that failed together. */
function backOff(attempt: number): number {
  return 250 * 2 ** attempt * (0.5 + Math.random());
}
