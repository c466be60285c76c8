import { limitExceeded, mostLevels, mostProperties, mostValues } from './body-limits.js';
import type { Json, JsonObject } from './json.js';

const secretHeaders = new Set(['authorization', 'cookie', 'set-cookie', 'dpop', 'proxy-authorization', 'x-api-key']);
const secretKeys =
  /^(client_?secret|secret_hash|clientSecret|api_?key|password|adminPassword|passCode|.*token|tokenEncrypted|client_assertion|privateKey|private_key|secret|secretKey|tokenSigningKey|device_secret|sharedSecret|tempPassword|activationUrl|resetPasswordUrl|aesKey|privateId|answer|tac|authorization_header|d|p|q|dp|dq|qi|k)$/i;
/** Objects whose `value` and `salt` are secrets, at any depth: passwords, and the credentials of a hook. */
const secretObjects = new Set(['password', 'oldPassword', 'newPassword', 'authScheme', 'headers']);
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

/** Replaces secrets in a text: credentials, signed tokens, secret parameters of a URL. */
export function redactText(text: string): string {
  if (!mayContainSecret(text)) return text;
  let clean = text.includes('=') ? text.replace(secretParameters, `$1${redacted}`) : text;
  if (schemes.some((scheme) => clean.includes(scheme))) clean = clean.replace(credentials, redacted);
  return redactSignedTokens(clean);
}

const schemes = ['SSWS', 'Bearer', 'DPoP'];

/** Replaces signed tokens in a text: access tokens, client assertions, DPoP proofs. */
export function redactSignedTokens(text: string): string {
  return text.includes('eyJ') ? text.replace(signedTokens, redacted) : text;
}

/**
 * Whether a text has a character that every secret has: the `=` of a parameter, the white space after an authentication scheme,
 * the `eyJ` of a signed token. Most texts have none, and a loop is several times faster than the patterns.
 */
function mayContainSecret(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === equals || char <= space || char > lastOfAscii) return true;
    if (char === upperJ && text.charCodeAt(at - 1) === lowerY && text.charCodeAt(at - 2) === lowerE) return true;
  }
  return false;
}

const [space, equals, upperJ, lowerE, lowerY, lastOfAscii] = [32, 61, 74, 101, 121, 127];

/** Replaces secrets in headers. The names become lower case. */
export function redactHeaders(headers: Record<string, string | string[]>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const key = name.toLowerCase();
      if (secretHeaders.has(key)) return [key, redacted];
      return [key, Array.isArray(value) ? value.map(redactText) : redactText(value)];
    }),
  );
}

/** A body without its secrets, or why it cannot be processed. It shares the parts without secrets with the given one. */
export function redactBody(body: Json | undefined): { body?: Json; unreadable?: string } {
  if (body === undefined) return {};
  if (typeof body === 'string') {
    const unreadable = limitExceeded(body);
    return unreadable === undefined ? { body: redactText(body) } : { unreadable };
  }
  try {
    return { body: new BodyWalk().redact(body, 0, false) };
  } catch (error) {
    if (!(error instanceof LimitExceeded)) throw error;
    return { unreadable: limitExceeded(body) ?? error.message };
  }
}

class LimitExceeded extends Error {
  override readonly message = 'exceeds a limit';
}

/**
 * Replaces the secrets of one body, and stops at its limits: one walk, because bodies are most of a recording. It replaces texts
 * only: a secret of another type stays, so that the check sees the type that the org returned.
 */
class BodyWalk {
  #values = 1;

  redact(value: Json, level: number, isSecret: boolean): Json {
    if (typeof value === 'string') return redactText(value);
    if (typeof value !== 'object' || value === null) return value;
    if (level >= mostLevels) throw new LimitExceeded();
    return Array.isArray(value) ? this.#list(value, level, isSecret) : this.#object(value, level, isSecret);
  }

  #list(list: Json[], level: number, isSecret: boolean): Json[] {
    this.#count(list.length);
    let copy: Json[] | undefined;
    for (let i = 0; i < list.length; i += 1) {
      const value = list[i] as Json;
      const clean = this.redact(value, level + 1, isSecret);
      if (clean === value) continue;
      copy ??= list.slice();
      copy[i] = clean;
    }
    return copy ?? list;
  }

  #object(object: JsonObject, level: number, isSecret: boolean): JsonObject {
    const keys = Object.keys(object);
    if (keys.length > mostProperties) throw new LimitExceeded();
    this.#count(keys.length);
    let copy: JsonObject | undefined;
    for (const key of keys) {
      const value = object[key] as Json;
      const clean =
        typeof value !== 'string'
          ? this.redact(value, level + 1, isSecret || secretObjects.has(key))
          : isSecretKey(key) || (isSecret && secretParts.has(key))
            ? redacted
            : redactText(value);
      if (clean === value) continue;
      copy ??= { ...object };
      // An assignment to the key `__proto__` would set the prototype.
      if (key === '__proto__') Object.defineProperty(copy, key, { value: clean });
      else copy[key] = clean;
    }
    return copy ?? object;
  }

  #count(children: number): void {
    this.#values += children;
    if (this.#values > mostValues) throw new LimitExceeded();
  }
}

/** Which keys hold secrets. Orgs use few keys; a hostile response with many does not fill the memory. */
const knownKeys = new Map<string, boolean>();
const [mostKnownKeys, longestKnownKey] = [10_000, 100];

function isSecretKey(key: string): boolean {
  let isSecret = knownKeys.get(key);
  if (isSecret !== undefined) return isSecret;
  isSecret = secretKeys.test(key);
  if (knownKeys.size < mostKnownKeys && key.length <= longestKnownKey) knownKeys.set(key, isSecret);
  return isSecret;
}
