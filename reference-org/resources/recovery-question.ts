import { mail, securityMail } from '../effects.js';
import { forbidden, invalid } from '../errors.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';
import { checkPassword } from './users/profile.js';
import { usersOf } from './users/users.js';

/** Passwords and recovery questions: each allows to change the other. */
export const resource: Resource = { scope: 'okta.users', serve };

function serve(routes: Routes, state: OrgState): void {
  const users = usersOf(state);
  const answers = new Map<string, { question: string; answer: string }>();
  const part = (body: JsonObject, name: string, key: string): string => {
    const value = (body[name] as JsonObject | undefined)?.[key];
    if (typeof value !== 'string' || value === '')
      throw invalid(name, `${name}.${key}: The field cannot be left blank`);
    return value;
  };
  const credentials = (question: string | undefined): JsonObject => ({
    password: {},
    ...(question === undefined ? {} : { recovery_question: { question } }),
    provider: { type: 'OKTA', name: 'OKTA' },
  });
  const path = '/api/v1/users/{user}/credentials';

  routes.on(`POST ${path}/change_recovery_question`, ({ ids, body }) => {
    const user = users.get(ids[0]);
    part(body, 'password', 'value');
    const question = part(body, 'recovery_question', 'question');
    answers.set(String(user.id), { question, answer: part(body, 'recovery_question', 'answer') });
    return { body: credentials(question) };
  });
  routes.on(`POST ${path}/change_password`, ({ ids, body }) => {
    const user = users.get(ids[0]);
    // The reference org does not know passwords, and accepts any old one.
    part(body, 'oldPassword', 'value');
    if (!['STAGED', 'ACTIVE', 'PASSWORD_EXPIRED', 'RECOVERY'].includes(String(user.status)))
      throw forbidden('E0000014', 'Update of credentials failed');
    checkPassword(state, part(body, 'newPassword', 'value'));
    if (user.status !== 'STAGED') user.status = 'ACTIVE';
    securityMail(state, user, 'password changed');
    return { body: credentials(answers.get(String(user.id))?.question) };
  });
  routes.on(`POST ${path}/forgot_password`, ({ ids, query }) => {
    const user = users.get(ids[0]);
    if (user.status !== 'ACTIVE' || !answers.has(String(user.id)))
      throw forbidden('E0000034', "Forgot password is not allowed in the user's current status.");
    if (query.get('sendEmail') === 'false')
      return { body: { resetPasswordUrl: `${state.url()}/signin/reset-password/invented` } };
    mail(state, user, 'user', 'password reset');
    return { body: {} };
  });
  routes.on(`POST ${path}/forgot_password_recovery_question`, ({ ids, body }) => {
    const user = users.get(ids[0]);
    const known = answers.get(String(user.id));
    if (user.status !== 'ACTIVE' || !known)
      throw forbidden('E0000034', "Forgot password is not allowed in the user's current status.");
    checkPassword(state, part(body, 'password', 'value'));
    if (part(body, 'recovery_question', 'answer') !== known.answer)
      throw forbidden('E0000087', 'The recovery question answer did not match our records.');
    securityMail(state, user, 'password changed');
    return { body: credentials(known.question) };
  });
}
