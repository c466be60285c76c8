import { lifecycle } from '../lifecycle.js';
import { repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import { type JsonObject, type OrgState, timestamp } from '../state.js';
import { resource as realms } from './realms.js';

const path = '/api/v1/realm-assignments';

/** Assignments of users to realms. */
export const resource: Resource = { scope: 'okta.realmAssignments', after: [realms], serve };

function serve(routes: Routes, state: OrgState): void {
  const assignments = repositoryOf(state, 'realmAssignments', { idPrefix: 'rul', type: 'RealmAssignment' });
  const present = ({ domains, ...assignment }: JsonObject): JsonObject => ({
    ...assignment,
    // Domains were added in the current edition.
    ...(domains === undefined || state.profile === 'previous' ? {} : { domains }),
    _links: { self: { rel: 'self', href: `${state.url()}${path}/${assignment.id}`, method: 'GET' } },
  });
  routes.list(`GET ${path}`, { limit: 20 }, () => ({ body: assignments.list().map(present) }));
  routes.on(`GET ${path}/{id}`, ({ ids }) => ({ body: present(assignments.get(ids[0])) }));
  for (const [verb, status] of lifecycle)
    routes.on(`POST ${path}/{id}/lifecycle/${verb}`, ({ ids }) => {
      assignments.change(assignments.get(ids[0]), { status });
      return { status: 204 };
    });
  const operations: JsonObject[] = [];
  const presentOperation = (operation: JsonObject): JsonObject => ({
    ...operation,
    _links: { self: { rel: 'self', href: `${state.url()}/api/v1/operations/${operation.id}`, method: 'GET' } },
  });
  routes.list(`GET ${path}/operations`, { limit: 20 }, () => ({ body: operations.map(presentOperation) }));
  routes.on(`POST ${path}/operations`, ({ body }) => {
    const operation = operationOf(state, assignments.get(String(body.assignmentId)));
    operations.push(operation);
    return { status: 201, body: presentOperation(operation) };
  });
  const [realm] = [...state.collection('realms').keys()];
  const catchAll = assignments.add({
    name: 'Catch-all Assignment',
    status: 'ACTIVE',
    priority: 499,
    isDefault: true,
    actions: { assignUserToRealm: { realmId: realm ?? '' } },
    domains: [],
  });
  operations.push(operationOf(state, catchAll));
}

/** The operation that applies an assignment to the users of today. The reference org moves none. */
function operationOf(state: OrgState, { id = '', name = '', actions = {} }: JsonObject): JsonObject {
  const { realmId = '' } = (actions as { assignUserToRealm: JsonObject }).assignUserToRealm;
  const at = timestamp(state);
  return {
    id: state.newId('rre'),
    type: 'realm:assignment',
    status: 'COMPLETED',
    created: at,
    started: at,
    completed: at,
    realmId,
    realmName: (state.collection('realms').get(String(realmId))?.profile as JsonObject | undefined)?.name ?? null,
    assignmentOperation: { configuration: { id, name, actions } },
    numUserMoved: 0,
  };
}
