import { suite } from '../src/vitest/suite.js';
import { needing, password, user } from './fixtures.js';

const credentials = '/api/v1/users/{userId}/credentials';
const answer = 'forty two, said the machine';

suite('recovery-question', ({ call, fixture }) => {
  const somebody = fixture(needing('user-activation', user));
  call('POST /api/v1/users/{id}/lifecycle/activate', { on: somebody, query: { sendEmail: 'false' } });
  call(`POST ${credentials}/change_recovery_question`, {
    on: somebody,
    body: () => ({
      password: { value: password },
      recovery_question: { question: 'What is the answer to everything?', answer },
    }),
  });
  // Instead of a mail, the response contains a link to set a password, which is redacted.
  call(`POST ${credentials}/forgot_password`, { on: somebody, query: { sendEmail: 'false' } });
  call(`POST ${credentials}/change_password`, {
    on: somebody,
    body: () => ({ oldPassword: { value: password }, newPassword: { value: `${password}1` } }),
  });
  call(`POST ${credentials}/forgot_password_recovery_question`, {
    on: somebody,
    query: { sendEmail: 'false' },
    body: () => ({ password: { value: `${password}2` }, recovery_question: { answer } }),
  });
  call('POST /api/v1/users/{id}/lifecycle/reset_password', { on: somebody, query: { sendEmail: 'false' } });
});
