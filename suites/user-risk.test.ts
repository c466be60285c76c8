import { suite } from '../src/suite/index.js';
import { user } from './fixtures.js';

const risk = '/api/v1/users/{userId}/risk';

suite('user-risk', ({ call, fixture }) => {
  const somebody = fixture(user);
  call(`GET ${risk}`, { on: somebody });
  call(`PUT ${risk}`, { on: somebody, body: () => ({ riskLevel: 'HIGH' }) });
  call(`GET ${risk}`, { on: somebody });
  call(`PUT ${risk}`, { on: somebody, body: () => ({ riskLevel: 'LOW' }) });
});
