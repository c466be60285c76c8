// @ts-nocheck
import { securityMail } from '../effects.js';
import { forbidden, invalid } from '../errors.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';
import { checkPassword } from './users/profile.js';
import { usersOf } from './users/users.js';

/** Recovery questions: the password allows to change them, and their answer to set a new password. */
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
  const credentials = (question: string): JsonObject => ({
    password: {},
    recovery_question: { question },
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
