import { suite } from '../src/vitest/suite.js';

const domains = '/api/v1/domains';

suite('custom-domain', ({ call, fixture }) => {
  const domain = fixture({ parameter: 'domainId', found: { operation: `GET ${domains}`, list: 'domains' } });
  call(`GET ${domains}/{domainId}`, { on: domain });
});
