// @ts-nocheck
import { suite } from '../src/vitest/suite.js';

suite('org-metadata', ({ call }) => {
  call('GET /.well-known/okta-organization');
});
