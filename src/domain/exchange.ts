import { limitExceeded, textLimitExceeded } from './body-limits.js';
import type { Json } from './json.js';

/** Header names in lower case; a header that came more than once keeps every value. */
export type Headers = Record<string, string | string[]>;

/**
 * One request with its answer, secrets already redacted. Bodies are parsed JSON, text where they
 * were not JSON, or `undefined` where there was none; they live in memory for the check alone.
 */
export interface Exchange {
  id: string;
  /** RFC 3339, where it is known. */
  recordedAt?: string;
  request: { method: string; url: string; headers?: Headers; body?: Json };
  response: {
    status: number;
    headers: Headers;
    body?: Json;
    /** Why there is a body that cannot be processed, as `is nested deeper than 100 levels`; `body` is not set then. */
    unreadable?: string;
  };
}

const secretHeaders = new Set(['authorization', 'cookie', 'set-cookie', 'dpop', 'proxy-authorization', 'x-api-key']);
const secretKeys =
  /^(client_?secret|clientSecret|password|passCode|.*token|client_assertion|privateKey|private_key|secret|sharedSecret|tempPassword|answer|tac|authorization_header|d|p|q|dp|dq|qi|k)$/i;
/** Objects whose `value` and `salt` are secrets, at any depth: a password, and what a hook's service is entered with. */
const secretObjects = new Set(['password', 'authScheme', 'headers']);
const secretParts = new Set(['value', 'salt']);
const secretParameters = /((?:^|[?&#])(?:\w*token|code|password|client_secret|client_assertion)=)[^&#\s>]*/gi;
const credentials = /\b(?:SSWS|Bearer|DPoP)\s+[\w.~+/-]+=*/g;
/**
 * Signed tokens, with what is written directly before them. A response may be made to be slow to search: no pattern here
 * starts again inside of what it has read. So a signed token is looked for only where a word begins and has two dots.
 */
const signedTokens = /(?<![\w-])(?=[\w-]+\.[\w-]+\.)(?:[\w-]*-)?eyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/** What stands in the place of a secret. */
export const redacted = 'REDACTED';

/** Makes an exchange of its raw parts. Every secret is replaced here, once: nothing after this has ever seen one. */
export function makeExchange(raw: Exchange): Exchange {
  const exchange: Exchange = {
    id: raw.id,
    request: { method: raw.request.method.toUpperCase(), url: redactText(raw.request.url) },
    response: { status: raw.response.status, headers: redactHeaders(raw.response.headers) },
  };
  if (raw.recordedAt !== undefined) exchange.recordedAt = raw.recordedAt;
  if (raw.request.headers) exchange.request.headers = redactHeaders(raw.request.headers);
  // What is too deep or too large is left out, before anything recursive touches it.
  if (raw.request.body !== undefined && limitExceeded(raw.request.body) === undefined)
    exchange.request.body = redactBody(raw.request.body);
  const unreadable = raw.response.unreadable ?? limitExceeded(raw.response.body);
  if (unreadable !== undefined) exchange.response.unreadable = unreadable;
  else if (raw.response.body !== undefined) exchange.response.body = redactBody(raw.response.body);
  return exchange;
}

/** A body as it came: JSON where it is and can be processed, else the text; `undefined` where there is none. */
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

/** Replaces signed tokens in a text: access tokens, client assertions, proofs of a key. */
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

/** Only texts are replaced: a secret keeps its type, so that the check still sees the shape that the org answered. */
function redactBody(body: Json, isSecret = false): Json {
  if (typeof body === 'string') return redactText(body);
  if (Array.isArray(body)) return body.map((item) => redactBody(item, isSecret));
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      typeof value === 'string' && (secretKeys.test(key) || (isSecret && secretParts.has(key)))
        ? redacted
        : redactBody(value, isSecret || secretObjects.has(key)),
    ]),
  );
}
