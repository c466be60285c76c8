import { suite } from '../src/vitest/suite.js';

const services = '/integrations/api/v1/api-services';
const service = `${services}/{apiServiceId}`;

// Its secret is told once, and goes with it: nobody can call the org by it.
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
