import type { BodyContext } from '../src/engine/model.js';
import { oktaIdOf } from '../src/org/ids.js';
import { suite } from '../src/vitest/suite.js';
import { authorizationServer } from './fixtures.js';

const claims = '/api/v1/authorizationServers/{authServerId}/claims';
const claim = `${claims}/{claimId}`;
const body = ({ name }: BodyContext) => ({
  name: name.replaceAll('-', '_'),
  status: 'ACTIVE',
  claimType: 'RESOURCE',
  valueType: 'EXPRESSION',
  value: '"contract"',
  alwaysIncludeInToken: true,
  conditions: { scopes: [] },
});

// A claim of a server that no client uses: no token contains it.
suite('authorization-server-claims', ({ call, fixture }) => {
  const server = fixture(authorizationServer);
  const made = fixture({
    parameter: 'claimId',
    format: oktaIdOf('ocl'),
    make: { operation: `POST ${claims}`, body },
    found: { operation: `GET ${claims}` },
    remove: [`DELETE ${claim}`],
    // A claim is removed with its server.
    parents: [server],
  });
  call(`GET ${claims}`, { on: server });
  call(`GET ${claim}`, { on: made });
  call(`PUT ${claim}`, { on: made, body: (context) => ({ ...body(context), status: 'INACTIVE' }) });
  call(`GET ${claim}`, { on: made });
});
