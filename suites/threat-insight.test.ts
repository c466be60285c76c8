import { suite } from '../src/vitest/suite.js';

const configuration = '/api/v1/threats/configuration';

suite('threat-insight', ({ call, fixture, reads }) => {
  const current = fixture({ parameter: 'configuration', found: { operation: `GET ${configuration}`, one: true } });
  // It decides who may sign in, so it is sent only if it is named, with the values that were read just before.
  call(`POST ${configuration}`, {
    on: current,
    tier: 'org',
    onlyNamed: true,
    rereads: `GET ${configuration}`,
    body: ({ object: { action, excludeZones } }) => {
      if (typeof action !== 'string' || !Array.isArray(excludeZones)) throw new TypeError('action cannot be read');
      return { action, excludeZones };
    },
  });
  reads();
});
