import { randomUUID, X509Certificate } from 'node:crypto';
import { pick } from '../../bodies.js';
import { invalid, notFound, OrgError } from '../../errors.js';
import type { Resource, Routes } from '../../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../../state.js';

const path = '/api/v1/idps/credentials/keys';

/** Certificates with which identity providers sign. The protocol of a provider names one of them. */
export const resource: Resource = { scope: 'okta.idps', serve };

function serve(routes: Routes, state: OrgState): void {
  const keys = state.collection('idpKeys');
  const get = (kid = ''): JsonObject => {
    const key = keys.get(kid);
    if (!key) throw notFound(kid, 'JsonWebKey');
    return key;
  };
  routes.list(`GET ${path}`, { limit: 20 }, () => ({ body: [...keys.values()] }));
  routes.on(`POST ${path}`, ({ body }) => {
    const given = readCertificate(body);
    if ([...keys.values()].some((key) => key['x5t#S256'] === given['x5t#S256']))
      throw new OrgError(409, 'E0000096', 'The certificate exists already.');
    const at = timestamp(state);
    const key: JsonObject = { kid: randomUUID(), created: at, lastUpdated: at, ...given };
    keys.set(String(key.kid), key);
    return { body: key };
  });
  routes.on(`GET ${path}/{kid}`, ({ ids }) => ({ body: get(ids[0]) }));
  routes.on(`PUT ${path}/{kid}`, ({ ids, body }) => ({
    body: Object.assign(get(ids[0]), readCertificate(body), { lastUpdated: timestamp(state) }),
  }));
  routes.on(`DELETE ${path}/{kid}`, ({ ids }) => {
    keys.delete(String(get(ids[0]).kid));
    return { status: 204 };
  });
  const at = timestamp(state);
  const kid = 'a0b1c2d3-0000-4000-8000-0a1b2c3d4e5f';
  const times = { created: at, lastUpdated: at, expiresAt: '2035-01-01T00:00:00.000Z' };
  const values = {
    x5c: ['bm90IGEgY2VydGlmaWNhdGU='],
    'x5t#S256': 'bm90IGEgZmluZ2VycHJpbnQ',
    e: 'AQAB',
    n: 'bm90IGEga2V5',
  };
  keys.set(kid, { kty: 'RSA', ...times, alg: 'RSA', kid, use: 'sig', ...values });
}

/** What a key says about the certificate of a request. Throws 400 if it is not valid. */
function readCertificate(body: JsonObject): JsonObject {
  const [text] = Array.isArray(body.x5c) ? body.x5c : [];
  try {
    const certificate = new X509Certificate(Buffer.from(String(text), 'base64'));
    const thumbprint = Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
    return {
      kty: 'RSA',
      alg: 'RSA',
      use: 'sig',
      x5c: [certificate.raw.toString('base64')],
      'x5t#S256': thumbprint,
      ...pick(certificate.publicKey.export({ format: 'jwk' }) as JsonObject, 'e', 'n'),
      expiresAt: new Date(certificate.validTo).toISOString(),
    };
  } catch {
    throw invalid('x5c', 'x5c: The certificate is not valid.');
  }
}
