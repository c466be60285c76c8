import { suite } from '../src/suite/index.js';
import { somebody } from './fixtures.js';

const risk = '/api/v1/users/{userId}/risk';

suite('user-risk', ({ call, fixture }) => {
  const person = fixture(somebody);
  call(`GET ${risk}`, { on: person });
  call(`PUT ${risk}`, { on: person, body: () => ({ riskLevel: 'HIGH' }) });
  call(`GET ${risk}`, { on: person });
  call(`PUT ${risk}`, { on: person, body: () => ({ riskLevel: 'LOW' }) });
});
