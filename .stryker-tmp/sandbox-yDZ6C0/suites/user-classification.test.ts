// @ts-nocheck
import { suite } from '../src/vitest/suite.js';
import { somebody } from './fixtures.js';

const classification = '/api/v1/users/{userId}/classification';

suite('user-classification', ({ call, fixture }) => {
  const person = fixture(somebody);
  call(`GET ${classification}`, { on: person });
  call(`PUT ${classification}`, { on: person, body: () => ({ type: 'LITE' }) });
  call(`GET ${classification}`, { on: person });
  call(`PUT ${classification}`, { on: person, body: () => ({ type: 'STANDARD' }) });
});
