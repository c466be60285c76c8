import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  randomUUID,
} from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Auth, IssuedToken, Token } from '../../config/access.js';
import { readPrivateKey, type SigningKey } from '../../config/keys.js';
import type { RawResponse } from '../../domain/exchange.js';
import { registerIssuedToken } from '../../io/output.js';
import { addressOf } from '../address.js';
import type { Http } from '../http.js';
import { waitAfterAnswer } from '../rate-limit/retry.js';
import { dateOf, objectOf } from '../responses.js';
import { errorCodeOf, scopeErrors, TokenRefused } from './token-errors.js';

/** A token is renewed this many seconds before it runs out. */
const margin = 120;

/** Whether a value can be sent in a header. */
function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]{1,16384}$/.test(value);
}

/** How long a token is valid: an hour where the org does not say it, and never more than a day. */
function secondsOf(value: unknown): number {
  const seconds = Number(value ?? 3600);
  return seconds > 0 ? Math.min(seconds, 86_400) : 3600;
}

/** Read when a client signs something: a run with an API token does not wait for it. */
const signing = () => import('jose/jwt/sign');

/** The only URL that token requests go to. */
export function tokenEndpoint(org: string): string {
  return addressOf(org, { path: '/oauth2/v1/token' }, 'A token request').href;
}

/**
 * OAuth 2.0 client credentials with `private_key_jwt`, and DPoP where the client has to prove its key. One token serves all
 * requests; a request that needs it while it is renewed waits for it.
 */
export class OAuth {
  readonly #url: string;
  readonly #auth: Extract<Auth, { scheme: 'OAuth' }>;
  readonly #http: Http;
  readonly #now: () => number;
  readonly #signing: SigningKey;
  #proof: { key: KeyObject; jwk: object } | undefined;
  #nonce: string | undefined;
  /** Seconds by which the org's clock is ahead of this one. */
  #ahead = 0;
  #token: Token | undefined;
  #asking: Promise<Token> | undefined;
  #scopes: string[];

  constructor(url: string, auth: Extract<Auth, { scheme: 'OAuth' }>, http: Http, now: () => number = Date.now) {
    this.#url = url;
    this.#auth = auth;
    this.#http = http;
    this.#now = now;
    this.#signing = readPrivateKey(auth.privateKey);
    this.#scopes = auth.scopes;
    const { issued } = auth;
    if (!issued) return;
    const { proofKey, nonce, ...token } = issued;
    registerIssuedToken(token.value);
    this.#token = token;
    this.#nonce = nonce;
    if (proofKey !== undefined) this.#proof = proofKeyOf(JSON.parse(proofKey) as JsonWebKey);
  }

  /** The client has to prove its key with every request. */
  get isBound(): boolean {
    return this.#proof !== undefined;
  }

  /** Asks for these scopes, from the next token on where the present one has others. */
  want(scopes: string[]): void {
    this.#scopes = scopes;
    const present = this.#token?.scopes ?? [];
    if (present.length !== scopes.length || !scopes.every((scope) => present.includes(scope))) this.#token = undefined;
  }

