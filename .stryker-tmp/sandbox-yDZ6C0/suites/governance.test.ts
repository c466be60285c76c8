// @ts-nocheck
import type { Json } from '../src/domain/json.js';
import { suite } from '../src/vitest/suite.js';
import { admin, group } from './fixtures.js';

const governance = '/api/v1/iam/governance';
const bundle = `${governance}/bundles/{bundleId}`;
const body = ({ name, ids }: { name: string; ids: Record<string, string> }): Json => ({
  name,
  description: 'Contract',
  entitlements: [{ role: 'HELP_DESK_ADMIN', targets: [`groups:${ids.groupId}`] }],
});

suite('governance', ({ call, fixture }) => {
  // These affect the admin roles of the whole org, so they are sent only if they are named. The opt-in is undone.
  const optedOut = fixture({
    parameter: 'optIn',
    found: { operation: `GET ${governance}/optIn`, one: true, where: ({ optInStatus }) => optInStatus === 'OPTED_OUT' },
  });
  fixture({
    parameter: 'optIn',
    make: {
      operation: `POST ${governance}/optIn`,
      changes: true,
      onlyNamed: true,
      sets: [{ optInStatus: 'OPTING_IN' }, { optInStatus: 'OPTED_IN' }],
    },
    remove: [`POST ${governance}/optOut`],
    parents: [optedOut],
  });

  call(`GET ${governance}/bundles`, { query: { limit: '20' } });
  // No one requests the bundle of the run, and it is limited to an empty group.
  const people = fixture(group);
  const made = fixture({
    parameter: 'bundleId',
    make: { operation: `POST ${governance}/bundles`, body },
    found: { operation: `GET ${governance}/bundles`, list: 'bundles' },
    remove: [`DELETE ${bundle}`],
    find: { path: `${governance}/bundles?limit=200`, list: 'bundles', name: '/name' },
    parents: [people],
  });
  call(`GET ${bundle}`, { on: made });
  call(`PUT ${bundle}`, { on: made, body });
  const entitlement = fixture({
    parameter: 'entitlementId',
    found: { operation: `GET ${bundle}/entitlements`, list: 'entitlements' },
    parents: [made],
  });
  call(`GET ${bundle}/entitlements/{entitlementId}/values`, { on: entitlement });

  const holder = fixture(admin);
  const held = fixture({
    parameter: 'roleAssignmentId',
    found: { operation: 'GET /api/v1/users/{userId}/roles' },
    parents: [holder],
  });
  const grants = '/api/v1/users/{userId}/roles/{roleAssignmentId}/governance';
  const grant = fixture({
    parameter: 'grantId',
    id: 'grantId',
    found: { operation: `GET ${grants}`, list: 'grants' },
    parents: [held],
  });
  call(`GET ${grants}/{grantId}`, { on: grant });
  call(`GET ${grants}/{grantId}/resources`, { on: grant });
});
