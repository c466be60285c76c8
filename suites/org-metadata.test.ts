import { suite } from '../src/suite/index.js';

suite('org-metadata', ({ call }) => {
  call('GET /.well-known/okta-organization');
});
