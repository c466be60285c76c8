// @ts-nocheck
import { suite } from '../src/vitest/suite.js';
import { somebody } from './fixtures.js';

const risk = '/api/v1/users/{userId}/risk';

suite('user-risk', ({ call, fixture }) => {
  const person = fixture(somebody);
  call(`GET ${risk}`, { on: person });
  // HIGH would trigger the org's policies for compromised accounts.
  call(`PUT ${risk}`, { on: person, body: () => ({ riskLevel: 'LOW' }) });
  call(`GET ${risk}`, { on: person });
});
