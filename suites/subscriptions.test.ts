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

  // A role that no one has: it changes no person's mails.
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

  // Only the owner of the token can change its own subscriptions.
  const subscribed = fixture({
    parameter: 'notificationType',
    id: 'notificationType',
    found: {
      operation: `GET ${ofUser}/{notificationType}`,
      with: { notificationType: 'OKTA_ANNOUNCEMENT' },
      where: ({ status }) => status === 'subscribed',
    },
    parents: [holder],
  });
  fixture({
    parameter: 'notificationType',
    make: {
      operation: `POST ${ofUser}/{notificationType}/unsubscribe`,
      changes: true,
      onlyNamed: true,
      sets: [{ status: 'unsubscribed' }],
    },
    remove: [`POST ${ofUser}/{notificationType}/subscribe`],
    parents: [subscribed],
  });
});
