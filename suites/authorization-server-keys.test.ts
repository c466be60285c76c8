import { suite } from '../src/vitest/suite.js';
import { authorizationServer } from './fixtures.js';

const credentials = '/api/v1/authorizationServers/{authServerId}/credentials';

suite('authorization-server-keys', ({ call, fixture, reads }) => {
  const server = fixture(authorizationServer);
  call(`GET ${credentials}/keys`, { on: server });
  // No token of the server exists that the new key could make invalid.
  call(`POST ${credentials}/lifecycle/keyRotate`, { on: server, body: () => ({ use: 'sig' }) });
  // Only now a key has expired.
  call(`GET ${credentials}/keys`, { on: server });
  reads({ on: server });
});
