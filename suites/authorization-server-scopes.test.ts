import type { BodyContext } from '../src/engine/model.js';
import { oktaIdOf } from '../src/org/ids.js';
import { suite } from '../src/vitest/suite.js';
import { authorizationServer } from './fixtures.js';

const scopes = '/api/v1/authorizationServers/{authServerId}/scopes';
const scope = `${scopes}/{scopeId}`;
const body = ({ name }: BodyContext) => ({
  name,
  displayName: 'Contract',
  description: 'Contract',
  consent: 'IMPLICIT',
  metadataPublish: 'NO_CLIENTS',
  default: false,
  optional: false,
});

// A scope of a server that no client uses.
suite('authorization-server-scopes', ({ call, fixture }) => {
  const server = fixture(authorizationServer);
  const made = fixture({
    parameter: 'scopeId',
    format: oktaIdOf('scp'),
    make: { operation: `POST ${scopes}`, body },
    found: { operation: `GET ${scopes}` },
    remove: [`DELETE ${scope}`],
    // A scope is removed with its server.
    parents: [server],
  });
  call(`GET ${scopes}`, { on: server });
  call(`GET ${scope}`, { on: made });
  call(`PUT ${scope}`, { on: made, body: (context) => ({ ...body(context), consent: 'REQUIRED' }) });
  call(`GET ${scope}`, { on: made });
});
