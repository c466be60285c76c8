import { suite } from '../src/vitest/suite.js';
import { app, client, serviceApp } from './app-fixtures.js';

const connections = '/api/v1/apps/{appId}/cwo/connections';
const connection = `${connections}/{connectionId}`;

suite('cross-app-connections', ({ call, fixture }) => {
  const resource = fixture({ ...app('OPENID_CONNECT', serviceApp), alias: 'resourceId' });
  const requesting = fixture(client);
  const made = fixture({
    parameter: 'connectionId',
    make: {
      operation: `POST ${connections}`,
      body: ({ ids }) => ({
        requestingAppInstanceId: ids.appId ?? '',
        resourceAppInstanceId: ids.resourceId ?? '',
        status: 'INACTIVE',
      }),
    },
    found: { operation: `GET ${connections}` },
    remove: [`DELETE ${connection}`],
    parents: [requesting, resource],
  });
  call(`GET ${connections}`, { on: requesting });
  call(`GET ${connection}`, { on: made });
  call(`PATCH ${connection}`, { on: made, body: () => ({ status: 'ACTIVE' }) });
});
