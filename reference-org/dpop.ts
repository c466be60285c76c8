import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { calculateJwkThumbprint, EmbeddedJWK, type JWK, jwtVerify } from 'jose';

/** The content of a valid DPoP proof. */
export interface Proof {
  /** Thumbprint of the key that it proves. */
  thumbprint: string;
  nonce: unknown;
}

/** Remembers the ids of JWTs, each of which may be used once. */
export class UsedIds {
  readonly #ids = new Set<string>();

  /** Whether the id is given and was not used before; it is used from now on. */
  take(id: string | undefined): boolean {
    if (!id || this.#ids.has(id)) return false;
    this.#ids.add(id);
    return true;
  }
}

/**
 * Reads the DPoP proof of a request; `undefined` if it is invalid or belongs to another request.
 * @param address the URL that the proof must name
 * @param token the access token that it must belong to; `undefined` for a request to the token endpoint
 */
export async function readProof(
  request: IncomingMessage,
  { address, token, now, used }: { address: string; token?: string; now: number; used: UsedIds },
): Promise<Proof | undefined> {
  try {
    const { payload, protectedHeader } = await jwtVerify(String(request.headers.dpop), EmbeddedJWK, {
      typ: 'dpop+jwt',
      currentDate: new Date(now),
    });
    const { jti, htm, htu, ath, iat = 0, nonce } = payload;
    const age = now / 1000 - iat;
    const isOfRequest = htm === request.method && htu === address && age <= 300 && age >= -5;
    const isOfToken = token === undefined || ath === createHash('sha256').update(token).digest('base64url');
    if (!isOfRequest || !isOfToken || !used.take(jti)) return undefined;
    return { thumbprint: await calculateJwkThumbprint(protectedHeader.jwk as JWK), nonce };
  } catch {
    return undefined;
  }
}
