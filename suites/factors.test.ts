import { suite } from '../src/vitest/suite.js';
import { admin, needing, user } from './fixtures.js';

const factors = '/api/v1/users/{userId}/factors';
const factor = `${factors}/{factorId}`;
const answer = 'forty two';

// A question and a code of an app send no message. Factors that send text messages, calls, mails or pushes are not used.
suite('factors', ({ call, fixture }) => {
  const caller = fixture(admin);
  const found = fixture({ parameter: 'factorId', found: { operation: `GET ${factors}` }, parents: [caller] });
  call(`GET ${factor}`, { on: found });
  call(`GET ${factors}/catalog`, { on: caller });
  call(`GET ${factors}/questions`, { on: caller });

  const somebody = fixture(needing('user-activation', user));
  call('POST /api/v1/users/{id}/lifecycle/activate', { on: somebody, query: { sendEmail: 'false' } });
  const question = fixture({
    parameter: 'factorId',
    make: {
      operation: `POST ${factors}`,
      body: () => ({ factorType: 'question', provider: 'OKTA', profile: { question: 'disliked_food', answer } }),
    },
    remove: [`DELETE ${factor}`],
    // A factor is removed with its user.
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
  // A real org refuses a wrong code. The response then does not affect the verdict.
  call(`POST ${factor}/lifecycle/activate`, { on: code, body: () => ({ passCode: '000000' }) });
});
