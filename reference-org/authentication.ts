import { createHash, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { calculateJwkThumbprint, EmbeddedJWK, importJWK, type JWK, jwtVerify } from 'jose';
import { OrgError } from './errors.js';
import { checkRole, type Role } from './roles.js';
import { scopeOf } from './scopes.js';

/** The client app that an org knows by its key. */
export interface OAuthClientOptions {
  /** Its key is an RSA one, as older clients have; default: EC. */
  rsa?: boolean;
  /** It has to prove its key with every request. */
  dpop?: boolean;
  /** Scopes that it was granted; default: every one that it asks for. */
  scopes?: string[];
  /** How long its tokens live. */
  tokenSeconds?: number;
}

/** An answer of the token endpoint, which speaks OAuth and not Okta's error object. */
export interface TokenAnswer {
  status: number;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

interface Grant {
  scopes: Set<string>;
  endsAt: number;
  /** Thumbprint of the key that its bearer has to prove. */
  thumbprint?: string;
}

/** Who may ask an org: the bearer of its API token, and one client app. */
export class Authentication {
  readonly clientId = `0oa${randomBytes(6).toString('hex')}c0r7`;
  /** The private half of the client's key. */
  readonly privateKey: JWK;
  readonly #publicKey: JWK;
  readonly #grants = new Map<string, Grant>();
  readonly #used = new Set<string>();
  #nonce = randomUUID();

  constructor(
    readonly token: string,
    readonly client: OAuthClientOptions,
    readonly now: () => number,
    readonly url: () => string,
    readonly role: Role = 'super',
  ) {
    const { privateKey, publicKey } = client.rsa
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.privateKey = { ...privateKey.export({ format: 'jwk' }), kid: 'the-key' } as JWK;
    this.#publicKey = publicKey.export({ format: 'jwk' }) as JWK;
  }

  /** The nonce of proofs is another one from now on. */
  changeNonce(): void {
    this.#nonce = randomUUID();
  }

  /** The scopes of each token that was given out. */
  readonly given: string[][] = [];

  /** Every token ends now. */
  endTokens(): void {
    this.#grants.clear();
  }

  /** `POST /oauth2/v1/token`. */
  async issue(request: IncomingMessage, body: string): Promise<TokenAnswer> {
    const refuse = (status: number, error: string, description: string, headers = {}): TokenAnswer => ({
      status,
      headers,
      body: { error, error_description: description },
    });
    const form = new URLSearchParams(body);
    if (form.get('grant_type') !== 'client_credentials')
      return refuse(400, 'unsupported_grant_type', 'Only client_credentials is known here.');
    const audience = `${this.url()}/oauth2/v1/token`;
    try {
      const key = await importJWK(this.#publicKey, this.client.rsa ? 'RS256' : 'ES256');
      const { payload } = await jwtVerify(form.get('client_assertion') ?? '', key, {
        issuer: this.clientId,
        subject: this.clientId,
        audience,
        currentDate: new Date(this.now()),
      });
      if (!payload.jti || this.#used.has(payload.jti))
        return refuse(401, 'invalid_client', 'The client_assertion was used already.');
      this.#used.add(payload.jti);
    } catch {
      return refuse(401, 'invalid_client', 'The client_assertion is not valid.');
    }
    let thumbprint: string | undefined;
    if (request.headers.dpop !== undefined || this.client.dpop) {
      if (request.headers.dpop === undefined)
        return refuse(400, 'invalid_dpop_proof', 'The DPoP proof JWT header is missing.');
      const proof = await this.#proof(request, audience, undefined);
      if (!proof) return refuse(400, 'invalid_dpop_proof', 'The DPoP proof is not valid.');
      if (proof.nonce !== this.#nonce)
        return refuse(400, 'use_dpop_nonce', 'The DPoP proof needs the nonce.', { 'dpop-nonce': this.#nonce });
      thumbprint = proof.thumbprint;
    }
    const asked = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
    const { scopes } = this.client;
    if (asked.length === 0 || (scopes && asked.some((scope) => !scopes.includes(scope))))
      return refuse(400, 'invalid_scope', 'One or more scopes are not granted to the client.');
    const value = randomBytes(24).toString('base64url');
    const seconds = this.client.tokenSeconds ?? 3600;
    this.#grants.set(value, {
      scopes: new Set(asked),
      endsAt: this.now() + seconds * 1000,
      ...(thumbprint ? { thumbprint } : {}),
    });
    this.given.push(asked);
    return {
      status: 200,
      headers: thumbprint ? { 'dpop-nonce': this.#nonce } : {},
      body: {
        token_type: thumbprint ? 'DPoP' : 'Bearer',
        expires_in: seconds,
        access_token: value,
        scope: asked.join(' '),
      },
    };
  }

  /** Throws what an org answers to a request whose sender it does not know, or who may not ask for it. */
  async check(request: IncomingMessage, method: string, path: string): Promise<void> {
    const [scheme = '', credential = ''] = (request.headers.authorization ?? '').split(' ');
    if (scheme === 'SSWS' && credential) {
      if (credential !== this.token) throw new OrgError(401, 'E0000011', 'Invalid token provided');
      checkRole(this.role, method, path);
      return;
    }
    if ((scheme !== 'Bearer' && scheme !== 'DPoP') || !credential)
      throw new OrgError(403, 'E0000005', 'Invalid session');
    const grant = this.#grants.get(credential);
    const challenge = (error: string) => ({
      'www-authenticate': `${scheme} authorization_uri="${this.url()}", error="${error}"`,
    });
    if (!grant || this.now() >= grant.endsAt)
      throw new OrgError(401, 'E0000011', 'Invalid token provided', [], challenge('invalid_token'));
    if (grant.thumbprint) {
      const proof = scheme === 'DPoP' ? await this.#proof(request, this.url() + path, credential) : undefined;
      if (proof?.thumbprint !== grant.thumbprint)
        throw new OrgError(401, 'E0000011', 'Invalid proof', [], challenge('invalid_dpop_proof'));
    }
    const needed = scopeOf(method, path);
    if (needed && !grant.scopes.has(needed)) throw new OrgError(403, '', '', [], challenge('insufficient_scope'));
    checkRole(this.role, method, path);
  }

  /** What a proof says, where it is one of this request. */
  async #proof(
    request: IncomingMessage,
    address: string,
    token: string | undefined,
  ): Promise<{ thumbprint: string; nonce: unknown } | undefined> {
    try {
      const { payload, protectedHeader } = await jwtVerify(String(request.headers.dpop), EmbeddedJWK, {
        typ: 'dpop+jwt',
        currentDate: new Date(this.now()),
      });
      const { jti, htm, htu, ath, iat = 0, nonce } = payload;
      const age = this.now() / 1000 - iat;
      const fits = htm === request.method && htu === address && age <= 300 && age >= -5;
      const isOfToken = token === undefined || ath === createHash('sha256').update(token).digest('base64url');
      if (!fits || !isOfToken || !jti || this.#used.has(jti)) return undefined;
      this.#used.add(jti);
      return { thumbprint: await calculateJwkThumbprint(protectedHeader.jwk as JWK), nonce };
    } catch {
      return undefined;
    }
  }
}
