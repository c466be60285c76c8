import { suite } from '../src/vitest/suite.js';
import { client } from './app-fixtures.js';
import { authorizationServer } from './fixtures.js';

const servers = '/api/v1/authorizationServers';
const clients = `${servers}/{authServerId}/clients`;

suite('authorization-server-clients', ({ call, fixture, reads }) => {
  const server = fixture({ parameter: 'authServerId', found: { operation: `GET ${servers}`, inAnyParent: true } });
  const itsClient = fixture({
    parameter: 'clientId',
    id: 'client_id',
    found: { operation: `GET ${clients}`, inAnyParent: true },
    parents: [server],
  });
  reads({ on: [server, itsClient] });

  // No user signed in to the client of the run, so that it has no tokens.
  const made = fixture(authorizationServer);
  const own = fixture(client);
  call(`GET ${clients}`, { on: made });
  call(`DELETE ${clients}/{clientId}/tokens`, { on: [made, own], unchanged: [own] });
});
