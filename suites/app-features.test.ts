import { suite } from '../src/vitest/suite.js';
import { anApp, orgToOrg } from './app-fixtures.js';

const features = '/api/v1/apps/{appId}/features';
const feature = `${features}/{featureName}`;

suite('app-features', ({ call, fixture }) => {
  const known = fixture(anApp((item) => Array.isArray(item.features) && item.features.length > 0));
  const its = fixture({
    parameter: 'featureName',
    id: 'name',
    found: { operation: `GET ${features}` },
    parents: [known],
  });
  call(`GET ${feature}`, { on: its });

  const made = fixture(orgToOrg);
  call(`GET ${features}`, { on: made });
  const users = { featureName: 'USER_PROVISIONING' };
  call(`GET ${feature}`, { on: made, with: { featureName: 'INBOUND_PROVISIONING' } });
  call(`PUT ${feature}`, {
    on: made,
    with: users,
    body: () => ({
      create: { lifecycleCreate: { status: 'DISABLED' } },
      update: {
        lifecycleDeactivate: { status: 'DISABLED' },
        password: { status: 'DISABLED', seed: 'RANDOM', change: 'KEEP_EXISTING' },
        profile: { status: 'DISABLED' },
      },
    }),
  });
  call(`GET ${feature}`, { on: made, with: users });
});
