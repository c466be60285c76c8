import { suite } from '../src/suite/index.js';
import { user } from './fixtures.js';

const classification = '/api/v1/users/{userId}/classification';

suite('user-classification', ({ call, fixture }) => {
  const somebody = fixture(user);
  call(`GET ${classification}`, { on: somebody });
  call(`PUT ${classification}`, { on: somebody, body: () => ({ type: 'LITE' }) });
  call(`GET ${classification}`, { on: somebody });
  call(`PUT ${classification}`, { on: somebody, body: () => ({ type: 'STANDARD' }) });
});
