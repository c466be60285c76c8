import { setTimeout as sleep } from 'node:timers/promises';
import type { Auth, IssuedToken, Token } from '../../config/access.js';
import { readPrivateKey, type SigningKey } from '../../config/keys.js';
import type { RawResponse } from '../../domain/exchange.js';
import { registerIssuedToken } from '../../io/output.js';
import { addressOf } from '../address.js';
import type { Http } from '../http.js';
import { waitAfterResponse } from '../rate-limit/retry.js';
import { dateOf, objectOf } from '../responses.js';
import { type TokenError, TokenRefused, tokenErrorOf } from './token-errors.js';
import { newProofKey, type ProofOptions, proofOf, requestToken } from './token-request.js';

/** A token is renewed this many seconds before it expires. */
const margin = 120;

/** Whether a value can be sent in a header. */
function isToken(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]{1,16384}$/.test(value);
}

/** The lifetime of a token: an hour if the org does not state it, at most a day. */
function secondsOf(value: unknown): number {
  const seconds = Number(value ?? 3600);
  return seconds > 0 ? Math.min(seconds, 86_400) : 3600;
}

/** The only URL that token requests go to. */
export function tokenEndpoint(org: string): string {
  return addressOf(org, { path: '/oauth2/v1/token' }, 'A token request').href;
}

/**
 * OAuth 2.0 client credentials with `private_key_jwt`, and DPoP if the org requires it. All requests use one token. They wait
 * while it is renewed.
 */
export class OAuth {
  readonly #url: string;
  readonly #auth: Extract<Auth, { scheme: 'OAuth' }>;
  readonly #http: Http;
  readonly #now: () => number;
  readonly #signing: SigningKey;
  /** The private key (JWK) of proofs. */
  #proofKey: string | undefined;
  #nonce: string | undefined;
  /** Seconds that the org's clock is ahead of this machine's clock. */
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
    this.#proofKey = proofKey;
  }

  /** Whether the org requires DPoP proofs. */
  get isBound(): boolean {
    return this.#proofKey !== undefined;
  }

  /** Selects the scopes. The current token is dropped if it has other scopes. */
  want(scopes: string[]): void {
    this.#scopes = scopes;
    const present = this.#token?.scopes ?? [];
    if (present.length !== scopes.length || !scopes.every((scope) => present.includes(scope))) this.#token = undefined;
  }

  /** The current token, for another process of this run. */
  get issued(): IssuedToken | undefined {
    if (!this.#token) return undefined;
    return {
      ...this.#token,
      ...(this.#proofKey === undefined ? {} : { proofKey: this.#proofKey }),
      ...(this.#nonce === undefined ? {} : { nonce: this.#nonce }),
    };
  }

  /** The headers of a request. Throws `UNAUTHENTICATED` if the org issues no token, `UNREACHABLE` if it does not respond. */
  async headers(method: string, url: string): Promise<Record<string, string>> {
    const token = await this.token();
    const authorization = `${token.type} ${token.value}`;
    if (token.type !== 'DPoP') return { authorization };
    this.#proofKey ??= newProofKey();
    return { authorization, dpop: await proofOf(method, url, token.value, this.#proofOptions(this.#proofKey)) };
  }

  /** Whether to repeat a refused request: its token had expired, or its proof lacked the org's nonce. */
  isWorthAnother(answer: RawResponse<string>, used: Record<string, string>): boolean {
    this.#learn(answer);
    if (answer.status !== 401) return false;
    const challenge = String(answer.headers['www-authenticate'] ?? '');
    if (/use_dpop_nonce/.test(challenge)) return true;
    if (!/invalid_token|invalid_dpop_proof/.test(challenge) && !answer.body.includes('E0000011')) return false;
    // Another request may have dropped the token already.
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
    let error: TokenError = { status: 0 };
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      const before = this.#ahead;
      const answer = await this.#request(address);
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
      error = tokenErrorOf(answer.status, body.error);
      if (answer.status === 429) {
        const wait = waitAfterResponse('POST', answer, attempt);
        if (wait === undefined) break;
        await sleep(wait);
        continue;
      }
      if (error.code === 'use_dpop_nonce') continue;
      if (error.code === 'invalid_dpop_proof' && !this.#proofKey) {
        this.#proofKey = newProofKey();
        continue;
      }
      // Repeat only if the clock was wrong. The response has corrected it.
      if (Math.abs(this.#ahead - before) < 30) break;
    }
    throw new TokenRefused(this.#url, error);
  }

  #request(endpoint: string): Promise<RawResponse<string>> {
    const { clientId, keyId } = this.#auth;
    const proof = this.#proofKey === undefined ? undefined : this.#proofOptions(this.#proofKey);
    const signing = { ...this.#signing, ...(keyId ? { kid: keyId } : {}) };
    const now = this.#orgTime();
    return requestToken({ endpoint, clientId, signing, scopes: this.#scopes, now, proof }, this.#http);
  }

  #proofOptions(key: string): ProofOptions {
    return { key, nonce: this.#nonce, now: this.#orgTime() };
  }

  #learn({ headers }: RawResponse<string>): void {
    const nonce = headers['dpop-nonce'];
    if (typeof nonce === 'string') this.#nonce = nonce;
    const date = dateOf(headers.date);
    if (date === undefined) return;
    const ahead = Math.round((date - this.#now()) / 1000);
    // The header has whole seconds, and the response took some time.
    this.#ahead = Math.abs(ahead) > 5 ? ahead : 0;
  }

  /** Seconds since 1970, by the org's clock. */
  #orgTime(): number {
    return Math.floor(this.#now() / 1000) + this.#ahead;
  }
}

/**
 * The wanted scopes that a client is granted. Requests all at once; if the org refuses them, each half separately. Throws
 * `UNAUTHENTICATED` if the org refuses the client itself.
 */
export async function grantedScopes(oauth: OAuth, wanted: string[]): Promise<string[]> {
  oauth.want(wanted);
  try {
    const { scopes } = await oauth.token();
    return wanted.filter((scope) => scopes.includes(scope));
  } catch (error) {
    if (!(error instanceof TokenRefused && error.isAboutScopes)) throw error;
    if (wanted.length === 1) return [];
    const half = Math.ceil(wanted.length / 2);
    return [
      ...(await grantedScopes(oauth, wanted.slice(0, half))),
      ...(await grantedScopes(oauth, wanted.slice(half))),
    ];
  }
}
