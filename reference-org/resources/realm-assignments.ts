import { repositoryOf } from '../repository.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';
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
  const [realm] = [...state.collection('realms').keys()];
  assignments.add({
    name: 'Catch-all Assignment',
    status: 'ACTIVE',
    priority: 499,
    isDefault: true,
    actions: { assignUserToRealm: { realmId: realm ?? '' } },
    domains: [],
  });
}
