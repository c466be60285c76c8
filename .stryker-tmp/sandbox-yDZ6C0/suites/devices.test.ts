// @ts-nocheck
import { suite } from '../src/vitest/suite.js';
import { admin, somebody } from './fixtures.js';

// Devices are created by enrollment only, so that they are found.
suite('devices', ({ call, fixture }) => {
  for (const status of ['ACTIVE', 'DEACTIVATED']) {
    const device = fixture({
      parameter: 'deviceId',
      found: { operation: 'GET /api/v1/devices', query: { limit: '20' }, where: (item) => item.status === status },
    });
    call('GET /api/v1/devices/{deviceId}', { on: device });
    call('GET /api/v1/devices/{deviceId}/users', { on: device });
  }
  const users = '/api/v1/users/{userId}/devices';
  call(`GET ${users}`, { on: fixture(admin) });
  call(`GET ${users}`, { on: fixture(somebody) });
});
