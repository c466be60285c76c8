// @ts-nocheck
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { ContractsError } from '../domain/errors.js';

/** A private key and the algorithm that it signs with. */
export interface SigningKey {
  key: KeyObject;
  alg: string;
  kid?: string;
}

const curves: Record<string, string> = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' };

/** Reads a private key (PEM or JWK). Throws `CONFIG`, without any part of the key. */
export function readPrivateKey(text: string): SigningKey {
  const fault = (what: string, cause?: unknown) =>
    new ContractsError('CONFIG', `OKTA_CLIENT_PRIVATEKEY ${what}: give a private RSA or EC key, as PEM or JWK.`, {
      cause,
    });
  const isJwk = text.trimStart().startsWith('{');
  let key: KeyObject;
  let kid: string | undefined;
  try {
    if (isJwk) {
      const jwk = JSON.parse(text) as { kid?: unknown };
      if (typeof jwk.kid === 'string') kid = jwk.kid;
      key = createPrivateKey({ key: jwk, format: 'jwk' });
    } else key = createPrivateKey(text.replace(/\\n/g, '\n'));
  } catch {
    // The cause can quote the key.
    throw fault('cannot be read as a private key');
  }
  const { namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  const alg = key.asymmetricKeyType === 'rsa' ? 'RS256' : curves[namedCurve];
  if (!alg) throw fault(`has a type that Okta does not support (${key.asymmetricKeyType} ${namedCurve})`);
  return { key, alg, ...(kid === undefined ? {} : { kid }) };
}
