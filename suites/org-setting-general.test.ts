import { suite } from '../src/vitest/suite.js';

suite('org-setting-general', ({ call, fixture, reads }) => {
  const org = fixture({ parameter: 'org', found: { operation: 'GET /api/v1/org', one: true } });
  // The name that was read just before, so that nothing changes.
  call('POST /api/v1/org', {
    on: org,
    tier: 'org',
    rereads: 'GET /api/v1/org',
    body: ({ object: { companyName } }) => {
      if (typeof companyName !== 'string') throw new TypeError('companyName cannot be read');
      return { companyName };
    },
  });
  reads();
});
