import { oktaIdOf } from '../src/org/ids.js';
import { suite } from '../src/vitest/suite.js';
import { app, bookmarkApp, serviceApp } from './app-fixtures.js';

const allowed = '/api/v1/apps/{appId}/interclient-allowed-apps';

// Both apps are of the run, and no one is assigned to them.
suite('application-interclient-trust-mappings', ({ call, fixture, reads }) => {
  const target = fixture(app('OPENID_CONNECT', serviceApp));
  const link = fixture(bookmarkApp);
  const mapping = fixture({
    parameter: 'allowedAppId',
    id: 'trustedAppInstanceId',
    format: oktaIdOf('0oa'),
    make: { operation: `POST ${allowed}`, body: ({ ids }) => ({ id: ids.bookmarkId ?? '' }) },
    remove: [`DELETE ${allowed}/{allowedAppId}`],
    parents: [target, link],
  });
  call(`GET ${allowed}`, { on: mapping });
  call(`GET ${allowed}`, { on: target });
  reads({ on: target });
});
