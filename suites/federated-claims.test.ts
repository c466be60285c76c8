import { suite } from '../src/vitest/suite.js';
import { client } from './app-fixtures.js';

const claims = '/api/v1/apps/{appId}/federated-claims';
const claim = `${claims}/{claimId}`;
const body = () => ({ name: 'okta_contracts', expression: 'user.profile.lastName' });

suite('federated-claims', ({ call, fixture }) => {
  const its = fixture(client);
  const made = fixture({
    parameter: 'claimId',
    make: { operation: `POST ${claims}`, body },
    found: { operation: `GET ${claims}` },
    remove: [`DELETE ${claim}`],
    parents: [its],
  });
  call(`GET ${claim}`, { on: made });
  call(`PUT ${claim}`, { on: made, body: () => ({ ...body(), expression: 'user.profile.firstName' }) });
  call(`GET ${claim}`, { on: made });
  call(`GET ${claims}`, { on: its });
});
