import type { Trial } from '../src/engine/model.js';
import { suite } from '../src/vitest/suite.js';
import { admin, host, protocols, provider, providerBody, somebody } from './fixtures.js';

const idps = '/api/v1/idps';
const idp = `${idps}/{idpId}`;

/** What the edition added to providers with OpenID Connect. */
const added: Trial = {
  '/policy/accountLink/filter/users': { excludeAdmins: true },
  '/protocol/settings': { participateSlo: true, sendApplicationContext: true },
  '/protocol/endpoints/slo': { url: `https://${host}/slo`, binding: 'HTTP-REDIRECT' },
};
/** The edition no longer limits them. */
const long: Trial = {
  '/protocol/credentials/client/client_id': 'i'.repeat(1025),
  '/protocol/credentials/client/client_secret': 's'.repeat(1025),
};

suite('identity-providers', ({ call, fixture }) => {
  for (const type of ['SAML2', 'OIDC', 'GOOGLE', 'FACEBOOK', 'MICROSOFT']) {
    const found = fixture({
      parameter: 'idpId',
      found: { operation: `GET ${idps}`, query: { type, limit: '1' }, where: (item) => item.type === type },
    });
    call(`GET ${idp}`, { on: found });
    if (type === 'SAML2') call(`GET ${idp}/credentials/keys/active`, { on: found });
  }
  // Added by the edition, for providers that verify identities.
  call(`GET ${idps}`, { query: { limit: '1' }, alsoSend: [{ '?type': 'IDV_PERSONA' }] });
  for (const [type, protocol] of Object.entries(protocols)) {
    const body = providerBody(type, protocol);
    const alsoSend = type === 'OIDC' ? added : long;
    const made = fixture({ ...provider, make: { operation: `POST ${idps}`, body, alsoSend } });
    call(`GET ${idp}`, { on: made });
    call(`GET ${idp}/credentials/keys/active`, { on: made });
    call(`PUT ${idp}`, { on: made, body, alsoSend: [alsoSend] });
    call(`POST ${idp}/lifecycle/deactivate`, { on: made });
    call(`GET ${idp}`, { on: made });
    call(`POST ${idp}/lifecycle/activate`, { on: made });
  }
  const person = fixture(somebody);
  call('GET /api/v1/users/{userId}/idps', { on: person });
  call('GET /api/v1/users/{userId}/idps', { on: fixture(admin) });
});
