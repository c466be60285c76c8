import { suite } from '../src/vitest/suite.js';
import { admin } from './fixtures.js';

suite('subscriptions', ({ call, fixture }) => {
  const holder = fixture(admin);
  const ofRole = '/api/v1/roles/{roleRef}/subscriptions';
  const ofUser = '/api/v1/users/{userId}/subscriptions';
  const role = { roleRef: 'SUPER_ADMIN' };
  const notificationType = 'OKTA_UPDATE';
  call(`GET ${ofRole}`, { with: role });
  call(`GET ${ofRole}/{notificationType}`, { with: { ...role, notificationType } });
  call(`GET ${ofUser}`, { on: holder });
  call(`GET ${ofUser}/{notificationType}`, { on: holder, with: { notificationType } });

  // No one has the role, so that no mails change.
  const roles = '/api/v1/iam/roles';
  const custom = fixture({
    parameter: 'roleIdOrLabel',
    aliases: ['roleRef'],
    make: {
      operation: `POST ${roles}`,
      body: ({ name }) => ({ label: name, description: 'Contract', permissions: ['okta.users.read'] }),
    },
    remove: [`DELETE ${roles}/{roleIdOrLabel}`],
    find: { path: roles, list: 'roles', name: '/label' },
  });
  for (const verb of ['unsubscribe', 'subscribe'])
    call(`POST ${ofRole}/{notificationType}/${verb}`, { on: custom, with: { notificationType } });
});
