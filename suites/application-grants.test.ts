import { oktaIdOf } from '../src/org/ids.js';
import { suite } from '../src/vitest/suite.js';
import { client } from './app-fixtures.js';

const grants = '/api/v1/apps/{appId}/grants';
const grant = `${grants}/{grantId}`;

// The client has no admin role, and its key is not stored: no one can use the grant.
suite('application-grants', ({ call, fixture }) => {
  const its = fixture(client);
  const made = fixture({
    parameter: 'grantId',
    format: oktaIdOf('oag'),
    make: { operation: `POST ${grants}`, body: ({ org }) => ({ issuer: org, scopeId: 'okta.behaviors.read' }) },
    found: { operation: `GET ${grants}` },
    remove: [`DELETE ${grant}`],
    parents: [its],
  });
  call(`GET ${grant}`, { on: made });
  call(`GET ${grants}`, { on: made });
});
