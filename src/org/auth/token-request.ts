import { generateKeyPairSync, type webcrypto } from 'node:crypto';
import type { CryptoKeyPair } from 'oauth4webapi';
import type { SigningKey } from '../../config/keys.js';
import { isLoopback } from '../../config/org-url.js';
import type { RawResponse } from '../../domain/exchange.js';
import type { Http } from '../http.js';

/** Loaded when a client signs something: a run with an API token does not need it. */
const library = () => import('oauth4webapi');

/** A private key (JWK) whose possession a client proves with each request, and what the org demands in the proof. */
export interface ProofOptions {
  key: string;
  nonce: string | undefined;
  /** Seconds since 1970, by the clock of the org. */
  now: number;
}

/** The parameters of a request to the token endpoint. */
export interface TokenRequest {
  endpoint: string;
  clientId: string;
  signing: SigningKey;
  scopes: readonly string[];
  /** Seconds since 1970, by the clock of the org. */
  now: number;
  proof: ProofOptions | undefined;
}

/** Requests a token with the client credentials grant (`private_key_jwt`). The caller reads the response: it is not trusted. */
export async function requestToken(request: TokenRequest, http: Http): Promise<RawResponse<string>> {
  const { endpoint, clientId, signing, scopes, now, proof } = request;
  const oauth = await library();
  const key = { key: await privateKeyOf(signing), ...(signing.kid === undefined ? {} : { kid: signing.kid }) };
  let answer: RawResponse<string> | undefined;
  await oauth.clientCredentialsGrantRequest(
    // Okta requires the token endpoint as the audience of the assertion.
    { issuer: endpoint, token_endpoint: endpoint },
    { client_id: clientId, [oauth.clockSkew]: skewOf(now) },
    oauth.PrivateKeyJwt(key, {
      [oauth.modifyAssertion]: (_, claims) => {
        // An org whose clock is some seconds behind would reject it.
        delete claims.nbf;
        claims.exp = now + 300;
      },
    }),
    { scope: scopes.join(' ') },
    {
      ...(proof ? { DPoP: await proofHandle(proof) } : {}),
      [oauth.allowInsecureRequests]: isLoopback(new URL(endpoint).hostname),
      [oauth.customFetch]: async (url, { method, headers, body }) => {
        // The assertion names the client.
        body.delete('client_id');
        answer = await http(url, { method, headers, body: body.toString() });
        return new Response();
      },
    },
  );
  if (!answer) throw new Error('no token request was sent');
  return answer;
}

/** The proof of one API request, which covers its method, its address without the query, and the token. */
export async function proofOf(method: string, url: string, token: string, proof: ProofOptions): Promise<string> {
  const oauth = await library();
  let dpop = '';
  // The library makes a proof only for a request that it sends. This one ends here.
  await oauth.protectedResourceRequest(token, method, new URL(url), undefined, undefined, {
    DPoP: await proofHandle(proof),
    [oauth.allowInsecureRequests]: isLoopback(new URL(url).hostname),
    [oauth.customFetch]: async (_, { headers }) => {
      dpop = headers.dpop ?? '';
      return new Response();
    },
  });
  return dpop;
}

/** A new key for proofs, as JWK. */
export function newProofKey(): string {
  return JSON.stringify(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }));
}

/** The library signs with this machine's clock: what to add to it. */
const skewOf = (now: number): number => now - Math.floor(Date.now() / 1000);

async function proofHandle({ key, nonce, now }: ProofOptions) {
  const oauth = await library();
  return oauth.DPoP({ [oauth.clockSkew]: skewOf(now) }, await proofKeys(key), {
    // The nonce can come from any response of the org, also one to another process.
    [oauth.modifyAssertion]: (_, claims) => {
      if (nonce !== undefined) claims.nonce = nonce;
    },
  });
}

async function proofKeys(text: string): Promise<CryptoKeyPair> {
  const secret = JSON.parse(text) as webcrypto.JsonWebKey;
  const { d: _, ...open } = secret;
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  return {
    privateKey: await crypto.subtle.importKey('jwk', secret, algorithm, false, ['sign']),
    publicKey: await crypto.subtle.importKey('jwk', open, algorithm, true, ['verify']),
  };
}

async function privateKeyOf({ key, alg }: SigningKey): Promise<webcrypto.CryptoKey> {
  const hash = `SHA-${alg.slice(2)}`;
  const algorithm = alg.startsWith('RS')
    ? { name: 'RSASSA-PKCS1-v1_5', hash }
    : { name: 'ECDSA', namedCurve: { ES256: 'P-256', ES384: 'P-384' }[alg] ?? 'P-521' };
  return crypto.subtle.importKey('pkcs8', key.export({ type: 'pkcs8', format: 'der' }), algorithm, false, ['sign']);
}
