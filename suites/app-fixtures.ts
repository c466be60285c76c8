import { generateKeyPairSync } from 'node:crypto';
import type { Json } from '../src/domain/json.js';
import type { CreatedFixture, CreatedOrFoundFixture, FoundFixture } from '../src/engine/model.js';
import { oktaIdOf } from '../src/org/ids.js';
import { host } from './fixtures.js';

/** An app with a sign-on mode. No one is assigned to it, and no sign-in page shows it. */
export const app = (signOnMode: string, body: { [key: string]: Json }): CreatedOrFoundFixture => ({
  parameter: 'appId',
  aliases: ['clientId'],
  format: oktaIdOf('0oa'),
  make: {
    operation: 'POST /api/v1/apps',
    ...(signOnMode === 'OPENID_CONNECT' ? { needs: ['ordinary-clients'] } : {}),
    body: ({ name }) => ({ ...body, signOnMode, label: name, visibility: { hide: { iOS: true, web: true } } }),
  },
  found: { operation: 'GET /api/v1/apps', query: { limit: '50' }, where: (item) => item.signOnMode === signOnMode },
  remove: ['POST /api/v1/apps/{appId}/lifecycle/deactivate', 'DELETE /api/v1/apps/{appId}'],
  find: { path: '/api/v1/apps?q=okta-contracts-&limit=200', name: '/label' },
});

/** Public keys, new in each run. Their private keys are never stored. */
const keys = new Map<string, { [key: string]: Json }>();

/** The body of an app that is only a link. */
export const bookmark: { [key: string]: Json } = {
  name: 'bookmark',
  settings: { app: { requestIntegration: false, url: `https://${host}` } },
};

/** The body of a service app, which authenticates with a key. */
export const serviceApp: { [key: string]: Json } = {
  name: 'oidc_client',
  credentials: { oauthClient: { token_endpoint_auth_method: 'private_key_jwt' } },
  settings: {
    oauthClient: {
      application_type: 'service',
      grant_types: ['client_credentials'],
      response_types: ['token'],
      jwks: {
        // The key is generated only if a run creates the app.
        get keys() {
          return [publicKey('first')];
        },
      },
    },
  },
};

/** A public key of this run. */
export function publicKey(kid: 'first' | 'second'): { [key: string]: Json } {
  const known = keys.get(kid);
  if (known) return known;
  const { n = '', e = '' } = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
  const key = { kty: 'RSA', use: 'sig', kid, n, e };
  keys.set(kid, key);
  return key;
}

/** A public key on an elliptic curve. */
export function curveKey(): { [key: string]: Json } {
  const { x = '', y = '' } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  return { kty: 'EC', use: 'sig', kid: 'curve', x, y };
}

/** A client that could sign people in with a secret. No one is assigned to it, and its address cannot exist. */
export const webClient: CreatedOrFoundFixture = {
  ...app('OPENID_CONNECT', {
    name: 'oidc_client',
    credentials: { oauthClient: { token_endpoint_auth_method: 'client_secret_basic' } },
    settings: {
      oauthClient: {
        application_type: 'web',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        redirect_uris: [`https://${host}/callback`],
      },
    },
  }),
  shared: 'webClient',
};

/** An app of the org. */
export const anApp = (where: (item: { [key: string]: Json }) => boolean): FoundFixture => ({
  parameter: 'appId',
  found: { operation: 'GET /api/v1/apps', query: { limit: '50' }, where },
});

/** The body of an app that represents another org. */
const otherOrg: { [key: string]: Json } = {
  name: 'okta_org2org',
  settings: {
    app: {
      acsUrl: `https://${host}/sso/saml2/contract`,
      audRestriction: `https://${host}/contract`,
      baseUrl: `https://${host}`,
    },
  },
};

/** An app that represents another org. It supports provisioning, which stays off. */
export const ownOrgToOrg: CreatedFixture = withoutFound(app('SAML_2_0', otherOrg));

/** The same for several suites. */
export const orgToOrg: CreatedFixture = { ...ownOrgToOrg, shared: 'orgToOrg' };

/** An app that signs assertions with its certificates. */
export const samlApp: CreatedOrFoundFixture = { ...app('SAML_2_0', otherOrg), shared: 'samlApp' };

/** A service app. */
export const client: CreatedOrFoundFixture = { ...app('OPENID_CONNECT', serviceApp), shared: 'client' };

/** An app that is only a link. */
export const bookmarkApp: CreatedOrFoundFixture = {
  ...app('BOOKMARK', bookmark),
  shared: 'bookmark',
  alias: 'bookmarkId',
};

/** A second secret of a client. @param list path of the secrets of the client */
export const secretOf = (list: `/${string}`): CreatedFixture => ({
  parameter: 'secretId',
  format: oktaIdOf('ocs'),
  make: { operation: `POST ${list}` },
  remove: [`POST ${list}/{secretId}/lifecycle/deactivate`, `DELETE ${list}/{secretId}`],
});

/** A fixture that is created and never found, because an object of the org is no substitute. */
function withoutFound({ found: _, partOf: __, ...spec }: CreatedOrFoundFixture): CreatedFixture {
  return spec;
}
