import { textLimitExceeded } from './body-limits.js';
import type { Json } from './json.js';
import { redactBody, redactHeaders, redactText } from './redaction.js';

/** Header names in lower case; a header that is repeated keeps all its values. */
export type Headers = Record<string, string | string[]>;

/** A response as it came, secrets included. The body is parsed JSON (or text that is not JSON), or text or bytes only. */
export interface RawResponse<Body = Json | undefined> {
  status: number;
  headers: Headers;
  body: Body;
}

/** A request and its response as they came, secrets included. Only `makeExchange` accepts it. */
export interface RawExchange {
  id: string;
  /** RFC 3339, if known. */
  recordedAt?: string | undefined;
  /** Nothing was left out: a body or a header that it lacks was not sent. Recorders leave out bodies and headers. */
  isComplete?: boolean;
  request: {
    method: string;
    url: string;
    headers?: Headers;
    body?: Json | undefined;
  };
  response: RawResponse;
}

declare const redaction: unique symbol;

/** Marks what `makeExchange` returned. The mark exists for the compiler only: an unredacted exchange is another type. */
interface Redacted {
  readonly [redaction]: true;
}

/** A response without its secrets. */
export interface RedactedResponse extends Redacted {
  status: number;
  headers: Headers;
  body?: Json;
  /** Why the body cannot be processed, such as `is nested deeper than 100 levels`. There is no `body` then. */
  unreadable?: string;
}

/**
 * A request and its response without their secrets. Bodies are parsed JSON, text if they are not JSON, and not set if there
 * are none. They are kept in memory for the check only. `makeExchange` is the only function that returns it.
 */
export interface Exchange extends Redacted {
  id: string;
  /** RFC 3339, if known. */
  recordedAt?: string;
  /** Nothing was left out: a body or a header that it lacks was not sent. */
  isComplete?: true;
  request: { method: string; url: string; headers?: Headers; body?: Json };
  response: RedactedResponse;
}

/** Replaces every secret of an exchange. Nothing that takes an `Exchange` has ever had access to one. */
export function makeExchange({ id, recordedAt, isComplete, request, response }: RawExchange): Exchange {
  const sent = redactBody(request.body);
  return {
    id,
    ...(recordedAt === undefined ? {} : { recordedAt }),
    ...(isComplete && sent.unreadable === undefined ? { isComplete: true } : {}),
    request: {
      method: request.method.toUpperCase(),
      url: redactText(request.url),
      ...(request.headers ? { headers: redactHeaders(request.headers) } : {}),
      ...(sent.body === undefined ? {} : { body: sent.body }),
    },
    response: { status: response.status, headers: redactHeaders(response.headers), ...redactBody(response.body) },
  } as Exchange;
}

/** Parses a body. A text that is not JSON, or that is too large to parse, is returned as it is; an empty one is `undefined`. */
export function parseBody(text: string): Json | undefined {
  if (text === '') return undefined;
  if (textLimitExceeded(text) !== undefined) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