  /** The present token, for another process of this run. */
  get issued(): IssuedToken | undefined {
    if (!this.#token) return undefined;
    const proofKey = this.#proof?.key.export({ format: 'jwk' });
    return {
      ...this.#token,
      ...(proofKey ? { proofKey: JSON.stringify(proofKey) } : {}),
      ...(this.#nonce === undefined ? {} : { nonce: this.#nonce }),
    };
  }

  /** Headers of a request. Throws `UNAUTHENTICATED` when the org gives no token, `UNREACHABLE` when it gives no answer. */
  async headers(method: string, url: string): Promise<Record<string, string>> {
    const token = await this.token();
    return {
      authorization: `${token.type} ${token.value}`,
      ...(token.type === 'DPoP' ? { dpop: await this.#proofOf(method, url, token.value) } : {}),
    };
  }

  /** Whether a refused request is worth another try: its token had run out, or its proof lacked the org's nonce. */
  isWorthAnother(answer: RawResponse<string>, used: Record<string, string>): boolean {
    this.#learn(answer);
    if (answer.status !== 401) return false;
    const challenge = String(answer.headers['www-authenticate'] ?? '');
    if (/use_dpop_nonce/.test(challenge)) return true;
    if (!/invalid_token|invalid_dpop_proof/.test(challenge) && !answer.body.includes('E0000011')) return false;
    // Another request may have noticed already.
    if (this.#token && used.authorization === `${this.#token.type} ${this.#token.value}`) this.#token = undefined;
    return true;
  }

  async token(): Promise<Token> {
    if (this.#token && this.#now() / 1000 < this.#token.endsAt - margin) return this.#token;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #ask(): Promise<Token> {
    const address = tokenEndpoint(this.#url);
    let error = '';
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      const before = this.#ahead;
      const answer = await this.#http(address, {
        method: 'POST',
        headers: {
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
          ...(this.#proof ? { dpop: await this.#proofOf('POST', address) } : {}),
        },
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          scope: this.#scopes.join(' '),
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: await this.#assertion(address),
        }).toString(),
      });
      this.#learn(answer);
      const body = objectOf(answer.body);
      if (answer.status === 200 && isToken(body.access_token)) {
        registerIssuedToken(body.access_token);
        this.#token = {
          value: body.access_token,
          type: body.token_type === 'DPoP' ? 'DPoP' : 'Bearer',
          endsAt: this.#now() / 1000 + secondsOf(body.expires_in),
          scopes: typeof body.scope === 'string' ? body.scope.split(' ') : this.#scopes,
        };
        return this.#token;
      }
      error = errorCodeOf(answer.status, body.error);
      if (answer.status === 429) {
        const wait = waitAfterAnswer('POST', answer, attempt);
        if (wait === undefined) break;
        await sleep(wait);
        continue;
      }
      if (error === 'use_dpop_nonce') continue;
      if (error === 'invalid_dpop_proof' && !this.#proof) {
        this.#proof = newProofKey();
        continue;
      }
      // Nothing else was wrong than the clock, if it was: the org has just told the time.
      if (Math.abs(this.#ahead - before) < 30) break;
    }
    throw new TokenRefused(this.#url, error);
  }

  async #assertion(audience: string): Promise<string> {
    const { key, alg, kid } = this.#signing;
    const keyId = this.#auth.keyId ?? kid;
    const { SignJWT } = await signing();
    const now = this.#orgTime();
    return new SignJWT({ jti: randomUUID() })
      .setProtectedHeader({ alg, ...(keyId ? { kid: keyId } : {}) })
      .setIssuer(this.#auth.clientId)
      .setSubject(this.#auth.clientId)
      .setAudience(audience)
      .setIssuedAt(now)
      .setExpirationTime(now + 300)
      .sign(key);
  }

  /** A proof of one request: method, address without query, and the token that it comes with. */
  async #proofOf(method: string, url: string, token?: string): Promise<string> {
    this.#proof ??= newProofKey();
    const { key, jwk } = this.#proof;
    const { SignJWT } = await signing();
    return new SignJWT({
      htm: method,
      htu: url.split(/[?#]/)[0] ?? url,
      jti: randomUUID(),
      ...(token === undefined ? {} : { ath: createHash('sha256').update(token).digest('base64url') }),
      ...(this.#nonce === undefined ? {} : { nonce: this.#nonce }),
    })
      .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk })
      .setIssuedAt(this.#orgTime())
      .sign(key);
  }

  #learn({ headers }: RawResponse<string>): void {
    const nonce = headers['dpop-nonce'];
    if (typeof nonce === 'string') this.#nonce = nonce;
    const date = dateOf(headers.date);
    if (date === undefined) return;
    const ahead = Math.round((date - this.#now()) / 1000);
    // A header tells whole seconds, and takes a moment to arrive.
    this.#ahead = Math.abs(ahead) > 5 ? ahead : 0;
  }

  /** Seconds since 1970, by the org's clock. */
  #orgTime(): number {
    return Math.floor(this.#now() / 1000) + this.#ahead;
  }
}

/**
 * Those of the wanted scopes that a client is granted: all are asked for at once, and the halves of what the org refuses
 * apart. Throws `UNAUTHENTICATED` when it refuses the client itself.
 */
export async function grantedScopes(oauth: OAuth, wanted: string[]): Promise<string[]> {
  oauth.want(wanted);
  try {
    const { scopes } = await oauth.token();
    return wanted.filter((scope) => scopes.includes(scope));
  } catch (error) {
    if (!(error instanceof TokenRefused && scopeErrors.has(error.error))) throw error;
    if (wanted.length === 1) return [];
    const half = Math.ceil(wanted.length / 2);
    return [
      ...(await grantedScopes(oauth, wanted.slice(0, half))),
      ...(await grantedScopes(oauth, wanted.slice(half))),
    ];
  }
}

function newProofKey(): { key: KeyObject; jwk: object } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { key: privateKey, jwk: publicKey.export({ format: 'jwk' }) };
}

function proofKeyOf(jwk: JsonWebKey): { key: KeyObject; jwk: object } {
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  return { key, jwk: createPublicKey(key).export({ format: 'jwk' }) };
}
