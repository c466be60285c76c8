import { limitExceeded, textLimitExceeded } from './body-limits.js';
import { isObject, type Json } from './json.js';

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

const secretHeaders = new Set(['authorization', 'cookie', 'set-cookie', 'dpop', 'proxy-authorization', 'x-api-key']);
const secretKeys =
  /^(client_?secret|clientSecret|password|passCode|.*token|client_assertion|privateKey|private_key|secret|sharedSecret|tempPassword|answer|tac|authorization_header|d|p|q|dp|dq|qi|k)$/i;
/** Objects whose `value` and `salt` are secrets, at any depth: passwords, and the credentials of a hook. */
const secretObjects = new Set(['password', 'authScheme', 'headers']);
const secretParts = new Set(['value', 'salt']);
const secretParameters = /((?:^|[?&#])(?:\w*token|code|password|client_secret|client_assertion)=)[^&#\s>]*/gi;
const credentials = /\b(?:SSWS|Bearer|DPoP)\s+[\w.~+/-]+=*/g;
/**
 * Signed tokens, and word characters directly before them. A hostile response must not make the search slow: no pattern here
 * backtracks into what it has read. So a token is searched for only at the start of a word that contains two dots.
 */
const signedTokens = /(?<![\w-])(?=[\w-]+\.[\w-]+\.)(?:[\w-]*-)?eyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/** Replaces a secret. */
export const redacted = 'REDACTED';

/** Replaces every secret of an exchange. Nothing that takes an `Exchange` has ever had access to one. */
export function makeExchange({ id, recordedAt, isComplete, request, response }: RawExchange): Exchange {
  // A body that is too deep or too large is left out before a recursive function reads it.
  const unreadable = limitExceeded(response.body);
  const sent = limitExceeded(request.body) === undefined ? request.body : undefined;
  return {
    id,
    ...(recordedAt === undefined ? {} : { recordedAt }),
    ...(isComplete && sent === request.body ? { isComplete: true } : {}),
    request: {
      method: request.method.toUpperCase(),
      url: redactText(request.url),
      ...(request.headers ? { headers: redactHeaders(request.headers) } : {}),
      ...(sent === undefined ? {} : { body: redactBody(sent) }),
    },
    response: {
      status: response.status,
      headers: redactHeaders(response.headers),
      ...(unreadable === undefined ? {} : { unreadable }),
      ...(unreadable !== undefined || response.body === undefined ? {} : { body: redactBody(response.body) }),
    },
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

/** Replaces secrets in a text: credentials, signed tokens, secret parameters of a URL. */
export function redactText(text: string): string {
  return redactSignedTokens(text.replace(secretParameters, `$1${redacted}`).replace(credentials, redacted));
}

/** Replaces signed tokens in a text: access tokens, client assertions, DPoP proofs. */
export function redactSignedTokens(text: string): string {
  return text.replace(signedTokens, redacted);
}

function redactHeaders(headers: Headers): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const key = name.toLowerCase();
      if (secretHeaders.has(key)) return [key, redacted];
      return [key, Array.isArray(value) ? value.map(redactText) : redactText(value)];
    }),
  );
}

/** Replaces texts only: a secret of another type stays, so that the check sees the type that the org returned. */
function redactBody(body: Json, isSecret = false): Json {
  if (typeof body === 'string') return redactText(body);
  if (Array.isArray(body)) return body.map((item) => redactBody(item, isSecret));
  if (!isObject(body)) return body;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      typeof value === 'string' && (secretKeys.test(key) || (isSecret && secretParts.has(key)))
        ? redacted
        : redactBody(value, isSecret || secretObjects.has(key)),
    ]),
  );
}
