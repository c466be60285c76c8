import type { BodyContext, Fixture, Need } from '../src/engine/model.js';
import { suite } from '../src/vitest/suite.js';
import { bookmarkApp, client } from './app-fixtures.js';
import { admin, group, needing, user } from './fixtures.js';

const ofUser = '/api/v1/users/{userId}/roles';
const ofGroup = '/api/v1/groups/{groupId}/roles';
const ofClient = '/oauth2/v1/clients/{clientId}/roles';
type OfHolder = typeof ofUser | typeof ofGroup | typeof ofClient;
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
  const link = fixture(bookmarkApp);
  const first = fixture({ ...needing('admin-roles', group), alias: 'firstGroupId' });
  const second = fixture({ ...needing('admin-roles', group), alias: 'secondGroupId' });
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
  // The role applies to all apps again, as before the first target.
  call(`PUT ${ofUser}/{roleAssignmentId}/targets/catalog/apps`, { on: limited });
  limitToGroups(ofUser, newUser);

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

  limitToGroups(ofGroup, newGroup);

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

  limitToGroups(ofClient, itsClient);

  /** Limits a role to two apps of the catalog and an app of the run. The last target of a role cannot be removed. */
  function limit(of: OfHolder, assignment: Fixture): void {
    const apps = `${of}/{roleAssignmentId}/targets/catalog/apps` as const;
    const one = { on: [assignment, link], unchanged: [link], with: { appName: 'bookmark', appId: idOf('bookmarkId') } };
    const other = { on: assignment, with: { appName: 'salesforce' } };
    call(`PUT ${apps}/{appName}`, { on: assignment, with: { appName: 'facebook' } });
    call(`PUT ${apps}/{appName}`, other);
    call(`PUT ${apps}/{appName}/{appId}`, one);
    // The edition limits it, except for clients.
    call(`GET ${apps}`, { on: assignment, alsoSend: of.startsWith('/oauth2') ? [] : [{ '?limit': '201' }] });
    call(`DELETE ${apps}/{appName}/{appId}`, one);
    call(`DELETE ${apps}/{appName}`, other);
  }

  /** Limits a role to two groups of the run, and then to one of them. */
  function limitToGroups(of: OfHolder, holder: Fixture): void {
    const assignment = fixture({
      parameter: 'roleAssignmentId',
      format,
      make: {
        operation: `POST ${of}`,
        needs,
        ...(of === ofClient ? {} : { query: quietly }),
        body: () => ({ type: 'GROUP_MEMBERSHIP_ADMIN' }),
      },
      found: { operation: `GET ${of}`, where: ({ type }) => type === 'GROUP_MEMBERSHIP_ADMIN' },
      remove: [`DELETE ${of}/{roleAssignmentId}`],
      parents: [holder],
    });
    const groups = `${of}/{roleAssignmentId}/targets/groups` as const;
    const parameter = of === ofGroup ? 'targetGroupId' : 'groupId';
    const target = `${groups}/{${parameter}}` as const;
    call(`PUT ${target}`, { on: [assignment, first], unchanged: [first], with: { [parameter]: idOf('firstGroupId') } });
    call(`PUT ${target}`, {
      on: [assignment, second],
      unchanged: [second],
      with: { [parameter]: idOf('secondGroupId') },
    });
    call(`GET ${groups}`, { on: assignment });
    call(`DELETE ${target}`, {
      on: [assignment, first],
      unchanged: [first],
      with: { [parameter]: idOf('firstGroupId') },
    });
  }
});

/** The id of a fixture by its alias. */
function idOf(alias: string): (context: BodyContext) => string {
  return ({ ids }) => ids[alias] ?? '';
}
