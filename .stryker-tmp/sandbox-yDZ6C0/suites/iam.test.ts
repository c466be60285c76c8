// @ts-nocheck
import type { FixtureSpec } from '../src/engine/model.js';
import { suite } from '../src/vitest/suite.js';
import { group as aGroup, needing, user } from './fixtures.js';

const roles = '/api/v1/iam/roles';
const sets = '/api/v1/iam/resource-sets';
const set = `${sets}/{resourceSetIdOrLabel}`;
const role = `${roles}/{roleIdOrLabel}`;
const binding = `${set}/bindings/{roleIdOrLabel}`;

suite('iam', ({ call, fixture }) => {
  call('GET /api/v1/iam/assignees/users');

  const custom = fixture({
    parameter: 'roleIdOrLabel',
    make: {
      operation: `POST ${roles}`,
      body: ({ name }) => ({ label: name, description: 'Contract', permissions: ['okta.users.read'] }),
    },
    found: { operation: `GET ${roles}`, list: 'roles' },
    remove: [`DELETE ${role}`],
    find: { path: roles, list: 'roles', name: '/label' },
  });
  call(`GET ${roles}`);
  call(`GET ${role}`, { on: custom });
  call(`PUT ${role}`, { on: custom, body: ({ name }) => ({ label: name, description: 'Contract, replaced' }) });
  call(`GET ${role}/permissions`, { on: custom });
  const permission = { permissionType: 'okta.users.read' };
  call(`GET ${role}/permissions/{permissionType}`, { on: custom, with: permission });
  call(`PUT ${role}/permissions/{permissionType}`, {
    on: custom,
    with: permission,
    body: () => ({ conditions: { include: { 'okta:ResourceAttribute/User/Profile': ['city', 'state'] } } }),
  });
  call(`GET ${role}/permissions`, { on: custom });
  call(`POST ${role}/permissions/{permissionType}`, {
    on: custom,
    with: { permissionType: 'okta.groups.read' },
    body: () => ({}),
  });
  call(`DELETE ${role}/permissions/{permissionType}`, { on: custom, with: { permissionType: 'okta.groups.read' } });

  const group = fixture(aGroup);
  const other = fixture({ ...aGroup, alias: 'otherGroupId' });
  const resourceSet: FixtureSpec = {
    parameter: 'resourceSetIdOrLabel',
    make: {
      operation: `POST ${sets}`,
      body: ({ name, org, ids }) => ({
        label: name,
        description: 'Contract',
        resources: [`${org}/api/v1/groups/${ids.groupId}`],
      }),
    },
    // Predefined sets have names instead of ids, and do not support all operations.
    found: { operation: `GET ${sets}`, list: 'resource-sets', where: ({ id }) => String(id).startsWith('iam') },
    remove: [`DELETE ${set}`],
    find: { path: sets, list: 'resource-sets', name: '/label' },
    parents: [group],
  };
  const made = fixture(resourceSet);
  call(`GET ${sets}`);
  call(`GET ${set}`, { on: made });
  call(`PUT ${set}`, { on: made, body: ({ name }) => ({ label: name, description: 'Contract, replaced' }) });

  call(`POST ${set}/resources`, {
    on: made,
    body: ({ org, ids }) => ({
      resourceOrnOrUrl: `${org}/api/v1/groups/${ids.groupId}/users`,
      conditions: { Exclude: {} },
    }),
  });
  call(`GET ${set}/resources`, { on: made });
  // The resource that was created with the set exists even on orgs where single resources cannot be added.
  const resource = fixture({
    parameter: 'resourceId',
    found: { operation: `GET ${set}/resources`, list: 'resources' },
    parents: [made],
  });
  call(`GET ${set}/resources/{resourceId}`, { on: resource });
  call(`PUT ${set}/resources/{resourceId}`, { on: resource, body: () => ({ conditions: { Exclude: {} } }) });
  call(`PATCH ${set}/resources`, {
    on: [made, other],
    body: ({ org, ids }) => ({ additions: [`${org}/api/v1/groups/${ids.otherGroupId}`] }),
  });
  call(`DELETE ${set}/resources/{resourceId}`, { on: resource });

  // A binding makes its members administrators.
  const member = fixture(needing('admin-roles', user));
  const bindable = fixture(needing('admin-roles', resourceSet));
  // The response that creates a binding contains no id, so that the binding is found in the list.
  call(`POST ${set}/bindings`, {
    on: [bindable, custom, member],
    body: ({ ids, org }) => ({ role: ids.roleIdOrLabel ?? '', members: [`${org}/api/v1/users/${ids.id}`] }),
  });
  call(`GET ${set}/bindings`, { on: bindable });
  const bound = fixture({
    parameter: 'roleIdOrLabel',
    found: { operation: `GET ${set}/bindings`, list: 'roles' },
    parents: [bindable, custom, member],
  });
  call(`GET ${binding}`, { on: bound });
  call(`PATCH ${binding}/members`, {
    on: [bound, group],
    body: ({ ids, org }) => ({ additions: [`${org}/api/v1/groups/${ids.groupId}`] }),
  });
  call(`GET ${binding}/members`, { on: bound });
  const held = fixture({
    parameter: 'memberId',
    found: { operation: `GET ${binding}/members`, list: 'members' },
    parents: [bound],
  });
  call(`GET ${binding}/members/{memberId}`, { on: held });
  call(`DELETE ${binding}/members/{memberId}`, { on: held });
  call(`DELETE ${binding}`, { on: bound });
});
