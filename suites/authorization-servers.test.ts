import type { Trial } from '../src/engine/model.js';
import { suite } from '../src/vitest/suite.js';
import { publicKey } from './app-fixtures.js';
import { authorizationServer, host, serverBody, serverPolicy, serverPolicyBody } from './fixtures.js';

const servers = '/api/v1/authorizationServers';
const server = `${servers}/{authServerId}`;
const policies = `${server}/policies`;
const policy = `${policies}/{policyId}`;

/** Encrypted access tokens, which the edition added. The key is named by its address or sent. */
const byAddress: Trial = {
  '/jwks_uri': `https://${host}/keys`,
  '/accessTokenEncryptedResponseAlgorithm': 'RSA-OAEP-256',
};
const byKey: Trial = {
  // The key is generated only if a run sends it.
  get '/jwks'() {
    return { keys: [{ ...publicKey('first'), use: 'enc', status: 'ACTIVE' }] };
  },
  '/accessTokenEncryptedResponseAlgorithm': 'RSA-OAEP-256',
};

/** The edition limits both. */
const tooLong: Trial = { '/name': 'n'.repeat(101), '/description': 'd'.repeat(256) };

suite('authorization-servers', ({ call, fixture }) => {
  const found = fixture({ parameter: 'authServerId', found: { operation: `GET ${servers}` } });
  call(`GET ${server}`, { on: found });
  const foundPolicy = fixture({ parameter: 'policyId', found: { operation: `GET ${policies}` }, parents: [found] });
  call(`GET ${policy}`, { on: foundPolicy });

  const made = fixture({ ...authorizationServer, make: { ...authorizationServer.make, alsoSend: byAddress } });
  call(`PUT ${server}`, {
    on: made,
    body: serverBody,
    alsoSend: [byAddress, byKey],
  });
  call(`POST ${server}/lifecycle/deactivate`, { on: made });
  call(`GET ${server}`, { on: made });
  call(`POST ${server}/lifecycle/activate`, { on: made });
  const madePolicy = fixture({
    ...serverPolicy,
    make: { ...serverPolicy.make, alsoSend: tooLong },
    parents: [made],
  });
  call(`PUT ${policy}`, { on: madePolicy, body: serverPolicyBody, alsoSend: [tooLong] });
  call(`POST ${policy}/lifecycle/deactivate`, { on: madePolicy });
  call(`GET ${policy}`, { on: madePolicy });
  call(`POST ${policy}/lifecycle/activate`, { on: madePolicy });

  const associated = `${server}/associatedServers`;
  const other = fixture({
    ...authorizationServer,
    make: { ...authorizationServer.make, alsoSend: byKey },
    alias: 'associatedServerId',
  });
  call(`GET ${associated}`, { on: found, query: { trusted: 'true' } });
  call(`POST ${associated}`, { on: [made, other], body: ({ ids }) => ({ trusted: [ids.associatedServerId ?? ''] }) });
  call(`GET ${associated}`, { on: made, query: { trusted: 'true' } });
  call(`DELETE ${associated}/{associatedServerId}`, { on: [made, other] });
});
