import { suite } from '../src/suite/index.js';
import { app, group, serviceApp, user } from './fixtures.js';

const ofUser = '/api/v1/users/{userId}/roles';
const ofGroup = '/api/v1/groups/{groupId}/roles';

suite('role-assignments', ({ call, fixture }) => {
  // Somebody holds a role on every org.
  const admin = fixture({
    parameter: 'userId',
    found: { operation: 'GET /api/v1/iam/assignees/users', list: 'value' },
  });
  const held = fixture({ parameter: 'roleAssignmentId', found: { operation: `GET ${ofUser}` }, in: [admin] });
  call(`GET ${ofUser}/{roleAssignmentId}`, { on: held });

  // Whom a role is given to would hear of it by mail; and nobody can enter as a user who is only staged.
  const quietly = { disableNotifications: 'true' };
  const newUser = fixture(user);
  for (const type of ['HELP_DESK_ADMIN', 'READ_ONLY_ADMIN']) {
    const assigned = fixture({
      parameter: 'roleAssignmentId',
      make: { operation: `POST ${ofUser}`, query: quietly, body: () => ({ type }) },
      remove: [`DELETE ${ofUser}/{roleAssignmentId}`],
      in: [newUser],
    });
    call(`GET ${ofUser}/{roleAssignmentId}`, { on: assigned });
  }
  call(`GET ${ofUser}`, { on: newUser });

  const newGroup = fixture(group);
  const assigned = fixture({
    parameter: 'roleAssignmentId',
    make: { operation: `POST ${ofGroup}`, query: quietly, body: () => ({ type: 'HELP_DESK_ADMIN' }) },
    found: { operation: `GET ${ofGroup}` },
    remove: [`DELETE ${ofGroup}/{roleAssignmentId}`],
    in: [newGroup],
  });
  call(`GET ${ofGroup}/{roleAssignmentId}`, { on: assigned });
  call(`GET ${ofGroup}`, { on: newGroup });

  const ofClient = '/oauth2/v1/clients/{clientId}/roles';
  const client = fixture(app('OPENID_CONNECT', serviceApp));
  const heldByClient = fixture({
    parameter: 'roleAssignmentId',
    make: { operation: `POST ${ofClient}`, body: () => ({ type: 'HELP_DESK_ADMIN' }) },
    found: { operation: `GET ${ofClient}` },
    remove: [`DELETE ${ofClient}/{roleAssignmentId}`],
    in: [client],
  });
  call(`GET ${ofClient}/{roleAssignmentId}`, { on: heldByClient });
  call(`GET ${ofClient}`, { on: client });
});
