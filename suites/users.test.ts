import { suite } from '../src/suite/index.js';
import type { FixtureSpec } from '../src/suite/plan.js';

/** A user who is staged and never hears of it: nothing is sent, and the domain is reserved. */
const user = (parameter: string): FixtureSpec => ({
  parameter,
  kind: 'user',
  make: {
    operation: 'POST /api/v1/users',
    query: { activate: 'false' },
    body: ({ name }) => ({
      profile: { login: `${name}@example.com`, email: `${name}@example.com`, firstName: name, lastName: 'Contract' },
      credentials: { password: { value: `Aa1!${crypto.randomUUID()}` } },
    }),
  },
  found: { operation: 'GET /api/v1/users', query: { limit: '2' } },
  remove: [`POST /api/v1/users/{id}/lifecycle/deactivate`, 'DELETE /api/v1/users/{id}'],
  find: {
    path: '/api/v1/users?limit=200&search=profile.firstName+sw+%22okta-contracts-%22',
    name: '/profile/firstName',
  },
});

suite('users', ({ call, fixture }) => {
  const changed = fixture(user('id'));
  call('GET /api/v1/users', { query: { limit: '2' } });
  call('GET /api/v1/users/{id}', { on: changed });
  call('PUT /api/v1/users/{id}', {
    on: changed,
    body: ({ object }) => ({ profile: { ...asProfile(object.profile), lastName: 'Replaced' } }),
  });
  call('POST /api/v1/users/{id}', { on: changed, body: () => ({ profile: { nickName: 'contract' } }) });
  call('POST /api/v1/users/{id}/lifecycle/activate', { on: changed, query: { sendEmail: 'false' } });
  call('GET /api/v1/users/{id}', { on: changed });
  call('POST /api/v1/users/{userId}/lifecycle/expire_password', {
    on: changed,
    with: { userId: ({ ids }) => ids.id ?? '' },
  });
  call('POST /api/v1/users/{userId}/lifecycle/expire_password_with_temp_password', {
    on: changed,
    with: { userId: ({ ids }) => ids.id ?? '' },
  });

  const member = fixture(user('id'));
  const group = fixture({
    parameter: 'groupId',
    make: { operation: 'POST /api/v1/groups', body: ({ name }) => ({ profile: { name } }) },
    found: { operation: 'GET /api/v1/groups', query: { limit: '1' } },
    remove: ['DELETE /api/v1/groups/{groupId}'],
    find: { path: '/api/v1/groups?q=okta-contracts-', name: '/profile/name' },
  });
  call('GET /api/v1/groups', { query: { limit: '1' } });
  call('PUT /api/v1/groups/{groupId}/users/{userId}', {
    on: [group, member],
    with: { userId: ({ ids }) => ids.id ?? '' },
  });
  call('GET /api/v1/groups/{groupId}/users', { on: group, query: { limit: '2' } });
  call('DELETE /api/v1/groups/{groupId}/users/{userId}', {
    on: [group, member],
    with: { userId: ({ ids }) => ids.id ?? '' },
  });
});

function asProfile(value: unknown): Record<string, string> {
  return value as Record<string, string>;
}
