// @ts-nocheck
import { suite } from '../src/vitest/suite.js';

const services = '/integrations/api/v1/api-services';
const service = `${services}/{apiServiceId}`;

// Only the create response contains its secret, which is deleted with it: no client can use it.
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
});
