import type { Headers, Json } from '../words.js';
import { isConcurrentLimit, resetWait } from './buckets.js';
import { reasonOf } from './http.js';

/** A request is sent no more often than this, whatever happens to it. */
export const mostAttempts = 5;
const mostAfterFaults = 3;

/** Methods that may be sent again although they may have been carried out: the second time changes nothing. */
const idempotent = new Set(['GET', 'PUT', 'DELETE']);
/** The request never left this machine. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);
/** The org, or a host before it, let the connection go. */
const letGo = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** Milliseconds to wait before a request is sent again after an answer, or `undefined` where it is not. */
export function waitAfterAnswer(
  method: string,
  answer: { status: number; headers: Headers; body: Json | undefined },
  attempt: number,
): number | undefined {
  const { status, headers } = answer;
  if (status === 429) {
    if (attempt >= mostAttempts) return undefined;
    // Its reset header speaks of another limit.
    return isConcurrentLimit(headers) ? backOff(attempt) : (resetWait(headers) ?? 5_000);
  }
  // The object is locked by a change under way: nothing was done.
  const isLocked = status === 423;
  if (attempt >= mostAfterFaults || !(isLocked || (status >= 500 && status !== 501 && idempotent.has(method))))
    return undefined;
  return backOff(attempt);
}

/** Milliseconds to wait before a request that got no answer is sent again, or `undefined` where it is not. */
export function waitAfterSilence(method: string, cause: unknown, attempt: number): number | undefined {
  if (attempt >= mostAfterFaults) return undefined;
  const reason = reasonOf(cause);
  if (neverSent.has(reason) || (letGo.has(reason) && idempotent.has(method))) return backOff(attempt);
  return undefined;
}

/** Longer each time, and never the same for two requests that failed together. */
function backOff(attempt: number): number {
  return 250 * 2 ** attempt * (0.5 + Math.random());
}
