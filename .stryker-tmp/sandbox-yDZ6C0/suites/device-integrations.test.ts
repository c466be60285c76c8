// @ts-nocheck
import { suite } from '../src/vitest/suite.js';

const integrations = '/api/v1/device-integrations';
const integration = `${integrations}/{deviceIntegrationId}`;

suite('device-integrations', ({ call, fixture }) => {
  for (const status of ['ACTIVE', 'DEACTIVATED']) {
    const found = fixture({
      parameter: 'deviceIntegrationId',
      found: { operation: `GET ${integrations}`, where: (item) => item.status === status },
    });
    call(`GET ${integration}`, { on: found });
    if (status === 'ACTIVE') continue;
    // Devices use an integration as soon as it is active.
    const on = fixture({
      parameter: 'deviceIntegrationId',
      make: { operation: `POST ${integration}/lifecycle/activate`, changes: true, onlyNamed: true },
      remove: [`POST ${integration}/lifecycle/deactivate`],
      parents: [found],
    });
    call(`GET ${integration}`, { on });
  }
});
