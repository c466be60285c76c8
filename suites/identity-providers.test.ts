import type { Fixture, Trial } from '../src/engine/model.js';
import type { Vocabulary } from '../src/engine/plan.js';
import { suite } from '../src/vitest/suite.js';
import { admin, host, protocols, provider, providerBody, somebody } from './fixtures.js';

const idps = '/api/v1/idps';
const idp = `${idps}/{idpId}` as const;
const keys = `${idp}/credentials/keys` as const;
const csrs = `${idp}/credentials/csrs` as const;
const users = `${idp}/users` as const;
/** The format of the ids of keys and of requests for certificates. */
const keyId = /^[\w-]{43}$/;

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
    if (type === 'SAML2') call(`GET ${keys}/active`, { on: found });
  }
  // Added by the edition, for providers that verify identities.
  call(`GET ${idps}`, { query: { limit: '1' }, alsoSend: [{ '?type': 'IDV_PERSONA' }] });
  const made = Object.entries(protocols).map(([type, protocol]) => {
    const body = providerBody(type, protocol);
    const alsoSend = type === 'OIDC' ? added : long;
    const its = fixture({ ...provider, make: { operation: `POST ${idps}`, body, alsoSend } });
    call(`GET ${idp}`, { on: its });
    call(`GET ${keys}/active`, { on: its });
    call(`PUT ${idp}`, { on: its, body, alsoSend: [alsoSend] });
    call(`POST ${idp}/lifecycle/deactivate`, { on: its });
    call(`GET ${idp}`, { on: its });
    call(`POST ${idp}/lifecycle/activate`, { on: its });
    return its;
  });
  const person = fixture(somebody);
  call('GET /api/v1/users/{userId}/idps', { on: person });
  call('GET /api/v1/users/{userId}/idps', { on: fixture(admin) });
  partsOfOrg({ call, fixture });
  // Users are linked to social providers only.
  if (made[1]) partsOf({ call, fixture }, made[1], person);
});

type Words = Pick<Vocabulary, 'call' | 'fixture'>;

/** Reads keys, requests for certificates and linked users of the org's providers. */
function partsOfOrg({ call, fixture }: Words): void {
  const any = fixture({ parameter: 'idpId', found: { operation: `GET ${idps}`, inAnyParent: true } });
  for (const [parameter, list] of [
    ['idpCsrId', csrs],
    ['kid', keys],
    ['userId', users],
  ] as const) {
    const idAt = [parameter === 'kid' ? 'kid' : 'id'];
    const item = fixture({ parameter, found: { operation: `GET ${list}`, inAnyParent: true, idAt }, parents: [any] });
    call(`GET ${list}/{${parameter}}` as const, { on: item });
  }
}

/** A request for a certificate, a linked user and a key of a provider of the run. They are removed with it. */
function partsOf({ call, fixture }: Words, its: Fixture, person: Fixture): void {
  const csr = fixture({
    parameter: 'idpCsrId',
    format: keyId,
    make: { operation: `POST ${csrs}`, body: ({ name }) => ({ subject: { commonName: name } }) },
    remove: [`DELETE ${csrs}/{idpCsrId}`],
    parents: [its],
  });
  call(`GET ${csrs}`, { on: csr });
  call(`GET ${csrs}/{idpCsrId}`, { on: csr });
  // The provider does not know the account, and cannot sign in the user of the run.
  call(`POST ${users}/{userId}`, { on: [its, person], body: ({ name }) => ({ externalId: name }) });
  call(`GET ${users}`, { on: its });
  call(`GET ${users}/{userId}`, { on: [its, person] });
  call(`GET ${users}/{userId}/credentials/tokens`, { on: [its, person] });
  call(`DELETE ${users}/{userId}`, { on: [its, person] });
  const key = fixture({
    parameter: 'kid',
    id: 'kid',
    format: keyId,
    make: { operation: `POST ${keys}/generate`, query: { validityYears: '2' } },
    parents: [its],
  });
  call(`GET ${keys}`, { on: key });
  call(`GET ${keys}/{kid}`, { on: key });
  const other = fixture({ ...provider, alias: 'targetIdpId' });
  call(`POST ${keys}/{kid}/clone`, {
    on: [key, other],
    queryOf: ({ ids }) => ({ targetIdpId: ids.targetIdpId ?? '' }),
  });
}
