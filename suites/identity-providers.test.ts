import { suite } from '../src/suite/index.js';
import type { Json } from '../src/words.js';
import { user } from './fixtures.js';

const idps = '/api/v1/idps';
const idp = `${idps}/{idpId}`;
const client = { client_id: 'okta-contracts', client_secret: 'okta-contracts' };
const at = (path: string, binding: string): Json => ({ url: `https://idp.example.com/${path}`, binding });
const policy = {
  accountLink: { action: 'AUTO' },
  maxClockSkew: 0,
  provisioning: {
    action: 'DISABLED',
    conditions: { deprovisioned: { action: 'NONE' }, suspended: { action: 'NONE' } },
    groups: { action: 'NONE' },
    profileMaster: false,
  },
  subject: { matchType: 'USERNAME', userNameTemplate: { template: 'idpuser.email' } },
};
// example.com is reserved: nobody can enter through it. Without a routing rule no sign-in page shows it either.
const protocols: Record<string, Json> = {
  OIDC: {
    type: 'OIDC',
    scopes: ['openid'],
    issuer: { url: 'https://idp.example.com' },
    endpoints: {
      authorization: at('authorize', 'HTTP-REDIRECT'),
      token: at('token', 'HTTP-POST'),
      userInfo: at('userinfo', 'HTTP-REDIRECT'),
      jwks: at('keys', 'HTTP-REDIRECT'),
    },
    credentials: { client },
  },
  FACEBOOK: { type: 'OAUTH2', scopes: ['public_profile', 'email'], credentials: { client } },
};

suite('identity-providers', ({ call, fixture }) => {
  for (const type of ['SAML2', 'OIDC', 'GOOGLE', 'FACEBOOK', 'MICROSOFT']) {
    const found = fixture({
      parameter: 'idpId',
      found: { operation: `GET ${idps}`, query: { type, limit: '1' }, where: (item) => item.type === type },
    });
    call(`GET ${idp}`, { on: found });
  }
  for (const [type, protocol] of Object.entries(protocols)) {
    const body = ({ name }: { name: string }): Json => ({ name, type, issuerMode: 'ORG_URL', protocol, policy });
    const made = fixture({
      parameter: 'idpId',
      make: { operation: `POST ${idps}`, body },
      remove: [`POST ${idp}/lifecycle/deactivate`, `DELETE ${idp}`],
      find: { path: `${idps}?q=okta-contracts-&limit=200`, name: '/name' },
    });
    call(`GET ${idp}`, { on: made });
    call(`PUT ${idp}`, { on: made, body });
    call(`POST ${idp}/lifecycle/deactivate`, { on: made });
    call(`GET ${idp}`, { on: made });
    call(`POST ${idp}/lifecycle/activate`, { on: made });
  }
  const somebody = fixture(user);
  call('GET /api/v1/users/{userId}/idps', { on: somebody });
  const admin = fixture({
    parameter: 'userId',
    found: { operation: 'GET /api/v1/iam/assignees/users', list: 'value' },
  });
  call('GET /api/v1/users/{userId}/idps', { on: admin });
});
