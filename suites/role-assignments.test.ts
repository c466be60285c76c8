import type { Fixture, Need } from '../src/engine/model.js';
import { suite } from '../src/vitest/suite.js';
import { admin, client, group, needing, user } from './fixtures.js';

const ofUser = '/api/v1/users/{userId}/roles';
const ofGroup = '/api/v1/groups/{groupId}/roles';
/** The id of the assignment of a standard role is the name of the role in base32. */
const format = /^[0-9A-Za-z]{15,40}$/;

suite('role-assignments', ({ call, fixture }) => {
  const needs: Need[] = ['admin-roles'];
  // Every org has a user with a role.
  const holder = fixture(admin);
  const held = fixture({ parameter: 'roleAssignmentId', found: { operation: `GET ${ofUser}` }, parents: [holder] });
  call(`GET ${ofUser}/{roleAssignmentId}`, { on: held });

  // Okta sends a mail to a user who gets a role. A staged user cannot sign in.
  const quietly = { disableNotifications: 'true' };
  const newUser = fixture(needing('admin-roles', user));
  for (const type of ['HELP_DESK_ADMIN', 'READ_ONLY_ADMIN']) {
    const assigned = fixture({
      parameter: 'roleAssignmentId',
      format,
      make: { operation: `POST ${ofUser}`, needs, query: quietly, body: () => ({ type }) },
      remove: [`DELETE ${ofUser}/{roleAssignmentId}`],
      parents: [newUser],
    });
    call(`GET ${ofUser}/{roleAssignmentId}`, { on: assigned });
  }
  call(`GET ${ofUser}`, { on: newUser });
  const limited = fixture({
    parameter: 'roleAssignmentId',
    aliases: ['roleIdOrEncodedRoleId'],
    format,
    make: { operation: `POST ${ofUser}`, needs, query: quietly, body: () => ({ type: 'APP_ADMIN' }) },
    found: { operation: `GET ${ofUser}`, where: ({ type }) => type === 'APP_ADMIN' },
    remove: [`DELETE ${ofUser}/{roleAssignmentId}`],
    parents: [newUser],
  });
  limit(ofUser, limited);
  call(`GET ${ofUser}/{roleIdOrEncodedRoleId}/targets`, { on: limited, query: { assignmentType: 'USER' } });

  const newGroup = fixture(needing('admin-roles', group));
  const assigned = fixture({
    parameter: 'roleAssignmentId',
    format,
    make: { operation: `POST ${ofGroup}`, needs, query: quietly, body: () => ({ type: 'HELP_DESK_ADMIN' }) },
    found: { operation: `GET ${ofGroup}` },
    remove: [`DELETE ${ofGroup}/{roleAssignmentId}`],
    parents: [newGroup],
  });
  call(`GET ${ofGroup}/{roleAssignmentId}`, { on: assigned });
  call(`GET ${ofGroup}`, { on: newGroup });
  limit(
    ofGroup,
    fixture({
      parameter: 'roleAssignmentId',
      format,
      make: { operation: `POST ${ofGroup}`, needs, query: quietly, body: () => ({ type: 'APP_ADMIN' }) },
      found: { operation: `GET ${ofGroup}`, where: ({ type }) => type === 'APP_ADMIN' },
      remove: [`DELETE ${ofGroup}/{roleAssignmentId}`],
      parents: [newGroup],
    }),
  );

  const ofClient = '/oauth2/v1/clients/{clientId}/roles';
  const itsClient = fixture(client);
  const heldByClient = fixture({
    parameter: 'roleAssignmentId',
    format,
    make: { operation: `POST ${ofClient}`, needs, body: () => ({ type: 'HELP_DESK_ADMIN' }) },
    found: { operation: `GET ${ofClient}` },
    remove: [`DELETE ${ofClient}/{roleAssignmentId}`],
    parents: [itsClient],
  });
  call(`GET ${ofClient}/{roleAssignmentId}`, { on: heldByClient });
  call(`GET ${ofClient}`, { on: itsClient });
  limit(
    ofClient,
    fixture({
      parameter: 'roleAssignmentId',
      format,
      make: { operation: `POST ${ofClient}`, needs, body: () => ({ type: 'APP_ADMIN' }) },
      found: { operation: `GET ${ofClient}`, where: ({ type }) => type === 'APP_ADMIN' },
      remove: [`DELETE ${ofClient}/{roleAssignmentId}`],
      parents: [itsClient],
    }),
  );

  /** Limits a role over apps to one app of the catalogue. */
  function limit(of: typeof ofUser | typeof ofGroup | typeof ofClient, assignment: Fixture): void {
    const apps = `${of}/{roleAssignmentId}/targets/catalog/apps` as const;
    call(`PUT ${apps}/{appName}`, { on: assignment, with: { appName: 'facebook' } });
    // The edition limits it, except for clients.
    call(`GET ${apps}`, { on: assignment, alsoSend: of.startsWith('/oauth2') ? [] : [{ '?limit': '201' }] });
  }
});
