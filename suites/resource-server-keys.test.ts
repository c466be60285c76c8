import { suite } from '../src/vitest/suite.js';
import { publicKey } from './app-fixtures.js';
import { authorizationServer } from './fixtures.js';

const keys = '/api/v1/authorizationServers/{authServerId}/resourceservercredentials/keys';
const key = `${keys}/{keyId}`;

suite('resource-server-keys', ({ call, fixture }) => {
  const server = fixture(authorizationServer);
  const made = fixture({
    parameter: 'keyId',
    make: {
      operation: `POST ${keys}`,
      body: () => ({ ...publicKey('first'), use: 'enc', status: 'INACTIVE' }),
    },
    found: { operation: `GET ${keys}` },
    remove: [`POST ${key}/lifecycle/deactivate`, `DELETE ${key}`],
    // A key is removed with its server.
    parents: [server],
  });
  call(`GET ${keys}`, { on: server });
  call(`GET ${key}`, { on: made });
  call(`POST ${key}/lifecycle/activate`, { on: made });
  call(`GET ${key}`, { on: made });
  call(`POST ${key}/lifecycle/deactivate`, { on: made });
});
