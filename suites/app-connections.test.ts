import { suite } from '../src/vitest/suite.js';
import { anApp, orgToOrg } from './app-fixtures.js';
import { host } from './fixtures.js';

const connection = '/api/v1/apps/{appId}/connections/default';

// The run creates the app and assigns no one to it, so that nothing is provisioned over its connection.
suite('app-connections', ({ call, fixture }) => {
  const known = fixture(anApp((item) => Array.isArray(item.features) && item.features.length > 0));
  call(`GET ${connection}`, { on: known });
  call(`GET ${connection}/jwks`, { on: known });

  const made = fixture(orgToOrg);
  call(`GET ${connection}`, { on: made });
  call(`POST ${connection}`, {
    on: made,
    query: { activate: 'false' },
    body: () => ({
      baseUrl: `https://${host}`,
      profile: {
        authScheme: 'OAUTH2',
        clientId: 'okta-contracts',
        settings: { adminUsername: 'okta-contracts', adminPassword: 'okta-contracts' },
        signing: { rotationMode: 'AUTO' },
      },
    }),
  });
  call(`POST ${connection}/lifecycle/deactivate`, { on: made });
  call(`GET ${connection}/jwks`, { on: made });
});
