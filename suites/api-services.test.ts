import { suite } from '../src/vitest/suite.js';
import { secretOf } from './app-fixtures.js';

const services = '/integrations/api/v1/api-services';
const service = `${services}/{apiServiceId}`;

// Only responses to a creation contain a whole secret, which is deleted at the end of the run: no client can use it.
suite('api-services', ({ call, fixture }) => {
  call(`GET ${services}`);
  const made = fixture({
    parameter: 'apiServiceId',
    make: {
      operation: `POST ${services}`,
      onlyNamed: true,
      body: () => ({ type: 'anzennaapiservice', grantedScopes: ['okta.users.read'], properties: {} }),
    },
    found: { operation: `GET ${services}` },
    unnamed: 'the catalogue of integrations gives it its name',
    remove: [`DELETE ${service}`],
  });
  call(`GET ${service}`, { on: made });
  const secrets = `${service}/credentials/secrets`;
  const secret = fixture({ ...secretOf(secrets), parents: [made] });
  call(`POST ${secrets}/{secretId}/lifecycle/deactivate`, { on: secret });
  call(`POST ${secrets}/{secretId}/lifecycle/activate`, { on: secret });
  call(`GET ${secrets}`, { on: made });
});
