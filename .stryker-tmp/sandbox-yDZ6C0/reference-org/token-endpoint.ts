// @ts-nocheck
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { importJWK, type JWK, jwtVerify } from 'jose';
import { readProof, UsedIds } from './dpop.js';

/** The OAuth client of an org, which authenticates with a private key. */
export interface OAuthClientOptions {
  /** Its key is an RSA key, as older clients have; default: EC. */
  rsa?: boolean;
  /** It has to send a DPoP proof with each request. */
  dpop?: boolean;
  /** The scopes that are granted to it; default: all. */
  scopes?: string[];
  /** The lifetime of its tokens; default: 3600. */
  tokenSeconds?: number;
}

/** A response of the token endpoint. Its errors are OAuth errors, not Okta's error object. */
export interface TokenAnswer {
  status: number;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

/** An access token that was issued. */
export interface Grant {
  scopes: ReadonlySet<string>;
  endsAt: number;
  /** Thumbprint of the key that its bearer has to prove. */
  thumbprint?: string;
}

/** Refuses a token request. */
class OAuthError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    description: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(description);
  }
}

/** `POST /oauth2/v1/token`, for one client app. */
export class TokenEndpoint {
  readonly clientId = `0oa${randomBytes(6).toString('hex')}c0r7`;
  readonly privateKey: JWK;
  /** The scopes of each token that was issued. */
  readonly issued: string[][] = [];
  /** Ids of the assertions and proofs that were used. */
  readonly used = new UsedIds();
  readonly #publicKey: JWK;
  readonly #grants = new Map<string, Grant>();
  #nonce = randomUUID();

  constructor(
    readonly client: OAuthClientOptions,
    readonly now: () => number,
    readonly url: () => string,
  ) {
    const { privateKey, publicKey } = client.rsa
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.privateKey = { ...privateKey.export({ format: 'jwk' }), kid: 'the-key' } as JWK;
    this.#publicKey = publicKey.export({ format: 'jwk' }) as JWK;
  }

  /** DPoP proofs need a new nonce from now on. */
  changeNonce(): void {
    this.#nonce = randomUUID();
  }

  /** Every token ends now. */
  endTokens(): void {
    this.#grants.clear();
  }

  /** The grant of an access token that is still valid. */
  grantOf(token: string): Grant | undefined {
    const grant = this.#grants.get(token);
    return grant && this.now() < grant.endsAt ? grant : undefined;
  }

  async answer(request: IncomingMessage, body: string): Promise<TokenAnswer> {
    try {
      return await this.#issue(request, new URLSearchParams(body));
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      const { status, headers, code, message } = error;
      return { status, headers, body: { error: code, error_description: message } };
    }
  }

  async #issue(request: IncomingMessage, form: URLSearchParams): Promise<TokenAnswer> {
    if (form.get('grant_type') !== 'client_credentials')
      throw new OAuthError(400, 'unsupported_grant_type', 'The only supported grant type is client_credentials.');
    await this.#checkAssertion(form.get('client_assertion') ?? '');
    const thumbprint = await this.#checkProof(request);
    const scopes = this.#checkScopes(form.get('scope') ?? '');
    const token = randomBytes(24).toString('base64url');
    const seconds = this.client.tokenSeconds ?? 3600;
    this.#grants.set(token, {
      scopes: new Set(scopes),
      endsAt: this.now() + seconds * 1000,
      ...(thumbprint ? { thumbprint } : {}),
    });
    this.issued.push(scopes);
    return {
      status: 200,
      headers: thumbprint ? { 'dpop-nonce': this.#nonce } : {},
      body: {
        token_type: thumbprint ? 'DPoP' : 'Bearer',
        expires_in: seconds,
        access_token: token,
        scope: scopes.join(' '),
      },
    };
  }

  get #address(): string {
    return `${this.url()}/oauth2/v1/token`;
  }

  async #checkAssertion(assertion: string): Promise<void> {
    const key = await importJWK(this.#publicKey, this.client.rsa ? 'RS256' : 'ES256');
    const { clientId } = this;
    const options = {
      issuer: clientId,
      subject: clientId,
      audience: this.#address,
      currentDate: new Date(this.now()),
    };
    const verified = await jwtVerify(assertion, key, options).catch(() => undefined);
    if (!verified) throw new OAuthError(401, 'invalid_client', 'The client_assertion is not valid.');
    if (!this.used.take(verified.payload.jti))
      throw new OAuthError(401, 'invalid_client', 'The client_assertion was used already.');
  }

  /** The thumbprint of the key that the request proves; `undefined` if it has no proof and needs none. */
  async #checkProof(request: IncomingMessage): Promise<string | undefined> {
    if (request.headers.dpop === undefined) {
      if (this.client.dpop) throw new OAuthError(400, 'invalid_dpop_proof', 'The DPoP proof JWT header is missing.');
      return undefined;
    }
    const proof = await readProof(request, { address: this.#address, now: this.now(), used: this.used });
    if (!proof) throw new OAuthError(400, 'invalid_dpop_proof', 'The DPoP proof is not valid.');
    if (proof.nonce !== this.#nonce)
      throw new OAuthError(400, 'use_dpop_nonce', 'The DPoP proof needs the nonce.', { 'dpop-nonce': this.#nonce });
    return proof.thumbprint;
  }

  #checkScopes(scope: string): string[] {
    const requested = scope.split(' ').filter((name) => name !== '');
    const { scopes } = this.client;
    if (requested.length === 0 || (scopes && requested.some((name) => !scopes.includes(name))))
      throw new OAuthError(400, 'invalid_scope', 'One or more scopes are not granted to the client.');
    return requested;
  }
}
