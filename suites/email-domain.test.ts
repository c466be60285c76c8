import { suite } from '../src/vitest/suite.js';

const domains = '/api/v1/email-domains';

suite('email-domain', ({ call, fixture }) => {
  const domain = fixture({ parameter: 'emailDomainId', found: { operation: `GET ${domains}` } });
  call(`GET ${domains}/{emailDomainId}`, { on: domain, query: { expand: 'brands' } });
});
