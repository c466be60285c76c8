import type { Json } from '../src/domain/json.js';
import { suite } from '../src/vitest/suite.js';
import { authorizationServer, host, publicKey, serverBody } from './fixtures.js';

const servers = '/api/v1/authorizationServers';
const server = `${servers}/{authServerId}`;
const policies = `${server}/policies`;
const policy = `${policies}/{policyId}`;

const encryptionKey: Json = { ...publicKey('first'), use: 'enc', status: 'ACTIVE' };

// For all clients of a new server, which no client uses.
const policyBody = ({ name }: { name: string }): Json => ({
  name,
  type: 'OAUTH_AUTHORIZATION_POLICY',
  description: 'Contract',
  priority: 1,
  conditions: { clients: { include: ['ALL_CLIENTS'] } },
});

suite('authorization-servers', ({ call, fixture }) => {
  const found = fixture({ parameter: 'authServerId', found: { operation: `GET ${servers}` } });
  call(`GET ${server}`, { on: found });
  const foundPolicy = fixture({ parameter: 'policyId', found: { operation: `GET ${policies}` }, parents: [found] });
  call(`GET ${policy}`, { on: foundPolicy });

  const made = fixture(authorizationServer);
  call(`PUT ${server}`, {
    on: made,
    body: serverBody,
    alsoSend: [
      { '/accessTokenEncryptedResponseAlgorithm': 'RSA-OAEP-256', '/jwks_uri': `https://${host}/keys` },
      { '/accessTokenEncryptedResponseAlgorithm': 'RSA-OAEP-256', '/jwks': { keys: [encryptionKey] } },
    ],
  });
  const madePolicy = fixture({
    parameter: 'policyId',
    make: { operation: `POST ${policies}`, body: policyBody },
    remove: [`DELETE ${policy}`],
    // A policy is removed with its server.
    parents: [made],
  });
  call(`PUT ${policy}`, { on: madePolicy, body: policyBody });

  const associated = `${server}/associatedServers`;
  const other = fixture({ ...authorizationServer, alias: 'associatedServerId' });
  call(`GET ${associated}`, { on: found, query: { trusted: 'true' } });
  call(`POST ${associated}`, { on: [made, other], body: ({ ids }) => ({ trusted: [ids.associatedServerId ?? ''] }) });
  call(`GET ${associated}`, { on: made, query: { trusted: 'true' } });
  call(`DELETE ${associated}/{associatedServerId}`, { on: [made, other] });
});
