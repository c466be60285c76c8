import { suite } from '../src/vitest/suite.js';
import { samlApp } from './app-fixtures.js';

suite('application-sso', ({ call, fixture }) => {
  const its = fixture(samlApp);
  const key = fixture({
    parameter: 'keyId',
    id: 'kid',
    found: { operation: 'GET /api/v1/apps/{appId}/credentials/keys' },
    parents: [its],
  });
  call('GET /api/v1/apps/{appId}/sso/saml/metadata', {
    on: [its, key],
    queryOf: ({ ids }) => ({ kid: ids.keyId ?? '' }),
  });
});
