import { mail, securityMail } from '../../effects.js';
import { forbidden, OrgError } from '../../errors.js';
import type { Resource, Routes } from '../../resource.js';
import type { JsonObject, OrgState } from '../../state.js';
import { deactivate, move, resource as users, usersOf } from './users.js';

const path = '/api/v1/users/{id}/lifecycle';
const withPassword = ['ACTIVE', 'PASSWORD_EXPIRED', 'STAGED'];

/** Changes of the status of users. Most are allowed in some statuses only. */
export const resource: Resource = { scope: 'okta.users', after: [users], serve };

function serve(routes: Routes, state: OrgState): void {
  const { get, alone } = usersOf(state);
  const step = (verb: string, from: string[], act: (user: JsonObject, query: URLSearchParams) => JsonObject) => {
    routes.on(`POST ${path}/${verb}`, ({ ids, query }) => {
      const user = get(ids[0]);
      if (!from.includes(String(user.status)))
        throw forbidden('E0000038', "This operation is not allowed in the user's current status.");
      return { body: act(user, query) };
    });
  };
  const toStatus = (status: string, event: string, answer: (user: JsonObject) => JsonObject = () => ({})) => {
    return (user: JsonObject) => {
      move(state, user, status, event);
      return answer(user);
    };
  };
  const invite = (user: JsonObject, query: URLSearchParams): JsonObject => {
    if (query.get('sendEmail') !== 'false') mail(state, user, 'user', 'activation');
    return { activationUrl: `${state.url()}/welcome/invented`, activationToken: 'invented' };
  };

  step('activate', ['STAGED', 'DEPROVISIONED'], (user, query) => {
    move(state, user, user.passwordChanged ? 'ACTIVE' : 'PROVISIONED', 'activate');
    const invitation = invite(user, query);
    return user.passwordChanged ? {} : invitation;
  });
  step('reactivate', ['PROVISIONED', 'RECOVERY'], invite);
  step('deactivate', [...withPassword, 'PROVISIONED', 'RECOVERY', 'SUSPENDED'], (user, query) => {
    deactivate(state, user, query);
    return {};
  });
  step('suspend', ['ACTIVE'], toStatus('SUSPENDED', 'suspend'));
  step('unsuspend', ['SUSPENDED'], toStatus('ACTIVE', 'unsuspend'));
  step('expire_password', withPassword, toStatus('PASSWORD_EXPIRED', 'password.expire', alone));
  // Documented is a user in the response. Orgs return the password.
  step(
    'expire_password_with_temp_password',
    withPassword,
    toStatus('PASSWORD_EXPIRED', 'password.expire', () => ({ tempPassword: 'Invented-1' })),
  );
  step('reset_password', [...withPassword, 'PROVISIONED', 'RECOVERY'], (user, query) => {
    move(state, user, 'RECOVERY', 'password.reset');
    if (query.get('sendEmail') !== 'false') mail(state, user, 'user', 'password reset');
    return query.get('sendEmail') === 'false' ? { resetPasswordUrl: `${state.url()}/reset_password/invented` } : {};
  });
  serveOthers(routes, state);
}

/** Registers the changes that are not bound to one status. */
function serveOthers(routes: Routes, state: OrgState): void {
  const { get } = usersOf(state);
  routes.on(`POST ${path}/unlock`, ({ ids }) => {
    const user = get(ids[0]);
    if (user.status !== 'LOCKED_OUT')
      throw new OrgError(403, 'E0000032', 'Unlock is not allowed for this user.', ['The user is not locked out.']);
    move(state, user, 'ACTIVE', 'unlock');
    return { body: {} };
  });
  routes.on(`POST ${path}/reset_factors`, ({ ids }) => {
    const user = get(ids[0]);
    const factors = state.collection('factors');
    const its = [...factors].filter(([, { parentId }]) => parentId === user.id);
    for (const [id] of its) factors.delete(id);
    if (its.length > 0) securityMail(state, user, 'factor reset');
    return { body: {} };
  });
}
