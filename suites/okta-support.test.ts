import { suite } from '../src/suite/index.js';

// Lets people of Okta in: never without being named.
suite('okta-support', ({ call }) => {
  for (const verb of ['grant', 'extend', 'revoke'])
    call(`POST /api/v1/org/privacy/oktaSupport/${verb}`, { tier: 'org', onlyNamed: true });
});
