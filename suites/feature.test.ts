import { suite } from '../src/vitest/suite.js';

const features = '/api/v1/features';
const feature = `${features}/{featureId}`;

suite('feature', ({ call, fixture, reads }) => {
  for (const status of ['ENABLED', 'DISABLED']) {
    const one = fixture({
      parameter: 'featureId',
      found: { operation: `GET ${features}`, where: (item) => item.status === status },
    });
    call(`GET ${feature}`, { on: one });
    call(`GET ${feature}/dependencies`, { on: one });
    call(`GET ${feature}/dependents`, { on: one });
  }
  reads();
});
