import { suite } from '../src/vitest/suite.js';
import { admin, needing, user } from './fixtures.js';

const factors = '/api/v1/users/{userId}/factors';
const factor = `${factors}/{factorId}`;
const answer = 'forty two';

// A question and a code of an app send nothing to anybody; text messages, calls, mails and pushes are never asked for.
suite('factors', ({ call, fixture }) => {
  const caller = fixture(admin);
  const found = fixture({ parameter: 'factorId', found: { operation: `GET ${factors}` }, parents: [caller] });
  call(`GET ${factor}`, { on: found });
  call(`GET ${factors}/catalog`, { on: caller });

  const somebody = fixture(needing('user-activation', user));
  call('POST /api/v1/users/{id}/lifecycle/activate', { on: somebody, query: { sendEmail: 'false' } });
  const question = fixture({
    parameter: 'factorId',
    make: {
      operation: `POST ${factors}`,
      body: () => ({ factorType: 'question', provider: 'OKTA', profile: { question: 'disliked_food', answer } }),
    },
    remove: [`DELETE ${factor}`],
    // With its user a factor goes too.
    parents: [somebody],
  });
  call(`GET ${factors}`, { on: somebody });
  call(`GET ${factor}`, { on: question });
  call(`POST ${factor}/verify`, { on: question, body: () => ({ answer }) });

  const code = fixture({
    parameter: 'factorId',
    make: { operation: `POST ${factors}`, body: () => ({ factorType: 'token:software:totp', provider: 'GOOGLE' }) },
    remove: [`DELETE ${factor}`],
    parents: [somebody],
  });
  call(`GET ${factor}`, { on: code });
  // Without the secret's code a real org refuses; the answer then says nothing of the contract.
  call(`POST ${factor}/lifecycle/activate`, { on: code, body: () => ({ passCode: '000000' }) });
});
