import { asObject } from '../src/domain/json.js';
import type { CreatedOrFoundFixture, Need } from '../src/engine/model.js';
import { suite } from '../src/vitest/suite.js';
import { admin, group as aGroup, needing, user } from './fixtures.js';

/** A user without a password: an activated one is PROVISIONED, until it sets a password. */
const withoutPassword: CreatedOrFoundFixture = {
  ...user,
  make: {
    ...user.make,
    body: (context) => ({ profile: asObject(user.make.body?.(context)).profile ?? {} }),
  },
};

suite('users', ({ call, fixture }) => {
  const changed = fixture(user);
  call('GET /api/v1/users', { query: { limit: '3' } });
  call('GET /api/v1/users/{id}', { on: changed });
  call('PUT /api/v1/users/{id}', {
    on: changed,
    body: ({ object }) => ({ profile: { ...asObject(object.profile), lastName: 'Replaced' } }),
  });
  call('POST /api/v1/users/{id}', { on: changed, body: () => ({ profile: { nickName: 'contract' } }) });
  const needs: Need[] = ['user-activation'];
  call('POST /api/v1/users/{id}/lifecycle/activate', { on: changed, needs, query: { sendEmail: 'false' } });
  call('GET /api/v1/users/{id}', { on: changed });
  call('POST /api/v1/users/{id}/lifecycle/suspend', { on: changed, needs });
  call('POST /api/v1/users/{id}/lifecycle/unsuspend', { on: changed, needs });
  // The user has no factor, so that no mail reports a removed one.
  call('POST /api/v1/users/{id}/lifecycle/reset_factors', { on: changed, needs });
  call('POST /api/v1/users/{userId}/lifecycle/expire_password', { on: changed, needs });
  call('POST /api/v1/users/{userId}/lifecycle/expire_password_with_temp_password', { on: changed, needs });

  call('DELETE /api/v1/users/{userId}/sessions', {
    on: changed,
    query: { oauthTokens: 'true', forgetDevices: 'true' },
  });

  const invited = fixture(needing('user-activation', withoutPassword));
  call('POST /api/v1/users/{id}/lifecycle/activate', { on: invited, needs, query: { sendEmail: 'false' } });
  call('POST /api/v1/users/{id}/lifecycle/reactivate', { on: invited, needs, query: { sendEmail: 'false' } });

  const caller = fixture(admin);
  for (const list of ['appLinks', 'blocks', 'groups'] as const) call(`GET /api/v1/users/{id}/${list}`, { on: caller });
  call('GET /api/v1/users/{userId}/clients', { on: caller });

  const member = fixture(user);
  const group = fixture(aGroup);
  call('GET /api/v1/groups', { query: { limit: '3' } });
  call('GET /api/v1/groups/{groupId}', { on: group });
  call('PUT /api/v1/groups/{groupId}', {
    on: group,
    body: ({ name }) => ({ profile: { name, description: 'Contract, replaced' } }),
  });
  call('PUT /api/v1/groups/{groupId}/users/{userId}', {
    on: [group, member],
  });
  call('GET /api/v1/groups/{groupId}/users', { on: group, query: { limit: '2' } });
  call('DELETE /api/v1/groups/{groupId}/users/{userId}', {
    on: [group, member],
  });
});
