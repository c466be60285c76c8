// @ts-nocheck
import type { FixtureSpec } from '../src/engine/model.js';
import { suite } from '../src/vitest/suite.js';
import { admin, somebody } from './fixtures.js';

const enrollments = '/api/v1/users/{userId}/authenticator-enrollments';
const enrollment = `${enrollments}/{enrollmentId}`;
const authenticator = (key: string): FixtureSpec => ({
  parameter: 'authenticatorId',
  found: { operation: 'GET /api/v1/authenticators', where: (item) => item.key === key && item.status === 'ACTIVE' },
});

suite('authenticator-enrollments', ({ call, fixture }) => {
  const found = fixture({
    parameter: 'enrollmentId',
    found: { operation: `GET ${enrollments}` },
    parents: [fixture(admin)],
  });
  call(`GET ${enrollment}`, { on: found });

  // The number is reserved for fiction. Okta sends no message for an enrollment by an administrator.
  const person = fixture(somebody);
  const phone = fixture({
    parameter: 'enrollmentId',
    make: {
      operation: `POST ${enrollments}/phone`,
      body: ({ ids }) => ({ authenticatorId: ids.authenticatorId ?? '', profile: { phoneNumber: '+12025550100' } }),
    },
    remove: [`DELETE ${enrollment}`],
    parents: [person, fixture(authenticator('phone_number'))],
  });
  call(`GET ${enrollment}`, { on: phone });
  const code = fixture({
    parameter: 'enrollmentId',
    make: {
      operation: `POST ${enrollments}/tac`,
      body: ({ ids }) => ({ authenticatorId: ids.authenticatorId ?? '', profile: { multiUse: false, ttl: '10' } }),
    },
    remove: [`DELETE ${enrollment}`],
    parents: [person, fixture(authenticator('tac'))],
  });
  call(`GET ${enrollment}`, { on: code });
  call(`GET ${enrollments}`, { on: person });
});
